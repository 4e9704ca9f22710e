"""What adding would come to: said before, exactly as it comes after, and nothing stored by looking."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from factories import make_article

from dashboard.preview import SHOWN, gather, preview
from incidents.extract import can_read
from incidents.ingest import ingest
from incidents.pipeline import read_article
from incidents.store import Store

ATTACK = (
    "Title: Two guards killed in Mand\nDate: 2022-02-10\nSource: Desk test\n\nTwo guards were killed when gunmen opened "
    "fire on them in Mand, Kech district, on Wednesday."
)
AGAIN = ATTACK.replace("Desk test", "Other desk").replace("gunmen opened fire on", "armed men attacked")
URDU = "Title: تربت میں دھماکا\nDate: 2022-02-10\n\nتربت کے علاقے میں بم دھماکے میں تین اہلکار ہلاک ہو گئے۔ پولیس نے بتایا۔"


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "own.db")) as opened:
        yield opened


@pytest.fixture
def read(toolbox):
    return lambda article: read_article(article, toolbox)


def looked_at(store, read, *texts: str):
    return preview(gather([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]).records, store, read)


def add(store, read, *texts: str) -> None:
    list(ingest(gather([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]).records, store, read, can_read))


def test_a_first_report_would_be_a_new_incident_and_is(store, read):
    (shown,) = looked_at(store, read, ATTACK)
    assert shown.outcomes[0].endswith("→ a new incident") and "9 February 2022" in shown.outcomes[0]
    assert store.count() == 0 and store.revision() == 0
    add(store, read, ATTACK)
    assert store.incident(shown.incident_id) is not None


def test_a_second_report_would_join_and_does(store, read):
    add(store, read, ATTACK)
    (shown,) = looked_at(store, read, AGAIN)
    assert shown.outcomes[0].endswith("→ joins “Two guards killed in Mand” (1 source so far)")
    add(store, read, AGAIN)
    assert store.count() == 1 and len(store.incident(shown.incident_id).sources) == 2


def test_two_reports_of_one_event_dropped_at_once_say_so(store, read):
    one, two = looked_at(store, read, ATTACK, AGAIN)
    assert one.outcomes[0].endswith("together with another of these articles")
    assert one.incident_id == two.incident_id


@pytest.mark.parametrize(
    ("text", "note"),
    [
        # the same article again
        (ATTACK, "stored already; it will not be added twice"),
        # a script that is not read yet
        (URDU, "this language is not read yet; the article will be kept, without incidents"),
        # an article about something else
        ("Title: Onions\nDate: 2022-02-10\n\nThe price of onions rose in Turbat.", "no incident found"),
    ],
)
def test_what_is_special_is_said(store, read, text, note):
    add(store, read, ATTACK)
    (shown,) = looked_at(store, read, text)
    assert shown.note.startswith(note)


def test_recalled_events_are_named_as_such(store, read):
    text = ATTACK + " In March 2007, eight policemen were killed in an attack in Gwadar."
    (shown,) = looked_at(store, read, text)
    assert [line.split("→ ")[1] for line in shown.outcomes] == ["a new incident", "only recalled; kept, not counted"]


def test_an_article_that_cannot_be_read_does_not_hide_the_others(store):
    def read(article):
        raise ZeroDivisionError

    (shown,) = preview([make_article()], store, read)
    assert shown.note.startswith("reading this article failed") and shown.outcomes == ()


def test_only_the_first_are_previewed(store):
    many = [make_article(id=f"a{n}", text=f"Account {n} of the day.", url=None) for n in range(SHOWN + 5)]
    assert len(preview(many, store, lambda article: ())) == SHOWN


def test_files_are_read_in_order_with_their_rejects_and_progress():
    steps: list[int] = []
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("inside.txt", ATTACK)
    done = gather(
        [("a.txt", ATTACK.encode()), ("b.jsonl", b'{"text": "x"}\n{"no": 1}\nnot json\n'), ("c.zip", archive.getvalue()),
         ("d.txt", b"")],
        steps.append,
    )  # fmt: skip
    assert steps == [1, 2, 3, 4] and not done.cut
    assert [record.published for record in done.records] == [date(2022, 2, 10), None, date(2022, 2, 10)]
    assert [(reject.file, reject.line) for reject in done.rejects] == [("b.jsonl", 2), ("b.jsonl", 3), ("d.txt", None)]


def test_more_than_may_be_added_at_a_time_is_cut_aloud():
    lines = "\n".join(f'{{"id": "a{n}", "text": "Account {n}."}}' for n in range(9)).encode()
    done = gather([("a.jsonl", lines)], most=5)
    assert len(done.records) == 5 and done.cut
