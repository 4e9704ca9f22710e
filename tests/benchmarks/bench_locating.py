"""Points joined to district, province, country and border: `python tests/benchmarks/bench_locating.py`."""

from __future__ import annotations

import random
import time

from geodata.locate import locate, locate_one
from geodata.pack import open_pack

BOX = (58.0, 25.0, 70.5, 32.5)  # lon and lat of the region's corners, WGS84
MANY, FEW = 100_000, 5_000


def main() -> None:
    boundaries = open_pack().boundaries
    draw = random.Random(1)
    lons = [draw.uniform(BOX[0], BOX[2]) for _ in range(MANY)]
    lats = [draw.uniform(BOX[1], BOX[3]) for _ in range(MANY)]
    locate(lons[:10], lats[:10], boundaries)
    started = time.process_time()
    locate(lons, lats, boundaries)
    seconds = time.process_time() - started
    print(f"{MANY:,} points at once: {seconds:.1f} s, {MANY / seconds:,.0f} a second")
    started = time.process_time()
    for lon, lat in zip(lons[:FEW], lats[:FEW], strict=True):
        locate_one(lon, lat, boundaries)
    seconds = time.process_time() - started
    print(f"one by one: {FEW / seconds:,.0f} a second")


if __name__ == "__main__":
    main()
