"""The map: a constant base and one layer of incidents. Pure: columns in, folium objects out; no Streamlit.

folium compiles strings as templates on the server and the browser evaluates its scripts, so article text goes only
through `encode` into JavaScript (static/map) that writes text nodes.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
import pandas as pd
from folium.elements import MacroElement
from jinja2 import Template

from dashboard.columns import UNDATED, UNKNOWN_COUNT, Columns
from dashboard.palette import GLYPHS, RAMPS, TYPE_COLOURS
from dashboard.region import BOUNDS
from geodata.crs import leaflet_point

POINTS = (1, 2, 5)  # where_prec of what is drawn at a point; 3 and 4 are known to an area only
CLASSES = 5
# none of these marks occurs in JSON outside a string, and a brace never opens a template there
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&'`$\u2028\u2029"}
_TEMPLATE_BRACE = re.compile(r"\{(?=[{%#])")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """How the incidents are shown.

    measure: "dots", "incidents" or "deaths" by district, or "density". chosen: the open incident. steps: the days at
    which the steps of play begin, and the end. corridor: GeoJSON. area: the ring of lon, lat that filters. stamp: what
    a click gives back with its row, so that a row of an older revision is never taken for one of this.
    """

    measure: str = "dots"
    chosen: str | None = None
    steps: tuple[int, ...] = ()
    unit: str = "month"
    corridor: dict[str, Any] | None = None
    area: tuple[tuple[float, float], ...] = ()
    online: bool = False
    stamp: int = 0


def encode(value: Any) -> str:
    """JSON that is safe inside a script and inside a template: marks that could open either are escaped in its strings."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _TEMPLATE_BRACE.sub(r"\\u007b", text.translate(_ESCAPES))


class _Call(MacroElement):
    """A call of one of our own functions (static/map) with encoded data."""

    def __init__(self, function: str, value: Any) -> None:
        super().__init__()
        self._name = "SarhadCall"
        self.function = function
        self.encoded = encode(value)

    def render(self, **kwargs: Any) -> None:
        """Nothing: streamlit-folium takes the macro; folium's own rendering would compile the data as a template."""

    _template = Template(
        "{% macro script(this, kwargs) %}Sarhad.{{ this.function }}("
        "{{ this._parent.get_name() }}, {{ this.encoded }});{% endmacro %}"
    )


def base_map() -> folium.Map:
    """The constant base map. Nothing of any article goes in here: streamlit-folium keeps the view as long as it is the same."""
    west, south, east, north = BOUNDS
    chart = folium.Map(
        tiles=None, location=list(leaflet_point((west + east) / 2, (south + north) / 2)), zoom_start=6, max_zoom=16,
        min_zoom=4, prefer_canvas=True, control_scale=False, zoom_control=False, zoom_snap=0.5, box_zoom=False,
        height="100%",
    )  # fmt: skip
    chart.add_child(_Call("begin", None))
    return chart


def incident_layer(
    columns: Columns, mask: np.ndarray, view: MapView, drawable: frozenset[str] | None = None
) -> folium.FeatureGroup:
    """The incidents of the mask (boolean, n) as one layer. `drawable`: keys of the areas that have a shape; None: all."""
    group = folium.FeatureGroup(name="incidents")
    group.add_child(_Call("show", layer_data(columns, mask, view, drawable)))
    return group


def layer_data(
    columns: Columns, mask: np.ndarray, view: MapView, drawable: frozenset[str] | None = None
) -> dict[str, Any]:
    """What the layer's script draws: typed arrays in base64, and the small tables they index.

    Points are where_prec 1, 2 and 5; 3 and 4 carry the number of their area and are never drawn at a point; 6 and 7 are
    left out. Of one place the higher tolls come last, so that they are drawn first and small dots stay visible.
    """
    in_area = _in_area(columns, drawable)
    rows = np.flatnonzero(mask & on_map(columns, drawable))
    rows = rows[np.argsort(columns.deaths[rows] % UNKNOWN_COUNT, kind="stable")[::-1]]
    dated = columns.first[rows][columns.first[rows] != UNDATED]
    epoch = int(dated.min()) if len(dated) else 0
    place, places = _used(columns.place[rows], columns.place_names)
    sub, subs = _used(columns.sub[rows], columns.sub_names)
    area, areas = _used(np.where(in_area[rows], columns.coarse[rows], 0), columns.area_keys)
    exact = in_area[rows] | (columns.prec[rows] == 1)
    return {
        "n": len(rows),
        "stamp": view.stamp,
        "epoch": epoch,
        "row": _packed(rows, "<u4"),
        "lon": _packed(np.nan_to_num(columns.lon[rows]), "<f4"),
        "lat": _packed(np.nan_to_num(columns.lat[rows]), "<f4"),
        "kind": _packed(columns.kind[rows], "u1"),
        "prec": _packed(columns.prec[rows], "u1"),
        "deaths": _packed(columns.deaths[rows], "<u2"),
        "injured": _packed(columns.injured[rows], "<u2"),
        "first": _packed(_since(columns.first[rows], epoch), "<u2"),
        "last": _packed(_since(columns.last[rows], epoch), "<u2"),
        "radius": _packed(np.where(exact, 0, columns.radius_km[rows]), "<u2"),
        "area": _packed(area, "<u2"),
        "place": _packed(place, "<u4"),
        "sub": _packed(sub, "<u2"),
        "areas": areas,
        "places": places,
        "subs": subs,
        "types": list(TYPE_COLOURS),
        "colours": list(TYPE_COLOURS.values()),
        "glyphs": list(GLYPHS.values()),
        "ramps": RAMPS,
        "measure": view.measure,
        "shades": shades(columns, mask, view.measure, drawable),
        "chosen": columns.row_of(view.chosen),
        "steps": [step - epoch for step in view.steps],
        "unit": view.unit,
        "corridor": view.corridor,
        "drawn": [list(point) for point in view.area],
        "online": view.online,
    }


def on_map(columns: Columns, drawable: frozenset[str] | None = None) -> np.ndarray:
    """Which incidents the map can show, boolean (n): at a point, or as one of an area's that has a shape."""
    return (np.isin(columns.prec, POINTS) & ~np.isnan(columns.lon)) | _in_area(columns, drawable)


def shades(
    columns: Columns, mask: np.ndarray, measure: str, drawable: frozenset[str] | None = None
) -> dict[str, Any] | None:
    """The choropleth: each district's class, count and words, and the classes' bounds; None for other measures."""
    if measure not in ("incidents", "deaths"):
        return None
    table = columns.by_area(mask)
    table = table[[("||" not in key) and bool(key) and (drawable is None or key in drawable) for key in table.index]]
    edges = class_edges(table[measure])
    return {
        "edges": edges,
        "areas": {
            key: {
                "class": int(np.searchsorted(edges, row[measure], side="left")) if row[measure] > 0 else -1,
                "incidents": int(row["incidents"]),
                "deaths": int(row["deaths"]),
            }
            for key, row in table.iterrows()
        },
    }


def class_edges(values: pd.Series) -> list[int]:
    """Upper bounds of at most CLASSES classes that hold about as many districts each; zeros are in none."""
    positive = np.sort(values[values > 0].to_numpy(dtype=np.int64))
    if not len(positive):
        return []
    wanted = np.quantile(positive, np.arange(1, CLASSES + 1) / CLASSES, method="higher")
    return sorted({int(edge) for edge in wanted})


def _in_area(columns: Columns, drawable: frozenset[str] | None) -> np.ndarray:
    shaped = np.array([bool(key) and (drawable is None or key in drawable) for key in columns.area_keys])
    return shaped[columns.coarse]


def _used(codes: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, list[str]]:
    """Codes and names of what occurs only; name 0 stays the empty one."""
    present, inverse = np.unique(np.concatenate([[0], codes]).astype(np.int64), return_inverse=True)
    return inverse[1:], [names[code] if code < len(names) else "" for code in present]


def _since(days: np.ndarray, epoch: int) -> np.ndarray:
    """Days after the epoch in two bytes; 65535 where undated."""
    return np.where(days == UNDATED, 65_535, np.clip(days - epoch, 0, 65_534))


def _packed(values: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=np.dtype(kind)).tobytes()).decode("ascii")
