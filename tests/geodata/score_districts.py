"""Score the bundled pack against points of known district: `python docs/score_districts.py ../shared/eval/dev/district_points.csv`.

The file has lon, lat, country, admin1, admin2; spellings are folded onto the pack's. Prints the share of right districts
or counties, overall and within 60 km of the border.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from geodata.locate import locate
from geodata.pack import open_pack

SPELLINGS = {"Bampour": "Bampur", "Dalagan": "Dalgan", "Qasr-e-Ghand": "Qasr-e Qand", "Kachhi (Bolan)": "Kachhi"}


def main(path: Path) -> None:
    """Read the points, join them, print the two shares."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    boundaries = open_pack().boundaries
    found = locate([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows], boundaries)
    right = []
    for number, row in enumerate(rows):
        wanted = SPELLINGS.get(row["admin2"], row["admin2"])
        holder = boundaries.aliases.get((row["admin1"], wanted), wanted)
        right.append((found["admin2"][number] in (wanted, holder), found["border_km"][number] <= 60))
    near = [hit for hit, close in right if close]
    print(f"all {sum(hit for hit, _ in right) / len(right):.4f} of {len(right)}")
    print(f"within 60 km of the border {sum(near) / len(near):.4f} of {len(near)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
