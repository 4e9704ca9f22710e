"""`sarhad export`: the filtered incidents as a file, whole or not at all."""

from __future__ import annotations

import click

from incidents.cli.filter_options import filter_options
from incidents.cli.outcome import NOTHING_DONE, UNUSABLE_ARGUMENTS
from incidents.filters import IncidentFilter
from incidents.model import ExportError, FilterError, StoreError


@click.command()
@click.option("-o", "--output", "target", required=True, metavar="FILE", help="File to write; - for standard output.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["geojson", "csv", "xlsx", "gpkg", "geoparquet", "kml", "jsonl"]),
    help="Format (default: by the file's ending; GeoJSON on standard output).",
)
@click.option("--profile", type=click.Choice(["sarhad", "acled", "ucdp", "hxl"]), default="sarhad", show_default=True)
@click.option("--db", default=None, help="Store: a file or postgresql:// address (default: $SARHAD_DB).")
@filter_options
def export(target: str, form: str | None, profile: str, db: str | None, chosen: IncidentFilter) -> None:
    """Write the incidents a filter leaves to FILE, the same as the page's download.

    \b
    Example:
      sarhad export -o kech.geojson --district Kech --from 2020-01-01
      sarhad export -o border.csv --max-border-km 50 --profile hxl
    """
    from incidents.export import STREAMED, columns_for, format_of, stream, write
    from incidents.store import Store

    try:
        form = "geojson" if target == "-" and form is None else format_of(target, form)
        columns_for(form, profile)
        if target == "-" and form not in STREAMED:
            raise ExportError(f"{form} needs a file, -o FILE; standard output takes {', '.join(STREAMED)}")
    except ExportError as error:
        click.echo(f"sarhad export: {error}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    try:
        with Store.open(db, create=False) as store:
            incidents = store.incidents(chosen)
            if target == "-":
                with click.open_file("-", "w", encoding="utf-8", errors="replace") as out:
                    count = stream(incidents, out, form, profile)
            else:
                count = write(incidents, target, form, profile)
    except FilterError as error:
        click.echo(f"sarhad export: {error}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    except (ExportError, StoreError) as error:
        click.echo(f"sarhad export: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    click.echo(f"{count:,} incidents written to {target}", err=True)
