"""Adding articles on the page: paste, look, confirm; what is refused says where and why; hostile text stays text."""

from __future__ import annotations

import pytest
from factories import HOSTILE_TEXTS
from pages import words
from streamlit.testing.v1 import AppTest

from incidents.filters import IncidentFilter
from incidents.store import Store

ATTACK = (
    "Title: Two guards killed in Mand\nDate: 2022-02-10\nSource: Desk test\n\nTwo guards were killed when gunmen opened "
    "fire on them in Mand, Kech district, on Wednesday."
)


@pytest.fixture
def database(tmp_path, monkeypatch) -> str:
    path = str(tmp_path / "own.db")
    Store.open(path).close()
    monkeypatch.setenv("SARHAD_DB", path)
    return path


@pytest.fixture
def form(database) -> AppTest:
    def view():
        from dashboard.views import add

        add.show()

    return AppTest.from_function(view, default_timeout=60).run()


def look(form: AppTest, text: str) -> AppTest:
    form.text_area[0].set_value(text)
    return form.button[0].click().run()


def test_paste_look_confirm(form, database):
    look(form, ATTACK)
    assert "a new incident" in words(form) and "Two guards were killed</mark>" in words(form)
    with Store.open(database) as store:
        assert store.count() == 0
    form.button(key="confirm_add").click().run()
    assert "1 new or changed of 1 article; +1 incidents; 0 not taken" in words(form)
    assert form.text_area[0].value == "" and not form.exception
    with Store.open(database) as store:
        assert store.count(IncidentFilter(district=("Kech",))) == 1
        incident = next(store.incidents())
    form.button(key="open_added").click().run()
    assert form.session_state["chosen"] == incident.id


def test_discarding_stores_nothing(form, database):
    look(form, ATTACK)
    form.button(key="discard_add").click().run()
    assert "a new incident" not in words(form)
    with Store.open(database) as store:
        assert not list(store.articles())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # nothing pasted
        ("", "There is no article to add"),
        ("Title: Only a headline\nDate: 2022-02-10\n", "not taken"),
        # Urdu is kept and said so
        ("Title: دھماکا\n\nتربت میں بم دھماکے میں تین اہلکار ہلاک ہو گئے۔", "this language is not read yet"),
        # without a date
        ("Two guards were killed in Mand.", "no date: days stay unknown"),
    ],
)
def test_what_is_said_of_unusual_articles(form, text, said):
    look(form, text)
    assert not form.exception and said in words(form).replace("\\", "")


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
def test_a_hostile_article_is_shown_as_it_is(form, hostile):
    look(form, f"Title: {hostile}\nSource: {hostile}\n\nThree soldiers were killed in Turbat. {hostile}")
    assert not form.exception
    page = words(form).split("</style>")[-1]
    assert "<img" not in page and "<script" not in page


def test_a_batch_with_bad_lines_names_them(form, database, monkeypatch):
    from dashboard.views import add

    content = b'{"id": "a", "text": "Two guards were killed in Mand."}\nnot json\n{"id": "b"}\n'
    monkeypatch.setattr(add, "_gathered", lambda pasted, dropped: add.gather([("bad.jsonl", content)]))
    look(form, "x")
    table = form.dataframe[0].value
    assert table[["file", "line"]].values.tolist() == [["bad.jsonl", 2], ["bad.jsonl", 3]]
    assert table["reason"].str.len().min() > 5
    form.button(key="confirm_add").click().run()
    assert "2 not taken" in words(form)
    with Store.open(database) as store:
        assert len(store.rejects()) == 2


def test_a_long_batch_is_stored_whole(form, database, monkeypatch):
    from dashboard.views import add

    lines = "\n".join(f'{{"id": "a{n}", "text": "Account {n} of the day."}}' for n in range(100)).encode()
    monkeypatch.setattr(add, "_gathered", lambda pasted, dropped: add.gather([("long.jsonl", lines)]))
    look(form, "x")
    assert "and 80 more articles" in words(form)
    form.button(key="confirm_add").click().run()
    assert "100 new or changed of 100 articles" in words(form)
