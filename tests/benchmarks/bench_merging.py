"""Merging of invented coverage (`coverage.py`): seconds, comparisons a report, and how well it is put together again.

`python tests/benchmarks/bench_merging.py`. The archive grows in two ways: over more days, and in more reports a day.
"""

from __future__ import annotations

import time

from benchmarks.coverage import invent

from incidents.corroborate import corroborate
from incidents.pipeline import open_toolbox

ADMIN1 = ("Balochistan", "Sistan and Baluchestan")
AREAS = ("district", "county", "province", "division")


def main() -> None:
    places = tuple(
        place
        for place in open_toolbox().gazetteer.places
        if place.admin2 and place.admin1 in ADMIN1 and place.kind not in AREAS
    )
    for count, days in ((5_000, 6_600), (20_000, 6_600), (20_000, 1_500), (80_000, 6_600)):
        coverage = invent(count, places, days=days)
        started = time.process_time()
        merged = corroborate(coverage.reports, coverage.sources)
        seconds = time.process_time() - started
        ids = [sorted(source.article_id for source in incident.sources) for incident in merged]
        found = {(a, b) for group in ids for a in group for b in group if a < b}
        told = coverage.pairs()
        print(
            f"{len(coverage.reports):,} reports over {days:,} days: {seconds:.1f} s, {len(merged):,} incidents, "
            f"pairs precision {len(found & told) / len(found):.3f}, recall {len(found & told) / len(told):.3f}"
        )


if __name__ == "__main__":
    main()
