"""The `sarhad` command: one file a subcommand, imported only when it is called so that `sarhad extract` starts fast."""

from __future__ import annotations

import importlib
import importlib.metadata

import click

# command -> "module:attribute", in the order `sarhad --help` lists them
COMMANDS = {
    "extract": "incidents.cli.extract:extract",
    "geoparse": "incidents.cli.geoparse:geoparse",
    "geocode": "incidents.cli.geocode:geocode",
    "locate": "incidents.cli.locate:locate",
    "ingest": "incidents.cli.ingest:ingest",
    "export": "incidents.cli.export:export",
    "geodata": "incidents.cli.geodata:geodata",
}
EXTRA_COMMANDS = "sarhad.commands"  # entry-point group: the dashboard adds `serve` here


class LazyGroup(click.Group):
    """A click group whose subcommands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *sorted(importlib.metadata.entry_points(group=EXTRA_COMMANDS).names)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS:
            module, _, attribute = COMMANDS[name].partition(":")
            return getattr(importlib.import_module(module), attribute)
        for entry in importlib.metadata.entry_points(group=EXTRA_COMMANDS, name=name):
            return entry.load()
        return None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sarhad", prog_name="sarhad")
def main() -> None:
    """From news articles to a map of security incidents along the Pakistan-Iran border.

    \b
    Example:
      sarhad ingest articles/          read a folder of articles into the store
      sarhad serve                     look at them on http://127.0.0.1:8501

    Exit codes: 0 done, 1 nothing could be done, 2 unusable arguments, 3 done but some inputs were rejected.
    """
