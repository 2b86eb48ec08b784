"""What one citation says, read from its own pieces: the ground that answers are checked on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.cells import plain
from indexer.communities import Communities, load_communities
from indexer.records import Column, Correction, Piece, Plan, Repair, Source
from service.engine import Engine

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SPAN = re.compile(r"(?<!\d)(20\d\d)\s?[-–]\s?(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the checker holds answers against, by plan id; nothing of it comes from an answer.

    `bodies` and `places` are names to look for, `areas` those of health communities; `lines` those
    of a plan's file, or of its transcript; `corrections` are by (plan id, first line, quote).
    """

    plans: Mapping[str, Plan]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    areas: frozenset[str]
    lines: Mapping[str, Sequence[str]]
    repairs: Mapping[str, Sequence[Repair]]
    corrections: Mapping[tuple[str, int, str], Sequence[Correction]]


def known_of(engine: Engine) -> Known:
    """What the answers of an engine are held against."""
    places, areas = {plan.region.name for plan in engine.plans}, set[str]()
    if engine.plans:
        communities = load_communities(engine.document(engine.plans[0].plan_id).parents[1])
        places |= _places(communities)
        areas = {n for each in communities.all for n in (each.region.name, *each.aliases)}
        areas |= {name for name, _ in communities.areas}
    bodies = {b for p in engine.passages if p.measure for b in p.measure.responsible}
    lines = {}
    for plan in engine.plans:
        path = engine.transcript(plan.plan_id) or engine.document(plan.plan_id)
        lines[plan.plan_id] = path.read_text(encoding="utf-8-sig").split("\n")
    corrections: dict[tuple[str, int, str], tuple[Correction, ...]] = {}
    for passage in engine.passages:
        own = passage.measure.corrections if passage.measure else passage.corrections
        if own:
            corrections[place_of(passage.source)] = own
    return Known(
        plans={plan.plan_id: plan for plan in engine.plans},
        bodies=tuple(sorted(bodies)),
        places=tuple(sorted(places)),
        areas=frozenset(areas),
        lines=lines,
        repairs=engine.repairs,
        corrections=corrections,
    )


def _places(communities: Communities) -> set[str]:
    """Every name of a place or a trust in the country, but those that are common words too."""
    names = {name for name, _ in communities.areas}
    for each in communities.all:
        names |= {each.region.name, each.trust, *each.trust_aliases, *each.aliases}
        names |= {*each.municipalities, *(old for old, _ in each.former)}
    return {name for name in names if name.lower() not in communities.ordinary_words}


class Evidence:
    """What one citation says: its words as they stand, and with the plan's listed repairs."""

    def __init__(self, source: Source, known: Known) -> None:
        self.source = source
        self._lines = known.lines.get(source.plan_id, ())
        self._repairs = known.repairs.get(source.plan_id, ())
        self.corrections = known.corrections.get(place_of(source), ())
        self.plan = known.plans.get(source.plan_id)

    def misplaced(self) -> Iterator[tuple[str, int]]:
        """Quotes that do not stand where the citation says, byte for byte."""
        source = self.source
        stretch = "\n".join(self._lines[source.line - 1 : source.end_line])
        if not source.quote.strip() or source.quote not in stretch:
            yield source.quote, source.line
        for piece in source.pieces:
            end = piece.line + piece.quote.count("\n")
            if piece.quote not in "\n".join(self._lines[piece.line - 1 : end]):
                yield piece.quote, piece.line

    def texts(self, *fields: str) -> list[str]:
        """What the pieces of these fields say, as it stands and repaired; of no such field, or
        without fields, all that is cited."""
        pieces = [piece for piece in self.source.pieces if piece.field in fields]
        own = [each.corrected or "" for each in self.corrections if each.field in fields]
        if pieces:
            return [*self._read(pieces), *own]
        every = [each.corrected or "" for each in self.corrections]
        quote = self._repaired(self.source.quote, self.source.line, self.source.end_line)
        return [*self._read(self.source.pieces), plain(self.source.quote), plain(quote), *every]

    def says(self, text: str, *fields: str) -> bool:
        """Whether a text stands there as whole words, whatever blanks, hyphens and bullets."""
        return any(stands(text, said) for said in self.texts(*fields))

    def years(self, *fields: str) -> set[int]:
        """The years that are said, those between the ends of a span, and those of marked
        columns."""
        found = self._marked() if not fields or Column.YEAR.value in fields else set()
        for text in self.texts(*fields):
            found |= {int(year) for year in YEAR.findall(text)}
            for first, last in SPAN.findall(text):
                found |= set(range(int(first), int(last) + 1))
        return found

    def _read(self, pieces: Sequence[Piece]) -> list[str]:
        raw = plain(" ".join(piece.quote for piece in pieces))
        repaired = plain(
            " ".join(self._repaired(piece.quote, piece.line, piece.line) for piece in pieces)
        )
        return [raw, repaired]

    def _repaired(self, text: str, first: int, last: int) -> str:
        """A text with the words put right that the plan's repairs list for its lines."""
        for repair in self._repairs:
            if first <= repair.line <= last:
                word = rf"(?<!\w){re.escape(repair.source)}(?!\w)"
                text = repair.repaired.join(re.split(word, text))
        return text

    def _marked(self) -> set[int]:
        """Years in whose column the quoted row has a mark, by the nearest heading row above."""
        found: set[int] = set()
        for line in {p.line for p in self.source.pieces if p.field == Column.YEAR.value}:
            cells = _cells(self._lines[line - 1])
            above = (_cells(self._lines[i]) for i in range(line - 2, -1, -1))
            heading = next((row for row in above if len(_headed(row)) > 1), [])
            found |= {
                year
                for column, year in _headed(heading).items()
                if column < len(cells) and cells[column].strip(" -–")
            }
        return found


def place_of(source: Source) -> tuple[str, int, str]:
    return source.plan_id, source.line, source.quote


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.strip().strip("|").split("|")


def _headed(row: Sequence[str]) -> dict[int, int]:
    years = ((i, re.fullmatch(r"\W*(20\d\d)\W*", cell)) for i, cell in enumerate(row))
    return {column: int(match[1]) for column, match in years if match}


@cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """A text's letters in order, with anything between them that is none."""
    letters = re.sub(r"[\W_]+", "", text.lower())
    if not letters:
        return None
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(letters) + r"(?![^\W_])")


def stands(text: str, said: str) -> bool:
    pattern = _pattern(text)
    return pattern is None or bool(pattern.search(said.lower()))
