"""Score the bundled pack: `python tests/geodata/score_districts.py ../shared/eval/dev/district_points.csv`.

The file holds points of known district (lon, lat, country, admin1, admin2); spellings are folded onto the pack's, and an
alias counts as the area that holds it. Prints the share of right districts or counties, overall and within 60 km of the
border.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from geodata.locate import locate
from geodata.pack import open_pack

NEAR_KM = 60
# The yardstick's spellings → the pack's.
SPELLINGS = {"Bampour": "Bampur", "Dalagan": "Dalgan", "Qasr-e-Ghand": "Qasr-e Qand", "Kachhi (Bolan)": "Kachhi"}


def right_districts(path: Path) -> tuple[list[bool], list[bool]]:
    """Whether each point is put into its district: of all points, and of those within NEAR_KM of the border."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    boundaries = open_pack().boundaries
    found = locate([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows], boundaries)
    right = []
    for row, district in zip(rows, found["admin2"], strict=True):
        wanted = SPELLINGS.get(row["admin2"], row["admin2"])
        right.append(district in (wanted, boundaries.aliases.get((row["admin1"], wanted), wanted)))
    near = [hit for hit, km in zip(right, found["border_km"], strict=True) if km <= NEAR_KM]
    return right, near


def main(path: Path) -> None:
    """Print the two shares."""
    right, near = right_districts(path)
    print(f"all {sum(right) / len(right):.4f} of {len(right)}")
    print(f"within {NEAR_KM} km of the border {sum(near) / len(near):.4f} of {len(near)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
