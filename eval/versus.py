"""Compare two saved runs, query by query: which figures changed by more than chance.

    plansok eval --json > before.json;  …;  plansok eval --json > after.json
    python -m eval.versus before.json after.json

By need, with the interval of the difference and a randomisation test (`eval.uncertainty`). Twenty
figures are looked at: of those that do not differ, one will have p below 0.05.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.gold import Gold
from eval.per_query import within
from eval.uncertainty import difference, needs_of

GROUPS = ("tune", "held", "held nb", "held nn", "held en")


def lines(old: Mapping[str, Any], new: Mapping[str, Any], gold: Gold) -> Iterator[str]:
    """The differences as a Markdown table."""
    needs = needs_of(gold)
    yield "| questions | figure | before | after | difference, 95 % | p |"
    yield "|---|---|---:|---:|---:|---:|"
    for group in GROUPS:
        for figure in new["per query"]:
            ids = new["groups"][group]
            one = within(new["per query"][figure], ids)
            other = within(old["per query"].get(figure, {}), ids)
            shared = one.keys() & other.keys()
            if not any(one[query][1] for query in shared):
                continue
            found = difference(one, other, needs)
            before, after = (_value(within(run, shared)) for run in (other, one))
            yield f"| {group} | {figure} | {before} | {after} | {found} | {found.p:.4f} |"


def _value(parts: Mapping[str, tuple[float, float]]) -> str:
    below = sum(each[1] for each in parts.values())
    return f"{sum(each[0] for each in parts.values()) / below:.3f}" if below else "–"


def main(before: Path, after: Path) -> None:
    """Print the differences."""
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (before, after))
    for line in lines(old, new, Gold()):
        print(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
