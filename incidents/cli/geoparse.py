"""`sarhad geoparse`: articles in, one JSON line each with the place names they hold and where those are."""

from __future__ import annotations

import json
from dataclasses import replace

import click

from geodata.model import Geocode, GeodataError, Toponym, ToponymRole, Unresolved
from incidents.cli.outcome import NOTHING_DONE, Outcome
from incidents.cli.reading import allow_private_option, records_of, taken_of
from incidents.model import Article


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--pack", default=None, help="Region pack: a name such as world, or a path (default: the bundled one).")
@allow_private_option
def geoparse(files: tuple[str, ...], pack: str | None, allow_private: bool) -> None:
    """Find the place names of articles and say where they are.

    One JSON object a line for each article: {"id", "toponyms": [{"start", "end", "text", "name", "lon", "lat",
    "where_prec", "country", "admin1", "admin2", "place_id", "role"}]}. Offsets count characters of the article's
    text, end-exclusive; lon and lat are null where a name is recognised but not resolved, and `reason` says why.

    \b
    Example:
      sarhad geoparse article.txt
      sarhad geoparse --pack world articles.jsonl > places.jsonl
    """
    from geodata.gazetteer import open_gazetteer
    from geodata.geocode import geocode_text
    from geodata.toponyms import find_toponyms

    try:
        gazetteer = open_gazetteer(pack)
    except GeodataError as error:
        click.echo(f"sarhad geoparse: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    outcome = Outcome()
    with click.open_file("-", "w", encoding="utf-8", errors="replace") as out:
        for record in taken_of(records_of(files, allow_private=allow_private), outcome):
            article: Article = record if isinstance(record, Article) else record.article
            toponyms = find_toponyms(article.text, gazetteer)
            named = [replace(toponym, role=ToponymRole.PLACE) for toponym in toponyms]  # "Texas A&M" names Texas
            answers = geocode_text(article.text, named, lines=False)
            found = [as_record(*pair) for pair in zip(toponyms, answers, strict=True)]
            out.write(json.dumps({"id": article.id, "toponyms": found}, ensure_ascii=False) + "\n")
    outcome.finish()


def as_record(toponym: Toponym, answer: Geocode | Unresolved) -> dict:
    """One toponym as the interface gives it; unresolved fields are null."""
    span = {"start": toponym.start, "end": toponym.end, "text": toponym.text}
    return span | answer_fields(answer) | {"role": toponym.role.value}


def answer_fields(answer: Geocode | Unresolved) -> dict:
    """A geocoding answer as plain JSON values: name, lon, lat, where_prec … null where unresolved, and the reason."""
    resolved = isinstance(answer, Geocode)
    fields = ("lon", "lat", "where_prec", "uncertainty_km", "country", "admin1", "admin2", "place_id", "source")
    values = {name: getattr(answer, name) if resolved else None for name in fields}
    if resolved:
        values["where_prec"] = int(answer.where_prec)
    return {"name": answer.name if resolved else None} | values | {"reason": answer.reason}
