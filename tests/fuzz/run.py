"""The long run: `make fuzz`, so many hostile inputs a reader, each reader in a process of its own.

A crash, a hang, a broken promise is named by reader and seed: `python -m fuzz.run txt --seed 17` repeats it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
import traceback

from fuzz.hostile import READERS, check, hostile, seeds_of
from fuzz.hostile_addresses import check_address, hostile_address

TARGETS = (*READERS, "address")
SECONDS = 5.0  # of the processor, for one input of at most 200,000 bytes
MEBIBYTES = 1024  # of memory, for the process that reads them all
HUNG = 120.0  # seconds of the clock without one input done


def attempt(target: str, seed: int, seeds: list[bytes]) -> None:
    """Read the hostile input of this seed; raises what is wrong with the answer."""
    if target == "address":
        check_address(hostile_address(seed))
    else:
        check(target, hostile(target, seed, seeds))


def work(target: str, first: int, count: int, at, told) -> None:
    """Run seeds and tell (slowest seconds, its seed, peak MiB, failures)."""
    seeds = [] if target == "address" else seeds_of(target)
    slowest, slow_seed, failures = 0.0, first, []
    for seed in range(first, first + count):
        at.value = seed
        started = time.process_time()
        try:
            attempt(target, seed, seeds)
        except Exception:
            failures.append((seed, traceback.format_exc(limit=-3)))
        spent = time.process_time() - started
        if spent > slowest:
            slowest, slow_seed = spent, seed
        if spent > SECONDS:
            failures.append((seed, f"{spent:.1f} s for one input"))
        if len(failures) > 20:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if peak > MEBIBYTES:
        failures.append((slow_seed, f"{peak:.0f} MiB"))
    told.put((slowest, slow_seed, peak, failures))


def run(target: str, first: int, count: int) -> int:
    """Run one target in a process, watched from outside; prints a line and its failures, returns how many."""
    context = multiprocessing.get_context("spawn")
    at, told, started = context.Value("q", first), context.Queue(), time.monotonic()
    child = context.Process(target=work, args=(target, first, count, at, told))
    child.start()
    seen, since, answer = -1, time.monotonic(), None
    while answer is None and child.is_alive():
        try:
            answer = told.get(timeout=1)
        except Exception:
            if at.value != seen:
                seen, since = at.value, time.monotonic()
            elif time.monotonic() - since > HUNG:
                child.kill()
    if answer is None:
        try:
            answer = told.get(timeout=1)
        except Exception:
            answer = (0.0, at.value, 0.0, [(at.value, f"the process ended or hung, exit code {child.exitcode}")])
    child.join()
    slowest, slow_seed, peak, failures = answer
    print(
        f"{target:10} {count:>8,} inputs  {time.monotonic() - started:7.0f} s  slowest {slowest * 1000:7.0f} ms (seed {slow_seed})  "
        f"peak {peak:5.0f} MiB  {len(failures)} failures", flush=True,
    )  # fmt: skip
    for seed, what in failures:
        print(f"  {target} --seed {seed}: {what}", flush=True)
    return len(failures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=TARGETS, help=f"readers (default: all): {', '.join(TARGETS)}")
    parser.add_argument("--count", type=int, default=100_000, help="inputs a reader")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--seed", type=int, help="only this one, here, with its traceback")
    chosen = parser.parse_args()
    if chosen.seed is not None:
        for target in chosen.targets:
            attempt(target, chosen.seed, [] if target == "address" else seeds_of(target))
        return
    sys.exit(1 if sum(run(target, chosen.first, chosen.count) for target in chosen.targets) else 0)


if __name__ == "__main__":
    main()
