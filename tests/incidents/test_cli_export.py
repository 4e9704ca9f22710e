"""`sarhad export` from outside: the filter's options, files by their endings, and how bad values are answered."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from factories import make_article, make_report

from incidents.cli import main
from incidents.cli.export import export as command
from incidents.store import Store

PLACES = {
    "kech": dict(admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.0, lat=26.3, border_km=31.0, border_side="Pakistan", location="Buleda"),
    "khash": dict(admin2="Khash", admin1="Sistan and Baluchestan", country="Iran", lon=61.2, lat=28.2, border_km=95.0, border_side="Iran", location="Khash"),
    "nowhere": dict(admin2=None, admin1=None, country=None, lon=None, lat=None, where_prec=None, uncertainty_km=None, border_km=None, border_side=None, location=None),
}  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory) -> str:
    path = str(tmp_path_factory.mktemp("store") / "incidents.db")
    days = {"kech": date(2020, 5, 8), "khash": date(2019, 2, 13), "nowhere": date(2018, 1, 1)}
    tolls = {"kech": 6, "khash": 27, "nowhere": 0}
    with Store.open(path) as store:
        store.put_all(
            [
                (
                    article := make_article(id=name, url=None, text=f"{name}: {make_article().text * 3}", title=f"News of {name}"),
                    (
                        make_report(
                            **{**PLACES[name], "id": f"{name}#0", "article_id": article.id, "event_date": days[name], "fatalities": tolls[name],
                               "fatalities_low": tolls[name], "fatalities_high": tolls[name], "injured": None, "evidence": (),
                               "actor1": "Jaish al-Adl" if name == "khash" else None, "excerpt": f"In {name}."}
                        ),
                    ),
                )
                for name in PLACES
            ]
        )  # fmt: skip
    return path


def run(db: str, *arguments: str):
    return CliRunner().invoke(main, ["export", "--db", db, *arguments])


def excerpts(db: str, *arguments: str) -> set[str]:
    done = run(db, "-o", "-", *arguments)
    assert done.exit_code == 0, done.output
    return {f["properties"]["excerpt"].removeprefix("In ").rstrip(".") for f in json.loads(done.stdout)["features"]}


@pytest.mark.parametrize(
    ("options", "left"),
    [
        # every option the interface promises
        ([], {"kech", "khash", "nowhere"}), (["--from", "2019-01-01"], {"kech", "khash"}), (["--to", "2019-12-31"], {"khash", "nowhere"}),
        (["--from", "2019-01-01", "--to", "2019-12-31"], {"khash"}), (["--district", "Kech"], {"kech"}),
        (["--district", "Kech", "--district", "Khash"], {"kech", "khash"}), (["--province", "Balochistan"], {"kech"}), (["--country", "Iran"], {"khash"}),
        (["--type", "Explosions/Remote violence", "--country", "Iran"], {"khash"}), (["--type", "Battles"], set()), (["--actor", "Jaish al-Adl"], {"khash"}),
        (["--text", "news khash"], {"khash"}), (["--min-fatalities", "7"], {"khash"}), (["--min-fatalities", "0"], {"kech", "khash", "nowhere"}),
        (["--max-border-km", "50"], {"kech"}), (["--where-prec", "2"], {"kech", "khash"}), (["--status", "machine"], {"kech", "khash", "nowhere"}),
        (["--status", "confirmed"], set()), (["--bbox", "60,27,62,29"], {"khash"}), (["--bbox", "-10,-10,10,10"], set()),
    ],
    ids=lambda value: " ".join(value if isinstance(value, list) else sorted(value)),
)  # fmt: skip
def test_options(db, options, left):
    assert excerpts(db, *options) == left


def test_the_promised_options_are_all_there():
    promised = "--from --to --district --province --country --type --actor --text --min-fatalities --max-border-km --where-prec --status --bbox --format --profile"
    assert set(promised.split()) <= {name for parameter in command.params for name in parameter.opts}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        # what was wrong, what was expected, often an example
        (["--from", "yesterday"], "%Y-%m-%d"), (["--from", "2020-02-30"], "2020-02-30"), (["--from", "2020-05-02", "--to", "2020-05-01"], "swap"),
        (["--min-fatalities", "-1"], "min-fatalities"), (["--min-fatalities", "many"], "many"), (["--max-border-km", "nan"], "kilometres"),
        (["--max-border-km", "-5"], "max-border-km"), (["--max-border-km", "inf"], "kilometres"), (["--where-prec", "8"], "1<=x<=7"),
        (["--status", "wonderful"], "confirmed"), (["--bbox", "1,2,3"], "61,25,65,29"), (["--bbox", "65,25,61,29"], "west"),
        (["--bbox", "nan,nan,nan,nan"], "61,25,65,29"), (["--bbox", "a,b,c,d"], "61,25,65,29"), (["--format", "shp"], "geojson"),
        (["--profile", "excel"], "acled"), (["--nonsense"], "nonsense"),
    ],
    ids=str,
)  # fmt: skip
def test_bad_values_end_with_2_and_a_helpful_line(db, options, words):
    done = run(db, "-o", "-", *options)
    assert done.exit_code == 2 and words in done.stderr and "Traceback" not in done.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "a.shp"], ".geojson"), (["-o", "a"], "--format"), (["-o", "a.kml", "--profile", "hxl"], "csv or xlsx"),
        (["-o", "-", "--format", "xlsx"], "needs a file"), (["-o", "-", "--format", "gpkg"], "needs a file"), ([], "--output"),
    ],
    ids=str,
)  # fmt: skip
def test_unusable_targets_are_named_before_anything_is_read(db, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(db, *arguments)
    assert done.exit_code == 2 and words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_done_ends_with_1(db, tmp_path):
    nowhere = run(db, "-o", str(tmp_path / "no" / "a.csv"))
    assert nowhere.exit_code == 1 and "there is no folder" in nowhere.stderr
    without = run(str(tmp_path / "no.db"), "-o", str(tmp_path / "a.csv"))
    assert without.exit_code == 1 and "no.db" in without.stderr and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["geojson", "csv", "xlsx", "gpkg", "parquet", "kml", "jsonl"])
def test_files_by_their_endings(db, ending, tmp_path):
    path = tmp_path / f"a.{ending}"
    done = run(db, "-o", str(path), "--country", "Iran")
    assert done.exit_code == 0 and "1 incidents written" in done.stderr and done.stdout == ""
    assert path.stat().st_size > 100 and [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("profile", ["sarhad", "acled", "ucdp", "hxl"])
def test_profiles_on_standard_output(db, profile):
    done = run(db, "-o", "-", "--format", "csv", "--profile", profile, "--country", "Iran")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == (2 if profile == "hxl" else 1)


@pytest.mark.parametrize("ending", ["geojson", "jsonl", "csv", "gpkg", "parquet"])
def test_an_export_ingested_elsewhere_gives_the_same_incidents(db, ending, tmp_path):
    """What the file can hold comes back: days, places, tolls, words; once, however often it is ingested."""
    path, other = tmp_path / f"a.{ending}", str(tmp_path / "other.db")
    assert run(db, "-o", str(path)).exit_code == 0
    for _ in range(2):
        done = CliRunner().invoke(main, ["ingest", str(path), "--db", other])
        assert done.exit_code == 0, done.output
    kept = (
        "event_date",
        "fatalities",
        "lon",
        "lat",
        "where_prec",
        "admin2",
        "admin1",
        "country",
        "border_side",
        "sub_event_type",
        "actor1",
        "excerpt",
    )
    with Store.open(db) as first, Store.open(other) as second:
        told = [
            sorted(str([getattr(incident, name) for name in kept]) for incident in store.incidents())
            for store in (first, second)
        ]
    assert len(told[0]) == 3 and told[0] == told[1]


@pytest.mark.parametrize("ending", ["acled", "ucdp"])
def test_a_profile_of_others_is_read_back_as_theirs(db, ending, tmp_path):
    path, other = tmp_path / "a.csv", str(tmp_path / "other.db")
    assert run(db, "-o", str(path), "--profile", ending, "--country", "Iran").exit_code == 0
    assert CliRunner().invoke(main, ["ingest", str(path), "--db", other]).exit_code == 0
    with Store.open(other) as store:
        (incident,) = store.incidents()
    assert (incident.event_date, incident.fatalities, incident.lon, incident.where_prec) == (
        date(2019, 2, 13),
        27,
        61.2,
        2,
    )
    assert incident.border_side == "Iran" and incident.border_km == pytest.approx(95, abs=60)
