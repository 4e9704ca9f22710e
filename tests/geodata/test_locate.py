"""Points joined to areas and border: the bundled pack, geodesic distances, one winner on a shared line."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from click.testing import CliRunner

from geodata.border import BorderDistance, corridor, nearest_crossing
from geodata.boundaries import Area, Boundaries
from geodata.locate import locate, locate_one
from geodata.model import CoordinateError, PackError
from geodata.pack import open_pack
from incidents.cli import main


@pytest.fixture(scope="module")
def pack():
    return open_pack()


@pytest.mark.parametrize(
    ("lon", "lat", "country", "admin1", "admin2"),
    [
        (63.048, 26.001, "Pakistan", "Balochistan", "Kech"),  # Turbat
        (60.863, 29.496, "Iran", "Sistan and Baluchestan", "Zahedan"),
        (61.754, 26.079, "Iran", "Sistan and Baluchestan", "Rask"),  # Pishin in Iran, once Sarbaz
        (61.587, 28.947, "Pakistan", "Balochistan", "Chagai"),  # Taftan, at the border itself
        (66.453, 30.918, "Pakistan", "Balochistan", "Chaman"),  # split off Killa Abdullah
        (0.0, 0.0, None, None, None),  # far outside: unknown, not the nearest
    ],
)
def test_towns_lie_in_their_district(pack, lon, lat, country, admin1, admin2):
    found = locate_one(lon, lat, pack.boundaries)
    assert (found.country, found.admin1, found.admin2, found.border_side) == (country, admin1, admin2, country)


def test_border_distance_is_the_geodesic_to_the_densest_line(pack):
    dense = shapely.get_coordinates(shapely.segmentize(pack.border_line, 0.0005))
    rng = np.random.default_rng(7)
    lons, lats = rng.uniform(56, 72, 40), rng.uniform(22, 36, 40)
    geod = pyproj.Geod(ellps="WGS84")
    for lon, lat, km in zip(lons, lats, BorderDistance(pack.border_line).km(lons, lats), strict=True):
        metres = geod.inv(np.full(len(dense), lon), np.full(len(dense), lat), dense[:, 0], dense[:, 1])[2]
        assert km == pytest.approx(metres.min() / 1000, abs=0.05)


def test_a_shared_line_has_one_winner():
    west = Area(name="A", geometry=shapely.box(0, 0, 1, 1), admin1="P", country="C")
    east = Area(name="B", geometry=shapely.box(1, 0, 2, 1), admin1="P", country="C")
    boundaries = Boundaries(
        countries=[Area(name="C", geometry=shapely.box(0, 0, 2, 1))],
        admin1=[Area(name="P", geometry=shapely.box(0, 0, 2, 1), country="C")],
        admin2=[west, east],
        border=shapely.LineString([(2, 0), (2, 1)]),
    )
    assert list(boundaries.admin2_at([1.0, 0.5, 1.5], [0.5, 0.5, 0.5])) == ["A", "A", "B"]


def test_impossible_points_are_unknown_in_a_batch_and_an_error_alone(pack):
    found = locate([np.nan, 63.0, 200.0], [26.0, 26.0, 26.0], pack.boundaries)
    assert list(found["admin2"]) == [None, "Kech", None] and np.isnan(found["border_km"][[0, 2]]).all()
    with pytest.raises(CoordinateError, match="swapped"):
        locate_one(26.0, 163.0, pack.boundaries)


def test_crossings_and_corridor(pack):
    assert nearest_crossing(61.5, 29.0, pack)[0] == "Taftan–Mirjaveh"
    assert {row["name"] for row in pack.crossings} >= {"Gabd–Rimdan", "Mand–Pishin", "Chedgi–Kuhak"}
    assert corridor(30, pack).contains(shapely.Point(61.587, 28.947))


def test_a_missing_pack_says_how_to_get_one(tmp_path):
    with pytest.raises(PackError, match="no such pack"):
        open_pack(tmp_path / "none.gpkg")


def test_bad_rows_are_kept_named_and_counted():
    done = CliRunner().invoke(main, ["locate", "--batch", "-"], input="id,lon,lat\n1,63,26\n2,x,26\n")
    assert done.exit_code == 3
    assert done.stdout.splitlines()[2] == "2,x,26,,,,,"
    assert "row 3" in done.stderr and "'x' is not a number" in done.stderr


NOWHERE = ",,,,,"
TURBAT, ZAHEDAN = "63.048,26.001", "60.863,29.496"  # lon, lat
IN_KECH, IN_ZAHEDAN = "Pakistan,Balochistan,Kech,69.4", "Iran,Sistan and Baluchestan,Zahedan,25.5"


@pytest.mark.parametrize(
    "chunk", [1, 2, 50_000]
)  # lines read together: a row may begin in one chunk and end in the next
@pytest.mark.parametrize(
    ("given", "begins", "exit_code"),
    [
        # nothing to do
        ("lon,lat\n", ["lon,lat,"], 0),
        # the plain case, without a last line end, with Windows' line ends and a byte order mark, empty lines left out
        (f"lon,lat\n{TURBAT}\n{ZAHEDAN}", ["lon,lat,", f"{TURBAT},{IN_KECH}", f"{ZAHEDAN},{IN_ZAHEDAN}"], 0),
        (f"\ufefflon,lat\r\n\r\n{TURBAT}\r\n", ["lon,lat,", f"{TURBAT},{IN_KECH}"], 0),
        # capitals and spaces in the header; columns in the order given
        ("note, LAT ,Lon\na,26.001,63.048\n", ["note, LAT ,Lon,", f"a,26.001,63.048,{IN_KECH}"], 0),
        # a comma, a quote, a line end within a field; a field quoted without need
        (f'lon,lat,n\n{TURBAT},"a, b"\n', ["lon,lat,n,", f'{TURBAT},"a, b",{IN_KECH}'], 0),
        (f'lon,lat,n\n{TURBAT},"a ""b"""\n', ["lon,lat,n,", f'{TURBAT},"a ""b""",{IN_KECH}'], 0),
        (f'lon,lat,n\n{TURBAT},"a\nb"\n', ["lon,lat,n,", f'{TURBAT},"a', f'b",{IN_KECH}'], 0),
        (f'lon,lat,n\n{TURBAT},"a"\n', ["lon,lat,n,", f"{TURBAT},a,{IN_KECH}"], 0),
        # a short row is filled, a long one cut
        (f"lon,lat,n\n{TURBAT}\n", ["lon,lat,n,", f"{TURBAT},,{IN_KECH}"], 0),
        (f"lon,lat\n{TURBAT},a\n", ["lon,lat,", f"{TURBAT},{IN_KECH}"], 0),
        (f"lon,lat\n63\n{TURBAT}\n", ["lon,lat,", f"63,{NOWHERE}", f"{TURBAT},{IN_KECH}"], 3),
        # results of an earlier run are replaced
        (f"country,lon,lat,border_km\nX,{TURBAT},9\n", ["lon,lat,country,", f"{TURBAT},{IN_KECH}"], 0),
        # what is a number and what is not
        (f"lon,lat\n 63.048 ,26.001\nnan,26\n{TURBAT}\n", ["lon,lat,", f" 63.048 ,26.001,{IN_KECH}", f"nan,26{NOWHERE}", f"{TURBAT},{IN_KECH}"], 3),
        ("lon,lat\n263,26\n0x3F,26\n", ["lon,lat,", f"263,26{NOWHERE}", f"0x3F,26{NOWHERE}"], 1),
    ],
)  # fmt: skip
def test_csv_in_csv_out(monkeypatch, given, begins, exit_code, chunk):
    monkeypatch.setattr("incidents.cli.locate.CHUNK", chunk)
    done = CliRunner().invoke(main, ["locate", "--batch", "-"], input=given)
    assert done.exit_code == exit_code, done.output
    for line, begin in zip(done.stdout.splitlines(), begins, strict=True):
        assert line.startswith(begin)


def test_a_quote_never_closed_ends_with_a_reason():
    done = CliRunner().invoke(
        main, ["locate", "--batch", "-"], input=f'lon,lat,n\n{TURBAT},"a\n' + f"{ZAHEDAN},b\n" * 9000
    )
    assert done.exit_code == 1 and "never closed" in done.stderr
