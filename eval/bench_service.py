"""Where the time of a question goes, and what memory the service takes.

    python -m eval.bench_service build/index

One run, one thread of questions; medians in milliseconds over one judged question in eight, and the
share of a search that the encoder takes. Ratios hold better than figures on a busy machine.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.gold import Gold
from service.engine import open_engine
from service.results import Filters

ROUNDS = 2
ONE_IN = 8
"""Of the judged questions: all of them, asked twice in four ways, take half an hour."""


def median_ms(run: Callable[[str], object], texts: Sequence[str]) -> float:
    """The median time of one call, after a first round to warm up."""
    times = []
    for round_ in range(ROUNDS):
        for text in texts:
            started = time.perf_counter()
            run(text)
            if round_:
                times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main(index_dir: Path) -> None:
    """Print the table."""
    started = time.perf_counter()
    engine = open_engine(index_dir)
    opened = time.perf_counter() - started
    texts = [query.text for query in Gold().queries[::ONE_IN]]
    encode = median_ms(engine.encode, texts)
    search = median_ms(lambda text: engine.search(text, Filters()), texts)
    ask = median_ms(engine.ask, texts)
    suggest = median_ms(lambda text: engine.suggest(text[:6]), texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| | |\n|---|---:|")
    print(f"| open the index and the encoder | {opened:.1f} s |")
    print(f"| encode a question | {encode:.1f} ms |")
    print(f"| search | {search:.1f} ms |")
    print(f"| ask | {ask:.1f} ms |")
    print(f"| suggest | {suggest:.1f} ms |")
    print(f"| share of the encoder in a search | {encode / search:.0%} |")
    print(f"| peak memory | {peak:.0f} MB |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
