"""Which reports become one incident, what it then says, and that neither order nor number of reports matters."""

from __future__ import annotations

import importlib
from collections import Counter
from datetime import date, timedelta
from itertools import permutations

import pytest
from benchmarks.coverage import invent
from factories import make_article, make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.corroborate import blocking_keys, corroborate, joined, likeness
from incidents.model import DatePrec, Source

FRIDAY = date(2020, 5, 8)
BULEDA = dict(location="Buleda", place_id="p:buleda", admin2="Kech", lon=63.0, lat=26.3, where_prec=2)
TURBAT = dict(location="Turbat", place_id="p:turbat", admin2="Kech", lon=63.05, lat=26.0, where_prec=1)
MAND = dict(location="Mand", place_id="p:mand", admin2="Kech", lon=62.05, lat=26.12, where_prec=2)
KECH = dict(location="Kech", place_id="p:kech", admin2="Kech", lon=62.8, lat=26.1, where_prec=3)
PANJGUR = dict(location="Panjgur", place_id="p:panjgur", admin2="Panjgur", lon=64.1, lat=26.97, where_prec=1)
QUETTA = dict(location="Quetta", place_id="p:quetta", admin2="Quetta", lon=67.0, lat=30.2, where_prec=1)
NO_DISTRICT = dict(location="Balochistan", place_id="p:b", admin2=None, lon=64.5, lat=28.3, where_prec=4)
NO_PROVINCE = dict(location="Pakistan", place_id="p:pk", admin2=None, admin1=None, lon=69.0, lat=30.0, where_prec=6)
NOWHERE = dict(location=None, admin2=None, admin1=None, country=None, lon=None, lat=None, where_prec=None)
IRAN = dict(admin1="Sistan and Baluchestan", country="Iran", location="Saravan", place_id="p:saravan",
            admin2="Saravan", lon=62.33, lat=27.37, where_prec=1)  # fmt: skip
SARBAZ = dict(IRAN, location="Sarbaz", place_id="p:sarbaz", admin2="Sarbaz", lon=61.26, lat=26.63)
PISHIN = dict(IRAN, location="Pishin", place_id="p:pishin", admin2="Rask", lon=61.75, lat=26.08, where_prec=2)
BOMB = dict(event_type="Explosions/Remote violence", sub_event_type="Remote explosive/landmine/IED")
SUICIDE = dict(event_type="Explosions/Remote violence", sub_event_type="Suicide bomb")
SHOTS = dict(event_type="Violence against civilians", sub_event_type="Attack")
CLASH = dict(event_type="Battles", sub_event_type="Armed clash")
TAKEN = dict(event_type="Violence against civilians", sub_event_type="Abduction/forced disappearance")
CROWD = dict(event_type="Protests", sub_event_type="Excessive force against protesters")
KHUZDAR = dict(location="Khuzdar", place_id="p:khuzdar", admin2="Khuzdar", lon=66.61, lat=27.81, where_prec=1)
DISTRICT_OF_KHUZDAR = dict(KHUZDAR, location="Wadh", place_id="p:wadh", lon=66.35, lat=27.3, where_prec=2)
ON_THE_ROAD = dict(location="Turbat–Panjgur", place_id=None, admin2="Kech", lon=63.6, lat=26.5, where_prec=5)
UNDATED = dict(event_date=None, date_prec=None)


def tell(article: str, number: int = 0, killed: int | None = 6, **changes):
    """A report of the bomb of 8 May 2020, in words of its own, with changes."""
    fields = dict(
        id=f"{article}#{number}", article_id=article, fatalities=killed, fatalities_low=killed, fatalities_high=killed,
        injured=None, actor2=None, uncertainty_km=5.0, evidence=(), excerpt=f"{article} {number} has words of its own",
    )  # fmt: skip
    return make_report(**{**fields, **BULEDA, **changes})


def source(article: str, day: date | None = FRIDAY + timedelta(days=1), outlet: str | None = None) -> Source:
    return Source(article_id=article, source=outlet or article, published=day, title=f"Title of {article}")


def merge(*reports, **days: date | None):
    found = {r.article_id: source(r.article_id, days.get(r.article_id, FRIDAY + timedelta(days=1))) for r in reports}
    return corroborate(reports, found)


def grouping(incidents) -> set[tuple[str, ...]]:
    return {incident.report_ids for incident in incidents}


ONE_EVENT = [
    # the same day, place, toll and type
    ({}, {}),
    # an oasis, and the town that lies nearest
    (BULEDA, TURBAT),
    # an oasis, and its district
    (BULEDA, KECH),
    # the town, and a point "20 km east" of it that falls in the next district
    (QUETTA, dict(QUETTA, place_id=None, admin2="Mastung", lon=67.2)),
    # one names the province only
    ({}, NO_DISTRICT),
    # one names the country only: the toll is what they share
    ({}, NO_PROVINCE),
    # one names no place
    ({}, NOWHERE),
    # late on Friday, or on Saturday
    ({}, dict(event_date=FRIDAY + timedelta(days=1))),
    # the night between Friday and Saturday, and Saturday
    (dict(event_date_end=FRIDAY + timedelta(days=1), date_prec=DatePrec.DAYS), dict(event_date=FRIDAY + timedelta(1))),
    # no day in the text of the day after
    ({}, UNDATED),
    # the toll rose from one to two, and from four to seven
    (dict(killed=1), dict(killed=2)),
    (dict(killed=4), dict(killed=7)),
    # from 85 to 149 overnight: two such days in one town there are not
    (dict(SUICIDE, killed=85), dict(SUICIDE, killed=149)),
    # one of the three who were hit died of his wounds
    (dict(killed=1, injured=2, **SHOTS), dict(killed=2, injured=1, **SHOTS)),
    # a bomb, or just an attack
    (BOMB, SHOTS),
    # a suicide bomb, or just a bomb
    (SUICIDE, BOMB),
    # one gives the army's figure and the rebels', the other the rebels' only
    (dict(killed=4, fatalities_high=11), dict(killed=11)),
    # the day after, the funerals of the victims
    (dict(killed=30), dict(killed=None)),
    # a place named with its district, and the next district, whose middle is all that is known
    (dict(killed=11), dict(PANJGUR, killed=11, where_prec=3, uncertainty_km=90.0, lon=63.5)),
    # the injured counted otherwise
    (dict(injured=11), dict(injured=15)),
    # nobody died, eleven were hurt
    (dict(killed=None, injured=11), dict(killed=None, injured=11)),
    # two guards seized: the statement gives no place but the province
    (dict(TAKEN, killed=None, abducted=2), dict(TAKEN, killed=None, abducted=2, **NO_DISTRICT)),
    # gunmen, and the group that claims it the day after
    (dict(killed=2, actor1="Unidentified gunmen"), dict(killed=2, actor1="Balochistan Liberation Army")),
    # the alliance, and its member
    (dict(actor1="Baloch Raji Aajoi Sangar"), dict(actor1="Balochistan Liberation Army")),
    # guards abducted: four or five, at the post or somewhere in the province
    (dict(TAKEN, killed=None, abducted=5), dict(TAKEN, killed=None, abducted=4, **NO_DISTRICT)),
    # workers taken: an abduction in one, a raid with captives in the other
    (dict(TAKEN, killed=None, abducted=7, **PANJGUR), dict(SHOTS, killed=None, abducted=9, **PANJGUR)),
    # "in Sarbaz": Pishin was in that county until it was split
    (dict(SHOTS, killed=3, injured=2, actor2="Basij", **SARBAZ), dict(SHOTS, killed=2, injured=3, actor2="Basij", **PISHIN)),
    # a volunteer of the Guards, or a villager; soldiers and civilians of one battle
    (dict(SHOTS, killed=1, actor2="Basij", **SARBAZ), dict(SHOTS, killed=1, actor2="Civilians", **SARBAZ)),
    (dict(CLASH, killed=13, actor2="Security forces", **PANJGUR), dict(CLASH, killed=7, actor2="Civilians", **PANJGUR)),
    # a student, or he and a cousin who was let go
    (dict(TAKEN, killed=None, abducted=1), dict(TAKEN, killed=None, abducted=2)),
    # the rising toll: two of the five injured died; the injured of the first count may be more by then
    (dict(killed=2, injured=5, **PANJGUR), dict(killed=4, injured=None, **PANJGUR)),
    (dict(killed=1, injured=2, **IRAN), dict(killed=3, injured=None, **IRAN)),
    (dict(killed=3, injured=4, **KHUZDAR), dict(killed=5, injured=5, **DISTRICT_OF_KHUZDAR)),
    # a town whose name is its district's, and a village far off in it
    (dict(killed=3, **KHUZDAR), dict(killed=3, **DISTRICT_OF_KHUZDAR)),
    # the dead attackers, and with them a neighbour
    (dict(CLASH, killed=3, attackers_killed=3), dict(CLASH, killed=4, attackers_killed=3)),
    # demonstrators shot, or people killed by gunfire
    (dict(CROWD, killed=5, **PANJGUR), dict(SHOTS, killed=9, **PANJGUR)),
    # soldiers of the one force or the other
    (dict(actor2="Frontier Corps"), dict(actor2="Pakistan Army")),
    # on the road between two towns, and in one of them
    (dict(SHOTS, killed=1, injured=1, **ON_THE_ROAD), dict(SHOTS, killed=2, **PANJGUR)),
    # a bomb hits soldiers and who stands by
    (dict(actor2="Frontier Corps"), dict(actor2="Civilians")),
    # one more died since, in a quiet town
    (dict(SHOTS, killed=1, **PANJGUR), dict(SHOTS, killed=2, injured=1, **PANJGUR)),
    # a siege: one guard dead in the first reports, eight in the last
    (dict(CLASH, killed=1, **PANJGUR), dict(CLASH, killed=8, attackers_killed=3, **PANJGUR)),
    # militants to the officials, men to their relatives
    (dict(CLASH, killed=2, attackers_killed=2, actor2="Militants", **PANJGUR),
     dict(SHOTS, killed=2, actor1="Frontier Corps", actor2="Civilians", **PANJGUR)),
]  # fmt: skip

TWO_EVENTS = [
    # two days apart
    ({}, dict(event_date=FRIDAY + timedelta(days=2))),
    # the same toll in another district
    ({}, PANJGUR),
    # the same toll in another country
    ({}, IRAN),
    # two shootings of two men each, a hundred kilometres apart in one district
    (dict(SHOTS, killed=2, **TURBAT), dict(SHOTS, killed=2, **MAND)),
    # a bomb that hurt three and the shooting of a policeman, in one town on one day
    (dict(BOMB, killed=None, injured=3, **QUETTA), dict(SHOTS, killed=1, **QUETTA)),
    # four labourers and two policemen shot in one town on one day
    (dict(SHOTS, killed=4, actor2="Civilians", **TURBAT), dict(SHOTS, killed=2, actor2="Police", **TURBAT)),
    # a man and a policeman shot in the city
    (dict(SHOTS, killed=1, actor2="Civilians", **QUETTA), dict(SHOTS, killed=1, actor2="Police", **QUETTA)),
    # a bomb that killed one and a bomb that killed five
    (dict(killed=1, **TURBAT), dict(killed=5, **TURBAT)),
    # a man, and three men, shot in a quiet town; two and six
    (dict(SHOTS, killed=1, **PANJGUR), dict(SHOTS, killed=3, **PANJGUR)),
    (dict(SHOTS, killed=2, **PANJGUR), dict(SHOTS, killed=6, **PANJGUR)),
    # demonstrators shot, and a policeman in the same town
    (dict(CROWD, killed=1, actor2="Civilians", **PANJGUR), dict(SHOTS, killed=1, actor2="Police", **PANJGUR)),
    # six soldiers killed, six militants killed
    (dict(CLASH), dict(CLASH, attackers_killed=6)),
    # six soldiers killed in a quiet town, six militants killed there
    (dict(CLASH, actor2="Frontier Corps", **PANJGUR), dict(CLASH, attackers_killed=6, **PANJGUR)),
    # a man shot in Sarbaz, and three in what was its county
    (dict(SHOTS, killed=1, **SARBAZ), dict(SHOTS, killed=3, **PISHIN)),
    # one death somewhere in the province is any death
    (dict(killed=1), dict(killed=1, **NO_DISTRICT)),
    # workers abducted, and their searchers killed by a mine
    (dict(TAKEN, killed=None, abducted=4), dict(BOMB, killed=3)),
    # different groups say that they did it, and the toll differs
    (dict(killed=2, actor1="Tehrik-i-Taliban Pakistan"), dict(SHOTS, killed=4, actor1="Balochistan Liberation Army")),
    # an undated report in an article of a week later
    ({}, dict(UNDATED, article="week_later")),
    # an event of that day, and the same recalled
    ({}, dict(background=True)),
    # a day, and a month that holds it
    (dict(killed=2), dict(killed=2, event_date=date(2020, 5, 1), event_date_end=date(2020, 5, 31), date_prec=DatePrec.MONTH)),
]  # fmt: skip
DAYS = {"one": FRIDAY + timedelta(days=1), "two": FRIDAY + timedelta(days=1), "week_later": FRIDAY + timedelta(days=9)}


@pytest.mark.parametrize(("first", "second"), ONE_EVENT)
def test_reports_of_one_event_are_joined(first, second):
    one, two = tell("one", **first), tell("two", **second)
    assert joined(one, two, DAYS) and joined(two, one, DAYS), likeness(one, two, DAYS)
    assert len(corroborate([one, two], {name: source(name, DAYS[name]) for name in ("one", "two")})) == 1


def test_a_toll_rises_with_the_days_and_not_before():
    first, second = tell("first", killed=1, injured=4, **PANJGUR), tell("second", killed=4, **PANJGUR)
    day_after, earlier = FRIDAY + timedelta(days=2), FRIDAY
    assert joined(first, second, {"first": FRIDAY, "second": day_after})
    assert not joined(first, second, {"first": day_after, "second": earlier})


@pytest.mark.parametrize(("first", "second"), TWO_EVENTS)
def test_reports_of_two_events_stay_two(first, second):
    second = dict(second)
    one, two = tell("one", **first), tell(second.pop("article", "two"), **second)
    assert not joined(one, two, DAYS) and not joined(two, one, DAYS), likeness(one, two, DAYS)


def test_what_one_article_tells_apart_stays_apart():
    twins = tell("one", 0, killed=2), tell("one", 1, killed=2)
    third = tell("two", killed=2)
    incidents = merge(*twins, third)
    assert len(incidents) == 2 and {len(i.report_ids) for i in incidents} == {1, 2}


def test_a_chain_of_neighbours_does_not_tie_its_ends():
    chain = [tell(f"a{step}", killed=2, event_date=FRIDAY + timedelta(days=step)) for step in range(4)]
    for incident in merge(*chain):
        days = [r.event_date for r in chain if r.id in incident.report_ids]
        assert max(days) - min(days) <= timedelta(days=1)


def test_a_round_up_belongs_to_each_of_its_events():
    bomb, shots = tell("bomb"), tell("shots", killed=2, **{**SHOTS, **PANJGUR})
    roundup = tell("roundup", 0), tell("roundup", 1, killed=2, **{**SHOTS, **PANJGUR})
    assert grouping(merge(bomb, shots, *roundup)) == {("bomb#0", "roundup#0"), ("roundup#1", "shots#0")}


@pytest.mark.parametrize(
    ("told", "best"),
    [
        # (day after, toll, high) of each outlet
        # a later report raises it
        ([(0, 4, 4), (1, 6, 6), (2, 7, 7)], (4, 7, 7)),
        # most outlets of a day against one
        ([(1, 6, 6), (1, 6, 6), (1, 5, 5)], (5, 6, 6)),
        # one vote each: the higher
        ([(1, 5, 5), (1, 6, 6)], (5, 6, 6)),
        # a later account of the burial of some does not lower it
        ([(1, 6, 6), (3, 4, 4)], (4, 6, 6)),
        # a later report that names the earlier figure and lowers it is a correction
        ([(0, 4, 4), (1, 2, 4)], (2, 2, 4)),
        # what rebels claim widens the range only
        ([(0, 4, 11), (1, 4, 4)], (4, 4, 11)),
        # an article without a day raises nothing
        ([(1, 6, 6), (None, 7, 7)], (6, 7, 7)),
    ],
)
def test_tolls_of_several_outlets(told, best):
    reports = [
        tell(f"o{i}", killed=toll, fatalities_low=toll, fatalities_high=high) for i, (_, toll, high) in enumerate(told)
    ]
    days = {f"o{i}": None if day is None else FRIDAY + timedelta(days=day) for i, (day, *_) in enumerate(told)}
    (incident,) = merge(*reports, **days)
    assert (incident.fatalities_low, incident.fatalities, incident.fatalities_high) == best


def test_the_place_is_the_most_precise_that_most_name():
    (incident,) = merge(tell("a"), tell("b", **TURBAT), tell("c"), tell("d", **NO_DISTRICT))
    assert incident.location == "Buleda" and incident.where_prec == 2


@pytest.mark.parametrize(
    ("names", "first", "second"),
    [
        # (who did it, who was hit) of each outlet: a named group before "gunmen", whoever says so
        ([("Unidentified gunmen", "Police"), ("Unidentified gunmen", None), ("Jaish al-Adl", None)], "Jaish al-Adl", "Police"),
        # the force's name before "security forces"
        ([(None, "Security forces"), (None, "Frontier Corps"), (None, "Security forces")], None, "Frontier Corps"),
        # nobody hit himself
        ([("Jaish al-Adl", None), ("Jaish al-Adl", None), (None, "Jaish al-Adl")], "Jaish al-Adl", None),
    ],
)  # fmt: skip
def test_actors_are_named_where_anybody_names_them(names, first, second):
    (incident,) = merge(*(tell(f"a{i}", actor1=doer, actor2=hit) for i, (doer, hit) in enumerate(names)))
    assert (incident.actor1, incident.actor2) == (first, second)


TEXT = "Six soldiers were killed on Friday when a bomb hit their vehicle in Buleda, in Kech district, the army said."


@pytest.mark.parametrize(
    ("voices", "count"),
    [
        # three outlets in their own words
        ([("A", "a"), ("B", "b"), ("C", "c")], 3),
        # one outlet twice
        ([("A", "a"), ("A", "b")], 1),
        # one agency's text in two papers, cut in one and changed in the other
        ([("A", TEXT), ("B", TEXT[:80]), ("C", TEXT.replace("the army", "an officer"))], 1),
        # the agency's paper also writes for itself
        ([("A", TEXT), ("B", TEXT), ("B", "b"), ("C", "c")], 2),
        # outlets unknown: texts decide
        ([(None, TEXT), (None, TEXT), (None, "c")], 2),
        # a short phrase in common is no copy
        ([("A", "Six soldiers were killed."), ("B", "Six soldiers were killed.")], 2),
    ],
)
def test_near_copies_are_one_source(voices, count):
    reports = [tell(f"v{i}", excerpt=words) for i, (_, words) in enumerate(voices)]
    sources = {
        f"v{i}": Source(article_id=f"v{i}", source=outlet, published=FRIDAY) for i, (outlet, _) in enumerate(voices)
    }
    for order in permutations(reports):
        (incident,) = corroborate(order, sources)
        assert incident.number_of_sources == count and len(incident.sources) == len(voices)


RECALLED = dict(background=True, actor1="Jaish al-Adl")


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        # the same captives, recalled by two outlets without day or place
        (dict(TAKEN, killed=None, abducted=3, **UNDATED, **NOWHERE), dict(TAKEN, killed=None, abducted=3, **UNDATED, **NOWHERE), True),
        # the bombing of a year, recalled with its day and with its year
        (dict(SUICIDE, killed=27), dict(SUICIDE, killed=27, event_date=date(2020, 1, 1), event_date_end=date(2020, 12, 31), date_prec=DatePrec.YEAR), True),
        # other years
        (dict(killed=27), dict(killed=27, event_date=date(2010, 5, 8)), False),
        # other tolls are other events, or cannot be told from them
        (dict(TAKEN, killed=None, abducted=3, **UNDATED, **NOWHERE), dict(TAKEN, killed=None, abducted=12, **UNDATED, **NOWHERE), False),
    ],
)  # fmt: skip
def test_what_is_recalled_meets_only_its_like(first, second, one):
    incidents = merge(tell("a", **{**RECALLED, **first}), tell("b", **{**RECALLED, **second}))
    assert len(incidents) == (1 if one else 2) and all(incident.background for incident in incidents)


# Reports that nearly agree, so that most lists hold joins, near misses and articles with two events.
reports = st.builds(
    tell,
    article=st.sampled_from("abcdefgh"),
    number=st.integers(0, 2),
    killed=st.sampled_from([None, 1, 2, 4, 6]),
    injured=st.sampled_from([None, 1, 3]),
    event_date=st.sampled_from([FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)]),
    sub_event_type=st.sampled_from(["Remote explosive/landmine/IED", "Suicide bomb"]),
    actor1=st.sampled_from([None, "Balochistan Liberation Army"]),
    background=st.sampled_from([False, False, False, True]),
).flatmap(lambda r: st.sampled_from([{}, TURBAT, MAND, PANJGUR, NO_DISTRICT, NO_PROVINCE, NOWHERE]).map(
    lambda place: make_report(**{**{n: getattr(r, n) for n in r.__dataclass_fields__}, **place})))  # fmt: skip
lists = st.lists(reports, max_size=14, unique_by=lambda r: r.id)
SOURCES = {name: source(name, FRIDAY + timedelta(days=i % 4)) for i, name in enumerate("abcdefgh")}


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(found, draw):
    shuffled = list(found)
    draw.shuffle(shuffled)
    assert corroborate(shuffled, SOURCES) == corroborate(found, SOURCES)


@given(lists)
def test_every_report_is_in_one_incident_and_no_article_twice_in_one(found):
    incidents = corroborate(found, SOURCES)
    assert sorted(key for i in incidents for key in i.report_ids) == sorted(r.id for r in found)
    articles = {r.id: r.article_id for r in found}
    for incident in incidents:
        assert max(Counter(articles[key] for key in incident.report_ids).values()) == 1
        low, best, high = incident.fatalities_low, incident.fatalities, incident.fatalities_high
        assert best is None or low <= best <= high


@given(reports, reports)
def test_reports_that_are_joined_share_a_block_whichever_comes_first(one, two):
    days = {name: SOURCES[name].published for name in SOURCES}
    assert likeness(one, two, days) == likeness(two, one, days)
    if joined(one, two, days):
        assert blocking_keys(one, days[one.article_id]) & blocking_keys(two, days[two.article_id])


@given(lists)
def test_only_what_is_linked_bears_on_a_group(found):
    """What lets a store merge anew only the reports that a change can reach."""
    incidents = corroborate(found, SOURCES)
    days = {name: SOURCES[name].published for name in SOURCES}
    circle = {r.id for r in found[:1]}
    while more := {r.id for r in found if r.id not in circle and any(
        joined(r, other, days) for other in found if other.id in circle)}:  # fmt: skip
        circle |= more
    alone = corroborate([r for r in found if r.id in circle], SOURCES)
    assert set(alone) == {i for i in incidents if set(i.report_ids) <= circle}


@settings(max_examples=25)
@given(lists, st.sampled_from("abcdefgh"), st.randoms(use_true_random=False))
def test_a_store_that_grew_and_shrank_is_as_if_it_had_read_only_what_is_left(tmp_path_factory, found, removed, draw):
    from incidents.store import Store

    articles = {
        name: make_article(id=name, text=f"{name} " * 9, source=name, url=None, published=SOURCES[name].published)
        for name in {r.article_id for r in found}
    }
    order = sorted(articles)
    draw.shuffle(order)
    with Store.open(tmp_path_factory.mktemp("store") / "incidents.db") as store:
        for name in order:
            store.put(articles[name], [r for r in found if r.article_id == name])
        store.remove_article(removed)
        stored = {(i.id, i.report_ids, i.fatalities, i.number_of_sources) for i in _all(store)}
    left = corroborate([r for r in found if r.article_id != removed], SOURCES)
    assert stored == {(i.id, i.report_ids, i.fatalities, i.number_of_sources) for i in left}


def _all(store):
    from incidents.filters import IncidentFilter

    return store.incidents(IncidentFilter(background=True))


@pytest.fixture(scope="module")
def places(toolbox):
    return tuple(
        p
        for p in toolbox.gazetteer.places
        if p.admin2
        and p.admin1 in ("Balochistan", "Sistan and Baluchestan")
        and p.kind not in ("district", "county", "province")
    )


def test_the_work_grows_with_the_reports(places, monkeypatch):
    groups = importlib.import_module("incidents.corroborate.groups")
    weighed = Counter()

    def counted(*arguments):
        weighed["pairs"] += 1
        return likeness(*arguments)

    monkeypatch.setattr(groups, "likeness", counted)
    costs = []
    for count in (5_000, 20_000):
        weighed.clear()
        coverage = invent(count, places, days=count)  # as many days as reports: the archive grows, not the day
        corroborate(coverage.reports, coverage.sources)
        costs.append(weighed["pairs"] / count)
    assert costs[1] < 1.25 * costs[0] and costs[1] < 10, f"comparisons a report, at 5,000 and 20,000: {costs}"


def test_invented_coverage_is_put_together_again(places):
    coverage = invent(4_000, places, days=1_300)
    told = coverage.pairs()
    merged = corroborate(coverage.reports, coverage.sources)
    ids = [sorted(source.article_id for source in incident.sources) for incident in merged]
    found = {(a, b) for group in ids for a in group for b in group if a < b}
    assert len(found & told) / len(found) >= 0.96 and len(found & told) / len(told) >= 0.87
