"""What speaks against a cell beginning or going on with a piece of a line."""

from __future__ import annotations

import re

from indexer.records import Column
from indexer.run_together.records import COLUMNS, SPANNING, Cell, Piece, State, Step
from indexer.run_together.tokens import width_of
from indexer.run_together.words import (
    ADJECTIVE,
    BEFORE_A_NAME,
    BODY,
    LINKING,
    cores_of,
    is_open,
    is_unfinished,
    last_word,
)
from indexer.vocabulary import begins_action, names_people

_RECURS = 1.2
"""What speaks for a responsible body that was read in another row too: few bodies do most."""

_JOINS_BODIES = frozenset(["og", "i", "ved", "for", "fra", "frå", "med", "på", "hos", "samt"])

_VERBS = frozenset({"som", "er", "har", "skal", "kan", "vil", "blir", "at"})

_BARE_BODY = re.compile(r"\w*(?:råd|utvalg|utval|nettverk|forum|styre)$")


def piece_cost(
    piece: Piece, cell: Cell | None, step: Step, *, count: int, width: float, recurs: bool
) -> float:
    """What speaks against this piece after a cell, or as the first of one where there is none.

    `count` lines have been read, this one among them; the column is `width` letters wide;
    `recurs` says that the same text was read in this column elsewhere.
    """
    over = piece.width / width - 1
    cost = 8 * over if over > 0 and not step.heading else 0.0
    cost -= _RECURS if recurs else 0.0
    if cell is None or begins_anew(piece, cell):
        return cost + _start_cost(piece, step)
    return cost + _continuation_cost(piece, cell, step, count, width)


def begins_anew(piece: Piece, cell: Cell) -> bool:
    """Whether a spanning cell ends and the next begins: a capital after a finished text."""
    if piece.column not in SPANNING or not piece.tokens[0].ordinary:
        return False
    people = piece.column is Column.TARGET_GROUP and names_people(piece.text)
    return people or not is_unfinished(cell.text)


def _start_cost(piece: Piece, step: Step) -> float:
    """What speaks against a cell's text beginning with this line."""
    first = piece.tokens[0]
    opens = first.bullet or first.text[0].isupper() or first.text[0] in '«"|'
    if piece.column is Column.OTHER:
        return 0.0 if re.match(r"\([a-zæøå]", piece.text) else 6.0
    if piece.column is Column.RESPONSIBLE:
        late = 0.0 if step.end else 0.8
        return late if piece.names_body else 6.5 if first.text[0].isupper() else 8.0
    if piece.column in SPANNING:
        return _span_cost(piece, step) + (0.0 if opens and not first.bullet else 4.0)
    return (1.5 if piece.names_body else 0.0) + (0.0 if opens or first.text[0].isdigit() else 4.0)


def _span_cost(piece: Piece, step: Step) -> float:
    """What speaks against a goal or a target group beginning here."""
    shown = " ".join(token.core for token in piece.tokens)
    fits = names_people(shown) if piece.column is Column.TARGET_GROUP else begins_action(shown)
    on_time = step.begins or step.heading or step.columns[-1] in SPANNING
    return (0.2 if fits else 2.5) + (0.0 if on_time else 4.0)


def _continuation_cost(piece: Piece, cell: Cell, step: Step, count: int, width: float) -> float:
    """What speaks against a cell going on with this line."""
    missed = count - 1 - cell.last
    cost = _gap_cost(missed, step, piece.column is Column.RESPONSIBLE)
    if piece.column is Column.OTHER:
        cost += 3.0 if piece.tokens[0].ordinary else 0.0
        return cost + (0.0 if is_open(cell.text) else 5.0)
    open_end = must_go_on(piece.column, cell)
    cost += _wrap_cost(piece, cell, open_end, width)
    linked = _is_linked_twice(piece, cell)
    cost += 1.5 if linked else 0.0
    if piece.column is Column.RESPONSIBLE:
        return cost + _further_body_cost(piece, cell, open_end)
    if piece.column in SPANNING:
        cost += 0.2 if piece.column is Column.GOAL else 0.0
        return cost + (0.0 if open_end or not missed else 1.2)
    cost += 1.2 if re.match(r"\([A-ZÆØÅ]", piece.text) else 0.6 * _is_names(piece)
    return cost + (0.0 if linked else _further_text_cost(piece, cell, open_end))


def _gap_cost(missed: int, step: Step, body: bool) -> float:
    """A cell has no empty lines within it where its columns stand side by side."""
    if not missed:
        return 0.0
    if step.apart or not step.main:
        return 0.8 if body and step.main else 0.5
    return min(missed, 2) * (2.5 if body else 1.2)


def _wrap_cost(piece: Piece, cell: Cell, open_end: bool, width: float) -> float:
    """What fitted on the line before would stand there; bodies are broken by hand as well."""
    first = piece.tokens[0]
    body = piece.column is Column.RESPONSIBLE
    if first.bullet or (first.ordinary and not open_end and not body):
        return 0.0
    full = (cell.width + 0.6 + width_of(first.text)) / width
    early = 0.0 if full >= 0.9 else 1.0 if full >= 0.75 else 2.0
    return early / 2 if body else early


def _is_names(piece: Piece) -> bool:
    """Whether there are nothing but names, joined by "og" and commas."""
    return all(
        (token.text[0].isupper() and not token.ordinary) or token.core == "og"
        for token in piece.tokens
    )


def _is_linked_twice(piece: Piece, cell: Cell) -> bool:
    """Whether a preposition or conjunction would follow another ("utskrivning av" "og")."""
    return last_word(cell.text) in LINKING and piece.tokens[0].core.lower() in LINKING


def _further_text_cost(piece: Piece, cell: Cell, open_end: bool) -> float:
    """What speaks against a measure or an indicator going on with these words."""
    first = piece.tokens[0]
    if open_end:
        return 2.5 if first.bullet else 1.0 if first.ordinary else -0.5
    if first.bullet:
        return 0.0 if cell.listed else 0.3
    if first.ordinary:
        return 0.9 if cell.listed else 0.4
    return -0.2 if ADJECTIVE.match(last_word(cell.text)) else 0.3


def _further_body_cost(piece: Piece, cell: Cell, open_end: bool) -> float:
    """What speaks against a responsible cell going on with these words."""
    first = piece.tokens[0]
    named = first.text[0].isupper()
    linking, joining = (first.core.lower() in words for words in (LINKING, _JOINS_BODIES))
    linked = _is_linked_twice(piece, cell)
    adjective = ADJECTIVE.match(last_word(cell.text)) and not is_unfinished(cell.text)
    refusals = (
        (first.bullet, 6.0),
        (":" in piece.text, 4.0),
        (re.match(r"\([a-zæøå]", piece.text), 3.0),
        (last_word(cell.text) in BEFORE_A_NAME and not named, 2.0),
        (first.core.lower() in _VERBS, 2.5),
        (linking and (linked or adjective or not joining), 2.0),
    )
    refused = next((cost for applies, cost in refusals if applies), None)
    if refused is not None:
        return refused
    if open_end:
        return -2.0 if BODY.match(first.core.capitalize()) else -0.5
    if re.match(r"\([A-ZÆØÅ]", piece.text):
        return -0.2
    if joining:
        return 0.0
    return 0.5 if named or first.text[0] == "(" else 2.0


def absence_cost(column: Column, cell: Cell, step: Step, count: int) -> float:
    """What speaks against a line without more of a cell that must go on.

    Nothing where blocks come column by column.
    """
    if not step.main or not (is_unfinished(cell.text) or is_open(cell.text)):
        adjective = step.main and ADJECTIVE.match(last_word(cell.text))
        return 0.4 if adjective and column is Column.INDICATOR else 0.0
    if column is Column.OTHER:
        return 1.6
    if column in SPANNING:
        return 0.8 if cell.last >= count - 2 else 0.0
    return 0.2 if step.apart else 0.8


def return_cost(state: State, column: Column, step: Step, count: int) -> float:
    """What speaks against a line in one column: blocks come column by column.

    To go back to the left is less likely, to change the column within a block still less.
    """
    cell = state.cells.get(column)
    if cell is not None and cell.last == count - 1:
        return 0.0
    latest = [c for c, other in state.cells.items() if other.last == count - 1]
    cost = 0.0 if step.main or step.apart or not latest else 2.0
    place = COLUMNS.index(column)
    back = cell is not None and any(COLUMNS.index(c) > place for c in latest)
    return cost + (1.0 if step.main else 2.0) * back


def likeness(column: Column, cell: Cell) -> tuple[object, ...]:
    """All that the costs of going on with a cell depend on."""
    text = cell.text
    ends = must_go_on(column, cell), is_unfinished(text), is_open(text), last_word(text)
    return cell.last, cell.width, cell.listed, *ends


def must_go_on(column: Column, cell: Cell) -> bool:
    """Whether a cell is not finished.

    A body is none by an adjective ("Medisinskfaglig"), nor a council that does not say of what.
    """
    if is_unfinished(cell.text) or is_open(cell.text):
        return True
    if column is not Column.RESPONSIBLE:
        return False
    cores = cores_of(cell.text)
    bare = len(cores) == 1 and _BARE_BODY.match(cores[0])
    return bool(bare or ADJECTIVE.match(last_word(cell.text)))
