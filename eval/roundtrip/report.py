"""The round trip's figures as text: a table for the README, and what came back otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.roundtrip.layouts import Field
from eval.roundtrip.measure import Result

_HEAD = (
    "layout", "measures", "extra", "fields exact", "text", "goal", "target group", "responsible",
    "deadline", "wrong, marked uncertain", "boxes",
)  # fmt: skip


def table(results: Sequence[Result]) -> str:
    """Markdown, a line a layout. Fields are of measures that were found."""
    lines = [f"| {' | '.join(_HEAD)} |", f"|---|{'---:|' * (len(_HEAD) - 1)}"]
    for result in results:
        exact, asked = result.exact(*Field)
        right, boxed = result.boxes
        cells = [
            result.layout.name,
            _share(result.found, result.typeset),
            str(result.extra),
            _share(exact, asked),
            *(
                _share(*result.exact(name))
                for name in (
                    Field.TEXT,
                    Field.GOAL,
                    Field.TARGET_GROUP,
                    Field.RESPONSIBLE,
                    Field.DEADLINE,
                )
            ),
            f"{result.uncertain}/{asked - exact}",
            _share(right, boxed),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def wrong(results: Sequence[Result]) -> str:
    """Everything that came back otherwise, a line each."""
    return "\n".join(line for result in results for line in _wrong(result))


def _wrong(result: Result) -> Iterator[str]:
    name = result.layout.name
    for plan_id, reason in result.failed:
        yield f"{name} {plan_id} not read: {reason}"
    for comparison in result.comparisons:
        at = f"{name} {comparison.plan_id}"
        for text in comparison.missing:
            yield f"{at} missing: {text}"
        for text in comparison.extra:
            yield f"{at} extra: {text!r}"
        for w in comparison.wrong:
            mark = " (uncertain)" if w.uncertain else ""
            yield f"{at} {w.entry} {w.field}{mark}: typeset {w.typeset!r}, read {w.read!r}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"
