"""A region pack: one GeoPackage with the shapes, places and sources of a border, and how it is opened.

Layers (EPSG:4326, longitude before latitude):

* `countries` (name, vintage, approximate), `admin1` (+ country), `admin2` (name, admin1, country, vintage, approximate,
  alias_of): areas that share their edges. A newer district without a shape of its own has a row in `admin2` whose
  `alias_of` names the area that holds it and whose geometry is empty.
* `border`: the land border of the pack's two countries (name, country_a, country_b, length_km).
* `places`: the curated gazetteer and GeoNames' towns. `crossings`: the border's crossing points.
* `sources`: layer, source, version, licence, vintage, exactness: one row for everything the pack was made from.

The hot path reads with sqlite3 and shapely alone; geopandas is imported only by `Pack.layer`.
"""

from __future__ import annotations

import functools
import hashlib
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import shapely

from geodata.model import PackError, Place

if TYPE_CHECKING:
    import geopandas

    from geodata.boundaries import Boundaries

CRS = "EPSG:4326"
BUNDLED = Path(__file__).resolve().parent / "packs" / "border.gpkg"
LAYERS = ("countries", "admin1", "admin2", "border", "places", "crossings", "sources")
REQUIRED = {
    "countries": {"name"},
    "admin1": {"name", "country"},
    "admin2": {"name", "admin1", "country"},
    "border": set(),
}
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def packs_folder() -> Path:
    """Where packs built by the user live (platformdirs' user data folder)."""
    return Path(platformdirs.user_data_dir("sarhad")) / "packs"


def open_pack(source: str | Path | None = None) -> Pack:
    """Open a region pack: None the bundled one, a bare name ("world") one in the user's data folder, else a path.

    Raises PackError, saying how to get one, when there is no such pack, and when the file is not a region pack.
    """
    if source is None:
        return Pack(BUNDLED)
    text = str(source)
    if isinstance(source, str) and text.isidentifier() and not Path(text).exists():
        path = packs_folder() / f"{text}.gpkg"
        if not path.is_file():
            raise PackError(
                f"there is no pack {text!r} in {packs_folder()}; build it with: sarhad geodata build {text}"
            )
        return Pack(path)
    return Pack(Path(source))


def geometry_of(blob: bytes | None) -> shapely.Geometry | None:
    """The geometry of a GeoPackage blob (OGC 12-128r19, clause 2.1.3): a small header, then WKB."""
    if blob is None:
        return None
    if blob[:2] != b"GP":
        raise PackError(
            "a geometry of the pack does not start with 'GP'; the file is damaged, build or install it anew"
        )
    flags = blob[3]
    return shapely.from_wkb(blob[8 + _ENVELOPE_BYTES[(flags >> 1) & 7] :])


class Pack:
    """One open region pack. Layers are read when first asked for and kept."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._columns: dict[str, list[str]] = self._check()

    def __repr__(self) -> str:
        return f"Pack({str(self.path)!r})"

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.path.as_posix()}?mode=ro&immutable=1", uri=True)

    def _check(self) -> dict[str, list[str]]:
        if not self.path.is_file():
            if self.path == BUNDLED:
                raise PackError(
                    f"{self.path}, the region pack that comes with Sarhad, is missing; install Sarhad again"
                )
            raise PackError(f"{self.path}: there is no such pack; `sarhad geodata info` names the bundled one")
        try:
            connection = self._connect()
            tables = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")]
            columns = {
                table: [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
                for table in tables
            }
            connection.close()
        except sqlite3.DatabaseError as error:
            raise PackError(
                f"{self.path} is not a GeoPackage ({error}); build it anew or install Sarhad again"
            ) from None
        for layer, needed in REQUIRED.items():
            missing = needed - set(columns.get(layer, ())) if layer in columns else {"the whole layer"}
            if missing:
                raise PackError(
                    f"{self.path}: layer {layer!r} misses {', '.join(sorted(missing))}; "
                    "it is not a region pack of this version, build it anew with: sarhad geodata build"
                )
        return columns

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers this pack has."""
        return tuple(self._columns)

    def rows(self, layer: str) -> Iterator[dict[str, Any]]:
        """The rows of a layer in the order they were written; `geometry` is a shapely geometry or None."""
        if layer not in self._columns:
            raise PackError(f"{self.path} has no layer {layer!r}; it has {', '.join(sorted(self._columns))}")
        columns = [column for column in self._columns[layer] if column != "fid"]
        quoted = ", ".join(f'"{column}"' for column in columns)
        connection = self._connect()
        try:
            for row in connection.execute(f'SELECT {quoted} FROM "{layer}" ORDER BY fid'):  # noqa: S608 names checked
                values = dict(zip(columns, row, strict=True))
                if "geom" in values:
                    values["geometry"] = geometry_of(values.pop("geom"))
                yield values
        finally:
            connection.close()

    @functools.cached_property
    def boundaries(self) -> Boundaries:
        """The pack's areas and border, ready to be asked about points."""
        from geodata.boundaries import Boundaries

        return Boundaries.from_pack(self)

    @functools.cached_property
    def border_line(self) -> shapely.Geometry:
        """The land border as one (multi)linestring, lon/lat."""
        return shapely.line_merge(shapely.union_all([row["geometry"] for row in self.rows("border")]))

    @functools.cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place of the pack; empty when the pack has none."""
        if "places" not in self._columns:
            return ()
        return tuple(_place(row) for row in self.rows("places"))

    @functools.cached_property
    def crossings(self) -> tuple[dict[str, Any], ...]:
        """The border's crossings: rows with name, lon, lat, uncertainty_km, source, geometry …"""
        return tuple(self.rows("crossings")) if "crossings" in self._columns else ()

    @functools.cached_property
    def sources(self) -> tuple[dict[str, Any], ...]:
        """What the pack was made from: rows with layer, source, version, licence, vintage, exactness."""
        return tuple(self.rows("sources")) if "sources" in self._columns else ()

    def count(self, layer: str) -> int:
        """How many rows a layer has."""
        return sum(1 for _ in self.rows(layer))

    def layer(self, name: str) -> geopandas.GeoDataFrame:
        """A layer as a GeoDataFrame in EPSG:4326, without the aliases that have no shape (`sources`: no geometry)."""
        import geopandas

        rows = list(self.rows(name))
        if rows and "geometry" not in rows[0]:
            return geopandas.GeoDataFrame(rows)
        return geopandas.GeoDataFrame([row for row in rows if row["geometry"] is not None], crs=CRS)

    def digest(self) -> str:
        """SHA-256 of the content: every layer's columns, values and geometries in order; not of the file's bytes."""
        whole = hashlib.sha256()
        for layer in sorted(set(self._columns) & set(LAYERS)):
            whole.update(layer.encode())
            for row in self.rows(layer):
                for column, value in sorted(row.items()):
                    shown = shapely.to_wkb(value) if isinstance(value, shapely.Geometry) else repr(value).encode()
                    whole.update(struct.pack("<I", len(shown)) + column.encode() + shown)
        return whole.hexdigest()


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _place(row: dict[str, Any]) -> Place:
    local = [part for language in ("urdu", "persian", "balochi") for part in _split(row.get(language))]
    point = row.get("geometry")
    return Place(
        place_id=row["place_id"],
        name=row["name"],
        kind=row["kind"],
        lon=float(row["lon"] if row.get("lon") is not None else point.x),
        lat=float(row["lat"] if row.get("lat") is not None else point.y),
        uncertainty_km=float(row["uncertainty_km"]),
        country=row.get("country") or None,
        admin1=row.get("admin1") or None,
        admin2=row.get("admin2") or None,
        spellings=_split(row.get("spellings")),
        local_names=tuple(dict.fromkeys(local)),
        population=int(row["population"]) if row.get("population") else None,
        source=row.get("source") or "",
        note=row.get("note") or "",
        own_point=row.get("point_of") != "parent",
        parts=_split(row.get("parts")),
    )
