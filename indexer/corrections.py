"""What people put right in a plan: an overlay beside it, applied after every reading.

    corpus/corrections/<plan_id>.toml -> entries -> PlanRead with its corrections

An entry says what it corrects as well as what is right, so that one which no longer fits, after
another reading or another edition of the file, is reported and not applied to the wrong row.
Quotes are never touched.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indexer.mistakes import mistakes_of
from indexer.passages import measure_passage
from indexer.records import Correction, Measure, Passage, PlanRead
from indexer.when import read_when

FOLDER = "corrections"
LISTS = ("responsible", "indicators")
TEXTS = (
    *("text", "number", "goal", "target_group", "priority"),
    *("deadline", "moved_from", "status"),
)
FIELDS = (*TEXTS, *LISTS, "years")
"""The fields of a measure that can be corrected."""

WRITTEN = {
    "date": "write it as 2026-11-20",
    "read": "write text, a number, or a list of them",
    "correct": "write text, a number, or a list of them",
}
"""How the keys of an entry are written that are not plain text."""

Value = str | int | list[str] | list[int]
Filled = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """A `[[correction]]`: of a measure's field, or of a word wherever the plan has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: Filled | None = None
    field: str | None = None
    word: Filled | None = None
    read: Value | None = None
    quote: Filled | None = None
    correct: Value
    by: Filled
    date: datetime.date
    why: Filled

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if (self.word is None) == (self.measure is None):
            raise ValueError("name either a measure with its field, or a word")
        if self.word is not None:
            if any(value is not None for value in (self.field, self.read, self.quote)):
                raise ValueError("a word has no field, read or quote")
            if not isinstance(self.correct, str) or not self.correct.strip():
                raise ValueError("correct must be text for a word")
            return self
        if self.field not in FIELDS:
            raise ValueError(f"field must be one of {', '.join(FIELDS)}")
        if self.read is None and self.quote is None:
            raise ValueError("say what was read, or quote the row, so that it fits only there")
        _value_for(self.field, self.correct)
        return self


@dataclass(frozen=True, slots=True)
class Overlay:
    """The corrections of one plan, each with its number in the file, and what is wrong there."""

    name: str
    entries: tuple[tuple[int, Entry], ...] = ()
    faults: tuple[str, ...] = ()


def load_overlay(corpus: Path, plan_id: str) -> Overlay:
    """The corrections of a plan; none where it has no such file.

    An entry that cannot be understood corrects nothing and says so, and the others stand; a file
    that is no TOML corrects nothing at all. The plan is read all the same.
    """
    name = f"{FOLDER}/{plan_id}.toml"
    path = corpus / name
    if not path.exists():
        return Overlay(name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        return Overlay(name, faults=(f"{name} kan ikke forstås og rettet ingenting: {exc}",))
    raw = data.get("correction", [])
    wrong = sorted(set(data) - {"correction"})
    if not isinstance(raw, list):
        raw, wrong = [], [*wrong, "correction"]
    faults = [f"{name}: {key} rettet ingenting: write each as [[correction]]" for key in wrong]
    entries = []
    for number, each in enumerate(raw, start=1):
        try:
            entries.append((number, Entry.model_validate(each)))
        except ValidationError as exc:
            said = mistakes_of(exc, Entry.model_fields, WRITTEN)
            faults.append(
                f"{name}: rettelse {number} kan ikke forstås og ble utelatt: {said}; mend it"
            )
    return Overlay(name, tuple(entries), tuple(faults))


def overlays_without_plan(corpus: Path, plan_ids: Iterable[str]) -> tuple[str, ...]:
    """Files of corrections that name no plan."""
    known = set(plan_ids)
    return tuple(
        f"{FOLDER}/{path.name}"
        for path in sorted((corpus / FOLDER).glob("*.toml"))
        if path.stem not in known
    )


def apply_corrections(read: PlanRead, overlay: Overlay) -> PlanRead:
    """The plan with what was put right, and a warning for every entry that does not fit."""
    measures = {measure.measure_id: measure for measure in read.measures}
    prose = {p.passage_id: p for p in read.passages if p.measure is None}
    misfits = list(overlay.faults)
    for number, entry in overlay.entries:
        if entry.measure is not None:
            why = _correct_field(entry, measures)
        else:
            why = _correct_word(entry, measures, prose)
        if why:
            misfits.append(f"{overlay.name}: rettelse {number} passer ikke og ble utelatt: {why}")
    return replace(
        read,
        measures=tuple(measures[measure.measure_id] for measure in read.measures),
        passages=tuple(
            prose[p.passage_id] if p.measure is None else _remade(read, p, measures)
            for p in read.passages
        ),
        warnings=(*read.warnings, *misfits),
    )


def _remade(read: PlanRead, passage: Passage, measures: Mapping[str, Measure]) -> Passage:
    """The passage of a measure: anew where it was corrected, so that it is found as it is."""
    measure = measures[passage.passage_id]
    return measure_passage(read.plan, measure) if measure.corrections else passage


def _correct_field(entry: Entry, measures: dict[str, Measure]) -> str | None:
    """Correct a measure's field, or say why it does not fit."""
    assert entry.measure is not None
    assert entry.field is not None
    measure = measures.get(entry.measure)
    if measure is None:
        return f"det finnes ikke noe tiltak {entry.measure}{_elsewhere(entry, measures)}"
    if entry.quote is not None and not _stands_in(entry.quote, measure):
        return f"«{entry.quote}» står ikke i {entry.measure}{_elsewhere(entry, measures)}"
    was = getattr(measure, entry.field)
    if entry.read is not None and _value_for(entry.field, entry.read) != was:
        return f"{entry.field} ble lest som {_shown(was)}, ikke {_shown(entry.read)}"
    right = _value_for(entry.field, entry.correct)
    if right == was:
        return f"{entry.field} leses nå som {_shown(was)}; fjern rettelsen"
    if entry.field == "text" and not right:
        return "et tiltak uten tekst er ikke noe tiltak"
    changes: dict[str, Any] = {entry.field: right}
    if entry.field == "deadline" and (years := read_when(str(right or "")).years):
        changes["years"] = years
    made = [
        _made(entry, field, getattr(measure, field), value)
        for field, value in changes.items()
        if getattr(measure, field) != value
    ]
    measures[entry.measure] = replace(
        measure,
        **changes,
        uncertain=tuple(field for field in measure.uncertain if field not in changes),
        corrections=(*measure.corrections, *made),
    )
    return None


def _stands_in(quote: str, measure: Measure) -> bool:
    """Whether the words are in the measure's row or its parts, blanks aside."""
    sought = " ".join(quote.split())
    texts = (measure.source.quote, *(piece.quote for piece in measure.source.pieces))
    return any(sought in " ".join(text.split()) for text in texts)


def _elsewhere(entry: Entry, measures: Mapping[str, Measure]) -> str:
    """Where the quote stands now, where it stands in one measure alone."""
    if entry.quote is None:
        return ""
    found = [each.measure_id for each in measures.values() if _stands_in(entry.quote, each)]
    return f" (sitatet står nå i {found[0]})" if len(found) == 1 else ""


def _correct_word(
    entry: Entry, measures: dict[str, Measure], prose: dict[str, Passage]
) -> str | None:
    """Correct a word in every field and paragraph that has it, or say that none has."""
    assert entry.word is not None
    word = re.compile(rf"(?<!\w){re.escape(entry.word)}(?!\w)")
    right, found = str(entry.correct), False
    for measure_id, measure in measures.items():
        changes: dict[str, Any] = {
            field: changed
            for field in (*TEXTS, *LISTS)
            if (changed := _replaced(word, right, getattr(measure, field))) is not None
        }
        if changes:
            found = True
            made = tuple(_made(entry, field, entry.word, right) for field in changes)
            measures[measure_id] = replace(
                measure, **changes, corrections=(*measure.corrections, *made)
            )
    for passage_id, passage in prose.items():
        if word.search(passage.text):
            found = True
            prose[passage_id] = replace(
                passage,
                text=word.sub(lambda _: right, passage.text),
                encoded=word.sub(lambda _: right, passage.encoded),
                corrections=(*passage.corrections, _made(entry, "text", entry.word, right)),
            )
    return None if found else f"ordet «{entry.word}» leses ingen steder i planen"


def _replaced(
    word: re.Pattern[str], right: str, value: str | tuple[str, ...] | None
) -> str | tuple[str, ...] | None:
    """The value with the word corrected; null where it does not have it."""
    if value is None:
        return None
    if isinstance(value, str):
        changed: str | tuple[str, ...] = word.sub(lambda _: right, value)
    else:
        changed = tuple(word.sub(lambda _: right, each) for each in value)
    return changed if changed != value else None


def _value_for(field: str, value: Value) -> str | tuple[str, ...] | tuple[int, ...] | None:
    """A value as the measure's field holds it; nothing ("" or []) is null or empty."""
    many: Sequence[object] = value if isinstance(value, list) else [value]
    if field == "years":
        if not all(isinstance(each, int) for each in many):
            raise ValueError("years must be numbers")
        return tuple(sorted(int(str(each)) for each in many))
    if field in LISTS:
        return tuple(str(each) for each in many if str(each))
    if isinstance(value, list):
        raise ValueError(f"{field} must be one text, not a list")
    return str(value) or None


def _made(entry: Entry, field: str, was: object, right: object) -> Correction:
    return Correction(
        field=field,
        read=_text(was),
        corrected=_text(right),
        by=entry.by,
        date=entry.date,
        why=entry.why,
    )


def _text(value: object) -> str | None:
    if isinstance(value, tuple | list):
        return "; ".join(str(each) for each in value) or None
    return None if value is None or value == "" else str(value)


def _shown(value: object) -> str:
    text = _text(value)
    return f"«{text}»" if text else "tomt"
