"""The tables of a language: complete, readable, and all that a second language needs."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from incidents.extract.reports import can_read, read_in
from incidents.language import LANGUAGES, actor_rows, compile_language, load_language
from incidents.model import Article

HERE = Path(__file__).parent
ENGINE = HERE.parent.parent / "incidents" / "extract"
TABLES = HERE.parent.parent / "incidents" / "language"


class NoPlaces:
    def find(self, text):
        return ()


@pytest.fixture(scope="module")
def persian():
    return compile_language(tomllib.loads((HERE / "tables" / "persian.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "killed", "injured", "day"),
    [
        # Persian digits, a Solar Hijri day, the verb at the end and shared by "and"
        ("شش سرباز در ۱۸ اردیبهشت ۱۳۹۹ در انفجار مین کشته و ۱۲ نفر زخمی شدند.", 6, 12, date(2020, 5, 7)),
        # "twenty and two" is one number; the weekday before publication
        ("روز جمعه بیست و دو نفر در انفجار زخمی شدند و یک مأمور کشته شد.", 1, 22, date(2020, 5, 8)),
    ],
)
def test_a_second_language_needs_only_a_table(text, killed, injured, day, persian):
    article = Article(id="f", text=text, published=date(2020, 5, 9), lang="fa")
    (report,) = read_in(persian, article, NoPlaces())
    assert (report.fatalities, report.injured, report.event_date) == (killed, injured, day)
    assert report.sub_event_type == "Remote explosive/landmine/IED"
    assert {item.field for item in report.evidence} >= {"fatalities", "injured", "event_date", "sub_event_type"}
    for item in report.evidence:
        assert text[item.span.start : item.span.end] == item.span.text


@pytest.mark.parametrize(
    ("text", "lang", "readable"),
    [
        # English, said or not
        ("Two men were killed in Turbat on Friday.", "en", True),
        ("Two men were killed in Turbat on Friday.", None, True),
        # a language without tables
        ("Two men were killed in Turbat on Friday.", "ur", False),
        # it says English, but its letters are Urdu's
        ("بلیدہ میں چھ اہلکار شہید ہو گئے", "en", False),
        # an English article with a few Urdu words
        ("Six soldiers were killed in Buleda (بلیدہ) on Friday.", "en", True),
    ],
)
def test_an_article_is_read_wholly_or_not_at_all(text, lang, readable):
    assert can_read(Article(id="a", text=text, lang=lang)) is readable


def test_the_engine_has_no_word_of_any_language():
    """Every quoted word of three letters or more in the engine's code is a name of a table, field, code or kind."""
    words = set()
    for path in ENGINE.glob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        for quoted in re.findall(r'"([^"\n]*)"', code):
            words |= set(re.findall(r"\b[a-z]{3,}\b", quoted))
    tables = tomllib.loads((TABLES / "en.toml").read_text(encoding="utf-8"))
    glue = {
        word for name in ("and", "of", "auxiliary_one", "auxiliary_many", "at_least") for word in tables["glue"][name]
    }
    weekdays = set(tables["weekdays"]) | set(tables["months"]["gregorian"])
    verbs = {
        word for row in tables["casualty"] for name in ("either", "behind", "before") for word in row.get(name, ())
    }
    fields = {"injured", "abducted"}  # names of fields that are English words, too
    assert not words & ((glue | weekdays | verbs) - fields)


def test_every_language_compiles_and_names_acled_terms():
    known = {
        "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
        "Explosions/Remote violence": {
            "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED", "Grenade",
        },
        "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
        "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
        "Riots": {"Violent demonstration", "Mob violence"},
        "Strategic developments": {
            "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
            "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
        },
    }  # fmt: skip
    for code in LANGUAGES:
        load_language(code)
        tables = tomllib.loads((TABLES / f"{code}.toml").read_text(encoding="utf-8"))
        told = {(row["type"], row["sub_type"]) for row in tables["trigger"]}
        assert told == {(kind, sub) for kind, subs in known.items() for sub in subs}


def test_a_language_without_tables_says_what_to_do():
    with pytest.raises(KeyError, match=r"incidents/language/xx\.toml"):
        load_language("xx")


def test_a_word_without_letters_is_refused():
    with pytest.raises(ValueError, match="no letter or digit"):
        compile_language({"lang": "xx", "cues": {"boundary": ["&"]}})


def test_actors_have_a_kind_and_no_alias_twice():
    rows = list(actor_rows())
    assert {row["kind"] for row in rows} <= {"attacker", "force", "civilian", "state"}
    names = [alias for row in rows for alias in (row["name"], *filter(None, row["aliases"].split(";")))]
    assert len(names) == len(set(names))
