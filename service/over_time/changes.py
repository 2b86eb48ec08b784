"""Which fields of a measure say something else in the next plan.

Damage of OCR, hyphens, dashes, capitals, inflection and spelling are no changes; figures, a word
that is put in, left out or replaced are.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import DamerauLevenshtein

from indexer.analysis import fold, stem, tokenize
from indexer.records import Measure
from service.bodies.names import say_the_same
from service.when.due import due_of

FIELDS = ("text", "responsible", "deadline", "target_group", "goal", "status")
"""The fields that are compared, by their names in a measure."""

SPELLED = 5
"""Letters from which one wrong one makes no other word ("skrøpeligheit", "oppfalging"), but for
the first ("mulig", "umulig"). Two would make "kompetansedeling" of "kompetanseheving". Known to
be wrong for "ledelse" and "lidelse"."""

_NOISE = 1
"""Letters up to which a word that one text has more is a bullet or a stain ("e", "¢ i")."""

Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Changes:
    """By field what stood there and what stands there now; `unread` could not be compared."""

    changed: tuple[tuple[str, Value, Value], ...]
    unread: tuple[str, ...]


def fields_stated(measures: Sequence[Measure]) -> Set[str]:
    """The fields that a plan states for any measure; a column it lacks is no blank cell."""
    return {
        name for name in FIELDS if any(getattr(m, name) or name in m.uncertain for m in measures)
    }


def changes(old: Measure, new: Measure, stated: Set[str]) -> Changes:
    """What is different, in the fields that both plans state.

    A status that the newer plan does not repeat is none: only a new one is.
    """
    changed, unread = [], []
    for name in FIELDS:
        if name not in stated:
            continue
        before, after = getattr(old, name), getattr(new, name)
        if name in old.uncertain or name in new.uncertain:
            unread.append(name)
        elif name == "status" and after is None:
            continue
        elif not _same(name, old, new):
            changed.append((name, before, after))
    return Changes(tuple(changed), tuple(unread))


def _same(name: str, old: Measure, new: Measure) -> bool:
    if name == "responsible":
        return _same_bodies(old.responsible, new.responsible)
    if name == "deadline":
        return _same_deadline(old, new)
    return same_wording(getattr(old, name) or "", getattr(new, name) or "")


def _same_deadline(old: Measure, new: Measure) -> bool:
    """The same years and the same last day ("2025", "Innen utgangen av 2025"), or one wording."""
    if same_wording(old.deadline or "", new.deadline or ""):
        return True
    one, other = due_of(old), due_of(new)
    return one.day is not None and one.day == other.day and old.years == new.years


def _same_bodies(old: Sequence[str], new: Sequence[str]) -> bool:
    if len(old) != len(new):
        return False
    left = list(new)
    for body in old:
        match = next((other for other in left if _same_body(body, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same_body(one: str, other: str) -> bool:
    """One body as the register tells it, or one wording, which forgives damage in short words."""
    return say_the_same(one, other) or same_wording(one, other)


def same_wording(one: str, other: str) -> bool:
    """Whether two texts say the same word for word, spelling and typography forgiven."""
    first, second = _words(one), _words(other)
    if "".join(first) == "".join(second):
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return all(
        tag == "equal" or _same_run(first[i:j], second[k:m])
        for tag, i, j, k, m in matcher.get_opcodes()
    )


def _words(text: str) -> list[str]:
    return [fold(token.word) for token in tokenize(text)]


def _same_run(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two runs of words that differ are one spelled in two ways."""
    if len("".join(one)) <= _NOISE and not any(word.isdigit() for word in (*one, *other)):
        return len("".join(other)) <= _NOISE
    if "".join(one) == "".join(other):
        return True
    return len(one) == len(other) and all(map(_same_word, one, other))


def _same_word(one: str, other: str) -> bool:
    if one == other or stem(one) == stem(other):
        return True
    if not (one.isalpha() and other.isalpha()) or one[0] != other[0]:
        return False
    long = min(len(one), len(other)) >= SPELLED
    return long and DamerauLevenshtein.distance(one, other) <= 1
