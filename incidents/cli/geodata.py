"""`sarhad geodata`: what the region pack holds, official sources, and building a pack."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def geodata() -> None:
    """Look into the region pack, download official sources, build a pack.

    \b
    Example:
      sarhad geodata info
    """


def _stop(error: Exception) -> click.exceptions.Exit:
    click.echo(f"Error: {error}", err=True)
    return click.exceptions.Exit(1)


@geodata.command()
@click.option(
    "--pack", "pack_name", default=None, metavar="PACK", help="A pack's path or name; default: the bundled one."
)
def info(pack_name: str | None) -> None:
    """Say what a pack holds and where each layer comes from: sources, versions, licences, vintage, exactness.

    \b
    Example:
      sarhad geodata info
      sarhad geodata info --pack world
    """
    from geodata.model import GeodataError
    from geodata.pack import LAYERS, open_pack

    try:
        pack = open_pack(pack_name)
        click.echo(f"{pack.path}\n\nLayers")
        for layer in LAYERS:
            if layer in pack.layers:
                click.echo(f"  {layer:<10} {pack.count(layer):>6}")
        click.echo("\nSources")
        for row in pack.sources:
            version = f" {row['version']}" if row.get("version") else ""
            click.echo(f"  {row['layer']:<10} {row['source']}{version}")
            click.echo(f"             {row['licence']}; of {row['vintage']}; {row['exactness']}")
        click.echo(f"\nContent digest {pack.digest()}")
    except GeodataError as error:
        raise _stop(error) from None


@geodata.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--countries", default="PK,IR", show_default=True, help="Two-letter codes, separated by commas.")
def fetch(names: tuple[str, ...], countries: str) -> None:
    """Download official sources (cod-ab, geoboundaries, geonames, natural-earth): checked, cached and resumed.

    Without a SOURCE all four. What cannot be had is named (exit code 3), and the rest is kept for `sarhad geodata build`.

    \b
    Example:
      sarhad geodata fetch
      sarhad geodata fetch geoboundaries geonames --countries TR,SY
    """
    from geodata.fetch import fetch_sources
    from geodata.model import GeodataError

    try:
        fetched = fetch_sources(countries.split(","), names or None, say=lambda text: click.echo(f"  {text}", err=True))
    except GeodataError as error:
        raise _stop(error) from None
    for path in fetched.paths:
        click.echo(path)
    for reason in fetched.missing:
        click.echo(f"Missing: {reason}", err=True)
    if fetched.missing:
        raise click.exceptions.Exit(3 if fetched.paths else 1)


@geodata.command()
@click.argument("name", required=False, type=click.Choice(["world"]))
@click.option("--official", is_flag=True, help="From what `sarhad geodata fetch` downloaded, not from packages.")
@click.option("--countries", metavar="XX,YY", help="Two neighbours, by two-letter code (implies --official).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Default: border.gpkg, world.gpkg or xx_yy.gpkg in the user's data folder, where --pack finds it by name.",
)
def build(name: str | None, official: bool, countries: str | None, output: Path | None) -> None:
    """Build a pack: of the Pakistan-Iran border from the package registries (the same content every time), of the same
    or of any other two neighbours from official sources, or of the world's place names.

    \b
    Example:
      sarhad geodata build -o border.gpkg
      sarhad geodata fetch && sarhad geodata build --official
      sarhad geodata build --countries TR,SY
      sarhad geodata build world
    """
    from geodata.model import GeodataError
    from geodata.pack import open_pack, packs_folder

    def say(text: str) -> None:
        click.echo(f"  {text}", err=True)

    codes = (countries or "PK,IR").split(",")
    stem = name or ("_".join(code.strip().lower() for code in codes) if official or countries else "border")
    path = output or packs_folder() / f"{stem}.gpkg"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "world":
            from geodata.build.world import build_world

            build_world(path)
        elif official or countries:
            from geodata.build.official import build_official

            build_official(path, codes, say=say)
        else:
            from geodata.build.region import build_region

            build_region(path, say=say)
        click.echo(f"{path}\ncontent digest {open_pack(path).digest()}")
    except GeodataError as error:
        raise _stop(error) from None
    except ImportError as error:
        raise _stop(Exception(f"{error}; building needs: pip install 'sarhad[build]'")) from None
