"""Whether the confidence of an answer is true: of questions at 0.7, are seven in ten answerable?

    python -m eval.reliability build/index [--write]

Prints the bins and the expected calibration error (Naeini et al. 2015); with `--write` also draws
`eval/reliability.svg`. A question whose place or year no plan is for has confidence 0 by rule,
one that lists all there is has 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.blocks import README, write_block
from eval.encodings import open_remembering
from eval.gold import Gold
from service.engine import Engine

BINS = 10
CHANCES = 2000
"""Draws of outcomes that a wholly true confidence would give, for the error it would show."""

Said = Sequence[tuple[float, bool]]
"""Confidence, and whether there is an answer, of each question."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about one confidence: how many, what was said, what was true."""

    low: float
    count: int
    said: float
    true: float


def bins(said: Said) -> list[Bin]:
    """The bins that have questions, the lowest first; 1 is in the last."""
    found = []
    for number in range(BINS):
        own = [each for each in said if min(int(each[0] * BINS), BINS - 1) == number]
        if own:
            confidence = sum(each for each, _ in own) / len(own)
            true = sum(has for _, has in own) / len(own)
            found.append(Bin(number / BINS, len(own), confidence, true))
    return found


def calibration_error(said: Said) -> float:
    """The mean over questions of how far their bin's truth lies from what was said, 0 to 1."""
    return sum(b.count * abs(b.said - b.true) for b in bins(said)) / max(len(said), 1)


def error_by_chance(said: Said) -> float:
    """The error that as many questions show on average if the confidence is wholly true."""
    dice = np.random.default_rng(4)
    confidences = [confidence for confidence, _ in said]
    drawn = dice.random((CHANCES, len(said))) < np.asarray(confidences)
    errors = [calibration_error(list(zip(confidences, map(bool, d), strict=True))) for d in drawn]
    return float(np.mean(errors))


def asked(engine: Engine, gold: Gold) -> dict[str, list[tuple[float, bool]]]:
    """Split -> confidence and truth of its questions."""
    found: dict[str, list[tuple[float, bool]]] = {"tune": [], "held": []}
    for query in gold.queries:
        if query.query_id in gold.answers:
            confidence = engine.ask(query.text).confidence
            found[query.split].append((confidence, not gold.answers[query.query_id].reasons))
    return found


def lines(found: Mapping[str, Said]) -> Iterator[str]:
    """The bins side by side, and the errors."""
    by_low = {split: {b.low: b for b in bins(said)} for split, said in found.items()}
    titles = " | ".join(f"{split}: questions | answerable" for split in found)
    yield f"| confidence | {titles} |"
    yield "|---|" + "---:|---:|" * len(found)
    for number in range(BINS):
        low = number / BINS
        cells = [by_low[split].get(low) for split in found]
        own = " | ".join(f"{b.count} | {b.true:.2f}" if b else "0 | –" for b in cells)
        yield f"| {low:.1f}–{low + 1 / BINS:.1f} | {own} |"
    yield ""
    for split, said in found.items():
        yield (
            f"Expected calibration error on *{split}*: {calibration_error(said):.3f} (a wholly "
            f"true confidence would show {error_by_chance(said):.3f})."
        )


def svg(found: Mapping[str, Said]) -> str:
    """The reliability diagram: what was said to the right, what was true upwards."""
    size, edge = 300, 40
    colours = {"tune": "#9a9a9a", "held": "#0b5fa5"}

    def at(x: float, y: float) -> str:
        return f"{edge + x * size:.1f},{edge + (1 - y) * size:.1f}"

    x, y = at(0, 0).split(",")
    marks = [f'<path d="M{at(0, 0)} L{at(1, 1)}" stroke="#ccc" stroke-dasharray="4"/>']
    marks.append(f'<path d="M{at(0, 1)} L{at(0, 0)} L{at(1, 0)}" stroke="#333" fill="none"/>')
    for number, (split, said) in enumerate(found.items()):
        line = " L".join(at(b.said, b.true) for b in bins(said))
        marks.append(f'<path d="M{line}" stroke="{colours[split]}" fill="none"/>')
        for b in bins(said):
            cx, cy = at(b.said, b.true).split(",")
            radius = 2 + b.count**0.5 / 2
            marks.append(f'<circle cx="{cx}" cy="{cy}" r="{radius:.1f}" fill="{colours[split]}"/>')
        marks.append(
            f'<text x="{edge + 8}" y="{edge + 14 + 16 * number}" fill="{colours[split]}">'
            f"{split}</text>"
        )
    marks.append(f'<text x="{x}" y="{float(y) + 24}">confidence 0 to 1; share answerable</text>')
    side = size + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'font-family="sans-serif" font-size="13"><title>Reliability of the confidence</title>'
        f'<rect width="{side}" height="{side}" fill="#fff"/>{"".join(marks)}</svg>\n'
    )


def main(index_dir: Path, write: bool) -> None:
    """Measure and print or write table and diagram."""
    found = asked(open_remembering(index_dir), Gold())
    table = "\n".join(lines(found))
    if write:
        README.with_name("reliability.svg").write_text(svg(found), encoding="utf-8")
        table += "\n\n![Reliability diagram](reliability.svg)"
    write_block("reliability", table, write)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
