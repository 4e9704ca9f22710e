"""How fast the page answers with 10,000 and 100,000 incidents, in headless Chromium with the network blocked.

    PYTHONPATH=.:tests python tests/benchmarks/bench_page.py [SIZE…]

Goals (docs/dashboard.md): 10,000: first map 3 s, filter to map 0.4 s, click to panel 1 s. 100,000: first map 4 s, filter
to map 1 s. The zoom stays, moving the map runs nothing, and the browser's heap is stable over 200 changes of the filter.
"First visitor" also reads the incidents from the database, which every later visit finds read.

Beside each time stands the CPU time that server and browser used meanwhile, all processes together (Linux): on a machine
that others keep busy it is the fairer figure.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browsing import CHROMIUM, FLAGS, Desk, serving
from playwright.sync_api import sync_playwright
from synthetic import write_database

TIMES, CHANGES = 9, 200
TICKS = os.sysconf("SC_CLK_TCK")
FIRST_MAP, FILTER, PANEL = {10_000: 3.0, 100_000: 4.0}, {10_000: 0.4, 100_000: 1.0}, 1.0
TYPES = ("Explosions", "Battles")


def seconds(act, done) -> tuple[float, float]:
    """Wall and CPU time from an act until it is done."""
    started, used = time.perf_counter(), cpu_seconds()
    act()
    done()
    return time.perf_counter() - started, cpu_seconds() - used


def cpu_seconds() -> float:
    """What all processes under this one have used so far."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(stat.parent.name)], used[int(stat.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])

    def ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return sum(ticks for process, ticks in used.items() if process != os.getpid() and ours(process)) / TICKS


def middle(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(wall for wall, _ in taken), statistics.median(cpu for _, cpu in taken)


def first_map(desk: Desk) -> tuple[float, float]:
    """From the address to painted incidents."""
    return seconds(
        lambda: desk.page.goto(desk.address, wait_until="commit"),
        lambda: (desk.map.locator("canvas.sarhad-incidents").wait_for(), desk.told("window.Sarhad.shows > 0")),
    )


def filtered(desk: Desk, turn: int) -> tuple[float, float]:
    """From a click in the legend to the newly painted map."""
    before = desk.frame.evaluate("window.Sarhad.shows")
    kind = desk.page.get_by_role("toolbar", name="event types").get_by_text(TYPES[turn % 2])
    return seconds(kind.click, lambda: desk.told(f"window.Sarhad.shows > {before}"))


def opened(desk: Desk, turn: int) -> tuple[float, float]:
    """From a click on a dot to the words of its panel."""
    dots = desk.frame.evaluate(
        "Sarhad.incidents.drawn.filter(d => d.items.length === 1 && !d.area && d.x > 250 && d.x < 700 && d.y > 150 "
        "&& d.y < 500).map(d => [d.x, d.y])"
    )
    at = dots[turn % len(dots)]
    box = desk.page.locator("iframe").first.bounding_box()
    url = desk.page.url
    return seconds(
        lambda: desk.page.mouse.click(box["x"] + at[0], box["y"] + at[1]),
        lambda: (
            desk.page.wait_for_function(
                "url => location.href !== url && location.search.includes('incident=')", arg=url
            ),
            desk.page.locator(".st-key-close_panel").wait_for(),
        ),
    )


def heap(desk: Desk, session) -> float:
    """Megabytes in use after a collection."""
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def measure(size: int, folder: Path) -> list[tuple[str, float, float | None, float | None]]:
    """(what, measured, CPU time, goal) in seconds, and in megabytes for the heap."""
    rows: list[tuple[str, float, float | None, float | None]] = []
    with serving(write_database(folder / f"{size}.db", size)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with Desk.at(browser, address) as desk:
            rows.append(("first map, first visitor", *first_map(desk), None))
        visits = []
        for _ in range(3):
            with Desk.at(browser, address) as desk:
                visits.append(first_map(desk))
                desk.settle()
        rows.append(("first map", *middle(visits), FIRST_MAP.get(size)))
        with Desk.at(browser, address) as desk:
            desk.open("?lat=26.5&lng=63&zoom=9")
            sent = desk.sent
            desk.drag(desk.at_place(26.6, 63.2), desk.at_place(26.4, 63.4))
            desk.page.wait_for_timeout(800)
            print(f"  moving the map: {desk.sent - sent} runs of the page; zoom {desk.zoom():g}")
            taken = []
            for turn in range(TIMES):
                taken.append(filtered(desk, turn))
                desk.settle()
            rows.append(("filter to map", *middle(taken), FILTER.get(size)))
            rows.append(("filter to map, slowest", *max(taken), None))
            print(f"  zoom after {TIMES} filters: {desk.zoom():g}")
            desk.frame.evaluate("void window.map.setZoom(10, {animate: false})")
            taken = []
            for turn in range(5):
                taken.append(opened(desk, turn * 3))
                desk.settle()
            rows.append(("click to panel", *middle(taken), PANEL))
            if size <= 10_000:
                rows += over_many_changes(desk)
        browser.close()
    return rows


def over_many_changes(desk: Desk) -> list[tuple[str, float, float | None, float | None]]:
    session = desk.page.context.new_cdp_session(desk.page)
    for turn in range(20):
        filtered(desk, turn)
    before = heap(desk, session)
    for turn in range(CHANGES):
        filtered(desk, turn)
    return [
        ("heap before, MB", before, None, None),
        (f"heap after {CHANGES} filters, MB", heap(desk, session), None, before * 1.25),
    ]


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            print(f"{size:,} incidents; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            for what, measured, cpu, goal in measure(size, Path(folder)):
                used = "" if cpu is None else f"   CPU {cpu:5.2f}"
                said = "" if goal is None else f"   goal {goal:5.2f}   {'met' if measured <= goal else 'MISSED'}"
                print(f"  {what:28} {measured:6.2f}{used:12}{said}")


if __name__ == "__main__":
    main()
