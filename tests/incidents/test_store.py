"""What the store promises, on both databases: nothing twice, nothing lost, merging undone, one growing revision."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import sqlalchemy as sa
from factories import HOSTILE_TEXTS, make_article, make_evidence, make_report

from incidents.filters import IncidentFilter
from incidents.model import RecordError, Reject, Status, StoreError
from incidents.store import Fate, Store
from incidents.store.schema import changes, evidence, incident_reports, incident_words, report_blocks, reports

LONG = "On Friday, six soldiers were killed when a bomb hit their vehicle in Buleda, Kech district. " * 4


@pytest.fixture
def store(db):
    with Store.open(db) as opened:
        yield opened


def told(number: int, **changes):
    """An article and its one report; `changes` of the article by its field, of the report by report__field."""
    of_report = {name.removeprefix("report__"): changes.pop(name) for name in [*changes] if name.startswith("report__")}
    fields = dict(id=f"a{number}", url=f"https://wire{number}.example.org/item", source=f"Wire {number}",
                  text=f"{LONG} Account {number}.")  # fmt: skip
    article = make_article(**{**fields, **changes})
    report = make_report(id=f"{article.id}#0", article_id=article.id, excerpt=article.text[:80],
                         evidence=(make_evidence(article, "fatalities", article.text[:12]),))  # fmt: skip
    return article, (make_report(**{**_fields(report), **of_report}),)


def _fields(report):
    return {name: getattr(report, name) for name in type(report).__dataclass_fields__}


def everything(store: Store) -> tuple:
    """The store's whole content in a form that can be compared; log and row numbers left out."""
    return tuple(store.articles()), tuple(store.incidents(IncidentFilter(background=True))), store.rejects()


@pytest.mark.parametrize(
    ("fate", "changes"),
    [
        # the very same article
        (Fate.KNOWN, {}),
        # the same words in another layout, with other quotation marks and case
        (Fate.KNOWN, {"text": LONG.replace(" ", "\n").upper() + " Account 1."}),
        # another format that does not know the day
        (Fate.KNOWN, {"published": None}),
        # the same words of the same outlet under another id
        (Fate.COPY, {"id": "b"}),
        # … or of an unnamed outlet, from another address
        (Fate.COPY, {"id": "b", "source": None, "url": "https://mirror.example.org/"}),
        # the same words of another outlet: a near-copy, but a source of its own
        (Fate.ADDED, {"id": "b", "source": "Wire 2"}),
        # corrected words
        (Fate.REPLACED, {"text": LONG + "Correction: five."}),
        # … on the same page, which now calls its outlet by another name
        (
            Fate.REPLACED,
            {"text": LONG + "Five.", "source": "wire1.example.org", "url": "http://www.wire1.example.org/item/"},
        ),
        # a corrected day
        (Fate.REPLACED, {"published": date(2020, 5, 13)}),
        # another file that numbers its articles from 1, too: not a correction
        (Fate.ID_TAKEN, {"text": "Two men were killed in Mand on Sunday.", "url": "https://other.example.org/1"}),
        (Fate.ID_TAKEN, {"text": "Two men were killed in Mand on Sunday.", "url": None, "source": "Other Wire"}),
    ],
)
def test_an_article_is_known_by_its_content(store, fate, changes):
    first = told(1)
    store.put(*first)
    before, revision = everything(store), store.revision()
    second = told(1, **changes)
    assert store.fates([second[0]]) == (fate,)
    assert store.put_all([second]).fates == (fate,)
    if fate in (Fate.ADDED, Fate.REPLACED):
        assert second[0] in store.articles() and store.revision() > revision
    else:
        assert everything(store) == before and store.revision() == revision


def test_a_batch_is_as_good_as_one_by_one(db, tmp_path):
    """Copies and corrections inside one batch: as if each article had been put alone."""
    batch = [told(1), told(1), told(2, text=f"{LONG} Account 1.", source="Wire 1"), told(1, text=LONG + "Corrected."),
             told(3), told(1, text=LONG + "Corrected again.")]  # fmt: skip
    with Store.open(db) as at_once, Store.open(tmp_path / "single.db") as single:
        fates = at_once.put_all(batch).fates
        assert fates == tuple(single.put_all([item]).fates[0] for item in batch)
        assert fates == (Fate.ADDED, Fate.KNOWN, Fate.COPY, Fate.REPLACED, Fate.ADDED, Fate.REPLACED)
        assert everything(at_once) == everything(single)


def test_a_corrected_article_replaces_its_reports_and_the_merge_is_redone(store):
    store.put_all([told(1), told(2)])
    (incident,) = store.incidents()
    assert (incident.fatalities, incident.number_of_sources) == (6, 2) or len(incident.sources) == 2
    store.put(*told(2, text=LONG + "Correction.", report__event_date=date(2019, 1, 1)))
    assert {len(i.sources) for i in store.incidents()} == {1} and store.count() == 2
    assert [report.event_date for i in store.incidents() for report in store.reports(i.id)] == [
        date(2019, 1, 1),
        date(2020, 5, 8),
    ]


def test_removing_an_article_undoes_what_it_was_merged_into(store):
    store.put(*told(1))
    before = everything(store)
    store.put(*told(2))
    assert store.count() == 1 and everything(store) != before
    assert store.remove_article("a2") and not store.remove_article("a2")
    assert everything(store) == before
    assert store.remove_article("a1") and store.count() == 0
    with store._database.reading() as db:
        for table in (reports, evidence, report_blocks, incident_reports, incident_words):
            assert db.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table.name


def test_the_gain_counts_incidents(store):
    """What the progress bar adds up is what the store holds."""
    batches = [[told(1), told(3, report__event_date=date(2019, 1, 1))], [told(2)],
               [told(3, text=LONG + "x", report__event_date=date(2020, 5, 8))], [told(4, report__background=True)]]  # fmt: skip
    gains = [store.put_all(batch).gained for batch in batches]
    assert gains == [2, 0, -1, 0] and store.count() == sum(gains)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.EDITED, Status.REJECTED])
def test_what_a_person_said_survives_further_sources_corrections_and_removals(store, status):
    store.put(*told(2))
    (incident,) = store.incidents()
    assert store.set_status(incident.id, status, "seen by M.") and not store.set_status("nobody", status)
    assert store.incident(incident.id).status is status
    store.put(*told(1, published=date(2020, 5, 9)))  # published earlier: the incident even changes its id
    assert [i.status for i in store.incidents()] == [status]
    store.put(*told(2, text=LONG + "Correction."))
    assert [i.status for i in store.incidents()] == [status]
    store.remove_article("a1")
    assert [i.status for i in store.incidents()] == [status]
    assert [row["detail"] for row in store.change_log() if row["action"] == "status_set"] == [f"{status} seen by M."]


def test_a_link_outlives_an_earlier_source(store):
    """The incident gets the id of the source that was published first; its former id still leads to it."""
    store.put(*told(2))
    (before,) = store.incidents()
    store.put(*told(1, published=date(2020, 5, 9)))
    (after,) = store.incidents()
    assert after.id != before.id and store.incident(before.id) == store.incident(after.id) == after
    assert store.reports(before.id) == store.reports(after.id) != ()
    assert store.set_status(before.id, Status.CONFIRMED) and store.incident(after.id).status is Status.CONFIRMED
    store.remove_article("a2")
    assert store.incident(before.id) is None and store.incident(after.id).id == after.id


def test_the_latest_word_counts_when_incidents_meet(store):
    store.put_all([told(1), told(2, report__event_date=date(2019, 1, 1))])
    one, two = (i.id for i in store.incidents())
    store.set_status(two, Status.CONFIRMED)
    store.set_status(one, Status.REJECTED)
    store.put(*told(2, text=LONG + "It was on the eighth of May."))
    assert [i.status for i in store.incidents()] == [Status.REJECTED]


def test_a_rehearsal_says_what_would_come_and_leaves_everything_as_it_was(store):
    store.put_all([told(1)])
    before = everything(store), store.revision()
    batch = [
        told(1),
        told(2),
        told(3, report__event_date=date(2021, 1, 1), report__admin1="Sindh", report__admin2=None),
    ]
    fates, incidents = store.rehearse(batch)
    assert fates == (Fate.KNOWN, Fate.ADDED, Fate.ADDED)
    assert (everything(store), store.revision()) == before
    stored = store.put_all(batch)
    assert (stored.fates, tuple(store.incidents())) == (fates, incidents)
    assert [len(incident.sources) for incident in incidents] == [2, 1]


def test_a_rehearsal_of_nothing_is_nothing(store):
    assert store.rehearse([]) == ((), ())


def test_a_reject_is_kept_once_and_can_be_settled(store):
    bad = Reject(file="a.jsonl", line=7, reason="not valid JSON", code="bad_json")
    whole = Reject(file="b.zip", reason="encrypted", article_id=None)
    unnameable = Reject(file="caf\udce9.txt", reason="no \x00 in texts")
    store.put_all([], [bad, whole, bad, unnameable])
    store.reject(whole)
    assert store.rejects()[:2] == (bad, whole) and len(store.rejects()) == 3
    store.settle_rejects([bad, Reject(file="unheard of", reason="")])
    assert whole in store.rejects() and bad not in store.rejects()
    assert [row["action"] for row in store.change_log()].count("reject_settled") == 1


def test_the_change_log_only_grows(store):
    store.put(*told(1))
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), store._database.engine.begin() as db:
        db.execute(sa.update(changes).values(detail="nothing happened"))
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), store._database.engine.begin() as db:
        db.execute(sa.delete(changes))
    (row,) = store.change_log()
    assert (row["action"], row["subject"], row["at"][-6:]) == ("article_added", "a1", "+00:00")


def test_the_revision_grows_with_every_change_and_with_nothing_else(store):
    seen = [store.revision()]
    for change in (
        lambda: store.put(*told(1)),
        lambda: store.reject(Reject(file="x", reason="y")),
        lambda: store.set_status(next(store.incidents()).id, Status.CONFIRMED),
        lambda: store.settle_rejects([Reject(file="x", reason="y")]),
        lambda: store.remove_article("a1"),
    ):
        change()
        seen.append(store.revision())
    assert seen == sorted(set(seen))
    store.put_all([]), store.remove_article("a1"), store.reports("x"), store.frame()
    assert store.revision() == seen[-1]


@pytest.mark.parametrize(
    "report",
    [
        # an integer that no column holds
        {"report__fatalities": 10**20},
        # half of a surrogate pair
        {"report__actor1": "\ud800"},
    ],
)
def test_what_no_database_can_hold_is_refused_whole(store, report):
    store.put(*told(1))
    before = everything(store)
    with pytest.raises(RecordError, match="cannot hold"):
        store.put_all([told(2), told(3, **report)])
    assert everything(store) == before


def test_hostile_words_are_only_words(store):
    for number, words in enumerate(HOSTILE_TEXTS):
        day = date(2001 + number, 1, 1)
        article, found = told(number, title=words, source=words, text=f"{words} {LONG}",
                              report__actor1=words, report__event_date=day)  # fmt: skip
        store.put(article, found)
        assert store.article(article.id) == article
        assert store.count(IncidentFilter(actor=(words,))) == 1
        assert store.count(IncidentFilter(source=(words,), text=words)) == 1


def test_records_come_back_equal(store):
    article, (report,) = told(1)
    store.put(article, (report,))
    (incident,) = store.incidents()
    assert store.article("a1") == article and store.reports(incident.id) == (report,)
    assert store.incident(incident.id) == incident and store.incident("nobody") is None
    assert incident.evidence == report.evidence and incident.excerpt == report.excerpt


def test_undated_incidents_come_last(store):
    store.put_all([
        told(1, report__event_date=None, report__date_prec=None, report__admin2="Panjgur", report__fatalities=99),
        told(2, report__event_date=date(2021, 1, 1)), told(3, report__event_date=date(2019, 1, 1)),
    ])  # fmt: skip
    assert [i.event_date for i in store.incidents()] == [date(2019, 1, 1), date(2021, 1, 1), None]
    ring = ((0.0, 0.0), (90.0, 0.0), (90.0, 60.0), (0.0, 60.0))
    assert list(store.incidents(IncidentFilter(polygon=ring))) == list(store.incidents())


def test_merging_anew_changes_nothing(store):
    store.put_all([told(number, report__event_date=date(2020, 5, 8 + number // 2)) for number in range(6)])
    before = everything(store)
    assert store.merge_anew() == store.count() and everything(store) == before


def test_a_reader_never_sees_half_an_article(store, db):
    """While another connection writes batch after batch, every incident has all its evidence, sources and words."""
    done = threading.Event()
    faults: list = []

    def watch():
        with Store.open(db) as other:
            while not done.is_set():
                try:
                    seen = list(other.incidents())
                    assert all(i.evidence and i.sources and i.title for i in seen)
                    assert all(len(i.report_ids) == len(i.sources) == len(i.evidence) for i in seen)
                    frame = other.frame()
                    assert frame["search_text"].notna().all()
                    assert len(frame) % 3 == 0, "a batch is three incidents: all of them or none"
                except BaseException as error:
                    faults.append(error)
                    return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for batch in range(25):
            days = [date(2000 + batch, month, 1) for month in (1, 5, 9)]
            store.put_all([told(3 * batch + i, report__event_date=day) for i, day in enumerate(days)])
    finally:
        done.set()
        watcher.join()
    assert not faults, faults[0]
    assert store.count() == 75


def test_writers_take_turns(db):
    """Four writers at once: every article is there once, and no revision was given twice."""
    stores = [Store.open(db) for _ in range(4)]

    def write(number: int) -> None:
        for item in range(5):
            stores[number].put(*told(100 * number + item, report__event_date=date(2001 + item, 1, 1 + number)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = stores[0].change_log()
    assert sorted(row["subject"] for row in log) == sorted(f"a{100 * n + i}" for n in range(4) for i in range(5))
    assert [row["revision"] for row in log] == sorted({row["revision"] for row in log})
    before = everything(stores[0])
    stores[0].merge_anew()
    assert everything(stores[0]) == before
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://sarhad@127.0.0.1:1/none", "cannot be used as a database"),
        ("postgresql://host:port/none", "not an address of a database"),
        ("/proc/nothing/incidents.db", "there cannot be a database"),
    ],
)
def test_a_database_that_cannot_be_is_named_with_what_to_do(address, reason):
    with pytest.raises(StoreError, match=reason):
        Store.open(address)


def test_a_password_is_not_repeated_in_errors():
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://sarhad:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(caught.value)
