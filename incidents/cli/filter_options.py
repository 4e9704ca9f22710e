"""The filter options every command shares; together they make one IncidentFilter."""

from __future__ import annotations

import functools
import math
from datetime import datetime

import click

from incidents.filters import IncidentFilter
from incidents.model import FilterError


class _Box(click.ParamType):
    name = "W,S,E,N"

    def convert(self, value, param, ctx):
        try:
            box = tuple(float(part) for part in value.split(","))
        except ValueError:
            box = ()
        if len(box) != 4 or not (-180 <= box[0] <= box[2] <= 180 and -90 <= box[1] <= box[3] <= 90):
            self.fail(
                f"{value!r} is no box; expected west,south,east,north in degrees, such as 61,25,65,29", param, ctx
            )
        return box


class _Distance(click.FloatRange):
    def convert(self, value, param, ctx):
        distance = super().convert(value, param, ctx)
        if not math.isfinite(distance):  # nan is in no range, and out of none
            self.fail(f"{value!r} is no distance; expected kilometres, such as 50", param, ctx)
        return distance


_DAY = click.DateTime(formats=["%Y-%m-%d"])
_OPTIONS = (
    click.option("--from", "date_from", type=_DAY, help="First day, YYYY-MM-DD."),
    click.option("--to", "date_to", type=_DAY, help="Last day, YYYY-MM-DD."),
    click.option("--district", multiple=True, help="District or county; may repeat."),
    click.option("--province", multiple=True, help="Province; may repeat."),
    click.option("--country", multiple=True, help="Country; may repeat."),
    click.option("--type", "event_type", multiple=True, help="ACLED event or sub-event type; may repeat."),
    click.option("--actor", multiple=True, help="Actor on either side; may repeat."),
    click.option("--source", multiple=True, help="Outlet; may repeat."),
    click.option("--text", default="", help="Words that must all occur."),
    click.option("--min-fatalities", type=click.IntRange(min=0), help="At least so many killed."),
    click.option("--max-fatalities", type=click.IntRange(min=0), help="At most so many killed."),
    click.option("--max-border-km", type=_Distance(min=0), help="At most so far from the border."),
    click.option("--where-prec", type=click.IntRange(1, 7), multiple=True, help="UCDP place precision; may repeat."),
    click.option("--date-prec", type=click.IntRange(1, 5), multiple=True, help="UCDP date precision; may repeat."),
    click.option(
        "--status",
        type=click.Choice(["machine", "confirmed", "edited", "rejected"]),
        multiple=True,
        help="Who vouches for it; may repeat.",
    ),
    click.option("--bbox", type=_Box(), help="West,south,east,north in degrees."),
    click.option("--background", is_flag=True, help="Also events that articles only recall."),
)


def filter_options(command):
    """Give a click command the dashboard's filters; it receives them as one argument `chosen: IncidentFilter`."""

    @functools.wraps(command)
    def wrapped(*args, **values):
        fields = {name: values.pop(name) for name in IncidentFilter.__dataclass_fields__ if name in values}
        fields |= {name: day.date() for name, day in fields.items() if isinstance(day, datetime)}
        try:
            chosen = IncidentFilter(**fields)
        except FilterError as error:
            raise click.UsageError(str(error)) from error
        return command(*args, chosen=chosen, **values)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
