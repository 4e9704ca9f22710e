"""The whole path on one article, and the command that offers it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.model import Article
from incidents.pipeline import read_article

BULEDA = """TURBAT: Days after a bomb near the frontier killed six of its men, the army's chief telephoned his colleague in Tehran.

The two spoke of the fence, of smuggling and of the pandemic. Tehran wants Pakistan to secure the release of three border guards, who are believed to be in the captivity of Jaish al-Adl.

On Friday, six security men, including an officer, were martyred and one injured when an improvised explosive device hit their vehicle on its way back from a patrol in Buleda in Kech district, in the mountains of Makran."""


def read(text: str, published: date, toolbox):
    return read_article(Article(id="a", text=text, published=published, lang="en"), toolbox)


def test_the_attack_of_8_may_2020(toolbox):
    attack, *others = read(BULEDA, date(2020, 5, 12), toolbox)
    assert (attack.event_date, attack.date_prec) == (date(2020, 5, 8), 1)
    assert (attack.fatalities, attack.injured) == (6, 1)
    assert attack.sub_event_type == "Remote explosive/landmine/IED"
    assert (attack.location, attack.admin2, attack.admin1, attack.country) == (
        "Buleda",
        "Kech",
        "Balochistan",
        "Pakistan",
    )
    assert attack.where_prec == 2 and attack.border_side == "Pakistan" and 5 < attack.border_km < 60
    assert all(report.background for report in others), "the attack told twice, the call and the fence are no incidents"


def test_the_captive_guards_are_background(toolbox):
    (held,) = (report for report in read(BULEDA, date(2020, 5, 12), toolbox) if report.background)
    assert (held.abducted, held.actor1) == (3, "Jaish al-Adl")
    assert held.event_date is None and held.lon is None


@pytest.mark.parametrize(
    "text", [BULEDA, "Six men died in Turbat on Friday.\r\n\r\nبلیدہ “six” soldiers were killed in Mand on Friday."]
)
def test_every_value_keeps_its_exact_words(text, toolbox):
    for report in read(text, date(2020, 5, 12), toolbox):
        assert report.evidence
        for item in report.evidence:
            assert text[item.span.start : item.span.end] == item.span.text


def test_the_seed_article(shared):
    done = CliRunner().invoke(main, ["extract", str(shared / "articles" / "border-call-2020-05-12.txt")])
    assert done.exit_code == 0
    first, *others = json.loads(done.stdout)["features"]
    told = first["properties"]
    assert (told["event_date"], told["date_prec"], told["fatalities"], told["injured"]) == ("2020-05-08", 1, 6, 1)
    assert (told["location"], told["admin2"], told["where_prec"]) == ("Buleda", "Kech", 2)
    assert [(p["properties"]["background"], p["properties"]["abducted"]) for p in others] == [(True, 3)]


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        # a good article
        ('{"id": "a", "published": "2020-05-12", "text": "Two men were killed in Turbat on Friday."}\n', 0, ""),
        # one broken line: the rest goes on
        ('{"id": "a", "text": "Two men were killed in Turbat."}\n{"id": \n', 3, "line 2"),
        # an impossible date is named with its line
        ('{"id": "a", "text": "x y"}\n{"id": "b", "published": "2020-13-40", "text": "z"}\n', 3, "line 2"),
        # nothing usable at all
        ("\n", 1, "rejected"),
    ],
)
def test_bad_input_is_named_and_counted(content, code, named, tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", str(path)])
    assert done.exit_code == code and named in done.stderr
    assert json.loads(done.stdout)["type"] == "FeatureCollection"


@pytest.mark.parametrize("form", ["geojson", "jsonl", "csv"])
def test_extract_offers_three_formats(form, tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("Date: 2020-05-12\n\nTwo men were killed in Turbat on Friday.", encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", "--format", form, str(path)])
    assert done.exit_code == 0 and "2020-05-08" in done.stdout


AREAS = [
    # the middle of a country lies in some province: the report does not
    ("A bomb killed 27 Guards in Iran on Friday.", "Iran", None, None),
    # nor does the middle of a province lie in the district of the attack
    ("A bomb killed six in Sistan-Baluchestan on Friday.", "Iran", "Sistan and Baluchestan", None),
    # the middle of a short road tells its district, of a long one not even its province
    ("Six were killed on Friday on the way from Tump to Mand.", "Pakistan", "Balochistan", "Kech"),
    ("Six were killed on Friday on the Quetta-Peshawar road.", "Pakistan", None, None),
    # what lies beyond the border is not where it happened
    (
        "A guard was killed on Friday near the border with Pakistan's Panjgur district, in Sistan and Baluchestan.",
        "Iran",
        "Sistan and Baluchestan",
        None,
    ),
]


@pytest.mark.parametrize(("text", "country", "admin1", "admin2"), AREAS)
def test_no_finer_area_than_the_text_supports(text, country, admin1, admin2, toolbox):
    report = read(text, date(2020, 5, 12), toolbox)[0]
    assert (report.country, report.admin1, report.admin2) == (country, admin1, admin2)
