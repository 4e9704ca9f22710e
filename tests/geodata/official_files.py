"""Small files of the true form of the official sources, and a server on this machine that serves them."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import geopandas
import shapely

from geodata.fetch import Addresses

# Turkey west of 36.1°E, Syria east of it; the two files disagree by a kilometre about the line between them.
TURKEY = {("Hatay", "Antakya"): (35.9, 36.0, 36.1, 36.4), ("Hatay", "Reyhanlı"): (35.9, 36.4, 36.1, 36.8)}
SYRIA = {("Idlib", "Harim"): (36.11, 36.0, 36.5, 36.4), ("Aleppo", "Afrin"): (36.11, 36.4, 36.5, 36.8)}
TOWNS = {
    "TR": [(323779, "Antakya", 36.2, 36.0, "PPLA", 210000), (1, "Kuşaklı", 36.5, 36.0, "PPL", 0)],
    "SY": [(173480, "Ḩārim", 36.2, 36.4, "PPLA2", 22000)],
}


def zipped(member: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(member), content)
    return stream.getvalue()


def geojson(rows: list[tuple[dict, shapely.Geometry]]) -> bytes:
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
        for properties, shape in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def dump(country: str, towns: list[tuple]) -> bytes:
    """GeoNames' tab-separated form, 19 columns."""
    lines = []
    for number, name, lat, lon, code, people in towns:
        place = [
            str(number),
            name,
            name,
            f"{name} town,مدينة",
            str(lat),
            str(lon),
            "P",
            code,
            country,
            "",
            "31",
            *[""] * 3,
        ]
        lines.append("\t".join([*place, str(people), "", "100", "Asia/X", "2024-01-01"]))
    return zipped(f"{country}.txt", ("\n".join(lines) + "\n").encode())


def geoboundaries(areas: dict[tuple[str, str], tuple], level: str) -> bytes:
    """gbOpen's columns: shapeName, shapeISO, shapeID, shapeGroup, shapeType; no parent is named."""
    grouped: dict[str, list] = {}
    for (admin1, admin2), box in areas.items():
        grouped.setdefault({"ADM0": "all", "ADM1": admin1, "ADM2": admin2}[level], []).append(shapely.box(*box))
    return geojson(
        [({"shapeName": name, "shapeType": level}, shapely.union_all(boxes)) for name, boxes in grouped.items()]
    )


def cod_ab(areas: dict[tuple[str, str], tuple], country: str) -> bytes:
    """OCHA's zip of GeoJSON files, with the columns it has carried since 2025."""
    rows = [
        ({"adm2_name": admin2, "adm1_name": admin1, "adm0_name": country, "valid_on": "2023-05-01"}, shapely.box(*box))
        for (admin1, admin2), box in areas.items()
    ]
    return zipped(f"{country[:3].lower()}_admin2.geojson", geojson(rows))


def natural_earth(provinces: dict[str, tuple[str, tuple]]) -> bytes:
    """A zipped shapefile: province → (two-letter country code, box)."""
    with tempfile.TemporaryDirectory() as folder:
        frame = geopandas.GeoDataFrame(
            {"name": list(provinces), "iso_a2": [code for code, _ in provinces.values()]},
            geometry=[shapely.box(*box) for _, box in provinces.values()],
            crs="EPSG:4326",
        )
        frame.to_file(Path(folder) / "ne_10m_admin_1_states_provinces.shp", engine="pyogrio", encoding="utf-8")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, file.name)
        return stream.getvalue()


@contextmanager
def serving(files: dict[str, bytes]):
    """A server of `files` (path → content) with HTTP ranges. `asked`: (path, first byte) of every request; a path in
    `cut` breaks off in the middle of its first transfer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = files.get(self.path)
            start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
            server.asked.append((self.path, start))
            if content is None:
                self.send_error(404)
                return
            if start >= len(content) > 0:
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            cut = self.path in server.cut and server.asked.count((self.path, 0)) == 1 and not start
            self.wfile.write(content[start : len(content) // 2] if cut else content[start:])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.cut = [], set()
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def addresses(address: str) -> Addresses:
    return Addresses(
        cod_ab=f"{address}/hdx/cod-ab-{{iso3}}",
        geoboundaries=f"{address}/gb/{{iso3}}/{{level}}/",
        geonames=f"{address}/geonames/{{iso2}}.zip",
        natural_earth=f"{address}/ne_10m_admin_1_states_provinces.zip",
    )


def turkey_and_syria(address: str) -> dict[str, bytes]:
    """Turkey by geoBoundaries, Syria by COD-AB, towns of both, Natural Earth's provinces."""
    syrian = cod_ab(SYRIA, "Syria")
    resources = [
        {"url": f"{address}/syr_admin_boundaries.xlsx", "hash": ""},
        {"url": f"{address}/syr_admin_boundaries.geojson.zip", "hash": hashlib.md5(syrian).hexdigest()},
    ]
    files = {
        "/hdx/cod-ab-syr": json.dumps({"success": True, "result": {"resources": resources}}).encode(),
        "/syr_admin_boundaries.geojson.zip": syrian,
        "/ne_10m_admin_1_states_provinces.zip": natural_earth({"Hatay": ("TR", (35.9, 36.0, 36.1, 36.8))}),
    }
    for level in ("ADM0", "ADM1", "ADM2"):
        said = {
            "gjDownloadURL": f"{address}/gb/TUR-{level}.geojson",
            "boundaryYearRepresented": "2021",
            "boundaryLicense": "CC BY 4.0",
            "boundarySource": "OpenStreetMap",
        }
        files[f"/gb/TUR/{level}/"] = json.dumps(said).encode()
        files[f"/gb/TUR-{level}.geojson"] = geoboundaries(TURKEY, level)
    return files | {f"/geonames/{code}.zip": dump(code, towns) for code, towns in TOWNS.items()}
