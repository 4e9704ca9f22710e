"""Points joined to district, province, country and border: `python tests/benchmarks/bench_locating.py`.

The join in memory (processor time), and the whole command, `sarhad locate` with CSV in and out, by the clock.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from geodata.locate import locate, locate_one
from geodata.pack import open_pack

BOX = (58.0, 25.0, 70.5, 32.5)  # lon and lat of the region's corners, WGS84
ROWS, MANY, FEW = 600_000, 400_000, 5_000
ROUNDS = 3  # the best of so many counts


def _best(run: Callable[[], object], clock: Callable[[], float]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = clock()
        run()
        seconds.append(clock() - started)
    return min(seconds)


def _command(points: Path, located: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    with located.open("wb") as out:
        subprocess.run(
            [sys.executable, "-m", "incidents.cli", "locate", "--batch", points], stdout=out, cwd=root, check=True
        )


def main() -> None:
    draw = random.Random(1)
    lons = [draw.uniform(BOX[0], BOX[2]) for _ in range(ROWS)]
    lats = [draw.uniform(BOX[1], BOX[3]) for _ in range(ROWS)]
    with tempfile.TemporaryDirectory() as folder:
        empty, points, quoted, located = (Path(folder) / f"{name}.csv" for name in ("empty", "points", "quoted", "out"))
        pairs = [f"{lon:.6f},{lat:.6f}\n" for lon, lat in zip(lons, lats, strict=True)]
        empty.write_text("lon,lat\n")
        points.write_text("".join(["lon,lat\n", *pairs]))
        quoted.write_text("".join(["name,lon,lat\n", *(f'"Place, {at}",{pair}' for at, pair in enumerate(pairs))]))
        start_up = _best(lambda: _command(empty, located), time.perf_counter)
        print(f"sarhad locate, start-up: {start_up:.2f} s by the clock")
        for path, what in ((points, "lon and lat alone"), (quoted, "every row with a quoted name")):
            seconds = _best(lambda path=path: _command(path, located), time.perf_counter)
            print(
                f"sarhad locate, {ROWS:,} rows of CSV, {what}: {seconds:.2f} s by the clock, "
                f"{ROWS / (seconds - start_up):,.0f} a second after start-up, {ROWS / seconds:,.0f} with it"
            )
    boundaries = open_pack().boundaries
    lons, lats = lons[:MANY], lats[:MANY]
    locate(lons[:10], lats[:10], boundaries)
    seconds = _best(lambda: locate(lons, lats, boundaries), time.process_time)
    print(f"in memory, {MANY:,} points at once: {seconds:.2f} s, {MANY / seconds:,.0f} a second of processor time")
    few = list(zip(lons[:FEW], lats[:FEW], strict=True))
    seconds = _best(lambda: [locate_one(lon, lat, boundaries) for lon, lat in few], time.process_time)
    print(f"one by one: {FEW / seconds:,.0f} a second of processor time")


if __name__ == "__main__":
    main()
