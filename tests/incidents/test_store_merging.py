"""Merging step by step equals merging everything at once, whatever the order of putting, correcting and removing."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from datetime import date

import postgres
import psycopg
import pytest
from factories import make_article, make_report
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from incidents.corroborate import corroborate
from incidents.filters import IncidentFilter
from incidents.model import DatePrec, Source, Status
from incidents.store import Store

PLACES = {
    "Buleda": dict(admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.0, lat=26.3, where_prec=2),
    "Kech": dict(admin2="Kech", admin1="Balochistan", country="Pakistan", lon=62.9, lat=26.2, where_prec=3),
    "Turbat": dict(admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.1, lat=26.0, where_prec=1),
    "Panjgur": dict(admin2="Panjgur", admin1="Balochistan", country="Pakistan", lon=64.1, lat=26.9, where_prec=1),
    None: dict(admin2=None, admin1=None, country="Pakistan", lon=None, lat=None, where_prec=6),
}
KINDS = (("Explosions/Remote violence", "Remote explosive/landmine/IED"), ("Battles", "Armed clash"),
         ("Violence against civilians", "Attack"), (None, None))  # fmt: skip
days = st.dates(date(2020, 5, 7), date(2020, 5, 11))


@st.composite
def told(draw: st.DrawFn):
    """An article of a small world, so that reports meet often: few articles, days, places and tolls; some events recalled."""
    name = f"a{draw(st.integers(0, 7))}"
    article = make_article(
        id=name, url=None, source=draw(st.sampled_from([None, "Dawn", "Wire"])), published=draw(st.none() | days),
        text=f"{name} {draw(st.integers(0, 10**6))} " + "long enough to be told apart from any other article " * 5,
    )  # fmt: skip
    found = []
    for number in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(sorted(PLACES, key=str)))
        kind, sub_kind = draw(st.sampled_from(KINDS))
        killed = draw(st.none() | st.integers(0, 7))
        day = draw(st.none() | days)
        found.append(make_report(
            id=f"{name}#{number}", article_id=name, rank=number, event_date=day,
            date_prec=DatePrec.DAY if day else None, event_type=kind, sub_event_type=sub_kind, fatalities=killed,
            fatalities_low=killed, fatalities_high=killed, injured=draw(st.none() | st.integers(0, 3)), location=place,
            actor1=draw(st.sampled_from([None, "BLA", "BLF"])), background=draw(st.integers(0, 5)) == 0,
            evidence=(), excerpt=draw(st.sampled_from(["Six men died.", "A bomb went off on the road to Mand."])),
            **PLACES[place],
        ))  # fmt: skip
    return article, tuple(found)


class World(RuleBasedStateMachine):
    """A store beside the plain list of what was put into it."""

    def __init__(self, fresh):
        super().__init__()
        self.store = Store.open(fresh())
        self.held: dict = {}
        self.said: dict[str, tuple[int, Status]] = {}

    @rule(batch=st.lists(told(), min_size=1, max_size=4))
    def put(self, batch):
        """New articles, and corrections of those that are there."""
        for (article, found), fate in zip(batch, self.store.put_all(batch).fates, strict=True):
            if fate in ("added", "replaced"):
                self.held[article.id] = (article, found)

    @rule(name=st.integers(0, 7))
    def remove(self, name):
        assert self.store.remove_article(f"a{name}") == (self.held.pop(f"a{name}", None) is not None)

    @rule(data=st.data(), status=st.sampled_from([Status.CONFIRMED, Status.REJECTED]))
    def say(self, data, status):
        """A person vouches for one of the incidents, or rejects it."""
        there = list(self.store.incidents(IncidentFilter(background=True)))
        if there:
            incident = data.draw(st.sampled_from(there))
            self.store.set_status(incident.id, status)
            self.said |= dict.fromkeys(incident.report_ids, (self.store.revision(), status))

    @invariant()
    def is_as_if_merged_at_once(self):
        sources = {
            key: Source(article_id=key, url=a.url, title=a.title, source=a.source, published=a.published)
            for key, (a, _) in self.held.items()
        }
        merged = corroborate((report for _, found in self.held.values() for report in found), sources)
        expected = {incident.id: replace(incident, status=self.status_of(incident)) for incident in merged}
        assert {i.id: i for i in self.store.incidents(IncidentFilter(background=True))} == expected
        assert self.store.count() == sum(not incident.background for incident in merged)

    def status_of(self, incident) -> Status:
        said = [self.said[key] for key in incident.report_ids if key in self.said]
        return max(said, default=(0, Status.MACHINE))[1]

    def teardown(self):
        self.store.close()


def run(fresh, examples: int) -> None:
    run_state_machine_as_test(
        lambda: World(fresh), settings=settings(max_examples=examples, stateful_step_count=12, deadline=None)
    )


@pytest.fixture
def fresh_file(tmp_path):
    """Makes new SQLite stores by copying an empty one."""
    Store.open(tmp_path / "empty.db").close()
    numbers = itertools.count()
    return lambda: shutil.copy(tmp_path / "empty.db", tmp_path / f"{next(numbers)}.db")


def test_step_by_step_equals_at_once(fresh_file):
    run(fresh_file, 40)


@pytest.mark.postgres
def test_step_by_step_equals_at_once_on_postgres(postgres_server, postgres_db):
    Store.open(postgres_db).close()
    template = psycopg.conninfo.conninfo_to_dict(postgres_db)["dbname"]
    run(lambda: postgres.fresh(postgres_server, template), 8)


@pytest.mark.slow
def test_step_by_step_equals_at_once_for_long(fresh_file):
    run(fresh_file, 1500)
