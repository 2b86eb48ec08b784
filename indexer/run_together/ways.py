"""The ways to cut one line, and what speaks against each by itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.records import Column
from indexer.run_together.records import Piece, Step, Token, Way
from indexer.run_together.tokens import tokens_of, width_of
from indexer.run_together.words import ADJECTIVE, LINKING, OPEN_WORDS, is_body, is_open

CUTS = 100
"""Ways to cut one line that are tried on each way to have cut those before: the likeliest."""

_MEMBERS_IN_BRACKETS = re.compile(r"\([A-ZÆØÅ]+/[A-ZÆØÅ]")

_NEVER_FIRST = frozenset({"mv", "mm", "m.m", "m.v", "osv", "etc", "mnd"})


def likeliest_ways(
    step: Step,
    columns: Sequence[Column],
    limits: Mapping[Column, float],
    lone: frozenset[str],
    narrow: bool,
) -> list[tuple[Way, float]]:
    """The likeliest ways to cut a line into columns, the best first, with what speaks against each.

    Empty for a line without words before its deadline; `limits` are the widest pieces allowed.
    """
    text = step.line.text
    tokens = tokens_of(text[: step.end])
    if not tokens:
        return []
    divisions: Iterable[Way]
    if step.main:
        divisions = _divisions(text, tokens, columns, limits, {})
    else:
        pieces = (_piece_of(text, tokens, column) for column in columns)
        divisions = ((piece,) for piece in pieces if piece.width <= limits[piece.column])
    ways = [(way, _way_cost(way, lone, narrow)) for way in divisions]
    if not ways:
        return [((_piece_of(text, tokens, step.columns[-1]),), 0.0)]
    ways.sort(key=lambda way: way[1])
    return ways[:CUTS]


def _divisions(
    line: str,
    tokens: tuple[Token, ...],
    columns: Sequence[Column],
    limits: Mapping[Column, float],
    known: dict[tuple[Column, int, int], Piece],
) -> Iterator[Way]:
    """All ways to give a line's words, in their order, to columns from left to right.

    `known` holds the pieces made so far: each is made once.
    """
    if not tokens:
        return
    for place, column in enumerate(columns):
        for end in range(1, len(tokens) + 1):
            if end > 1 and tokens[end - 1].hard:
                break
            key = column, tokens[0].start, tokens[end - 1].end
            piece = known.get(key) or _piece_of(line, tokens[:end], column)
            known[key] = piece
            if piece.width > limits[column]:
                break
            if end == len(tokens):
                yield (piece,)
            for rest in _divisions(line, tokens[end:], columns[place + 1 :], limits, known):
                yield (piece, *rest)


def _piece_of(line: str, tokens: tuple[Token, ...], column: Column) -> Piece:
    text = line[tokens[0].start : tokens[-1].end]
    body = is_body(tuple(token.core for token in tokens[:2]))
    return Piece(column, tokens, text, width_of(text), body, _inner_cost(column, tokens))


def _way_cost(way: Way, lone: frozenset[str], narrow: bool) -> float:
    """What speaks against a cut as such: words torn apart or left together.

    A line that is `narrow` fits one column as it is.
    """
    cost = 2.0 if narrow and not any(_is_marked(piece) for piece in way[1:]) else 0.0
    cost = cost if len(way) > 1 else 0.0
    for left, right in itertools.pairwise(way):
        cost += _border_cost(left.tokens[-1], right)
        cost += 0.5 if is_open(left.text) else 0.0
    for piece in way:
        cost += piece.cost
        if len(way) > 1 and piece.text in lone:
            cost -= 0.6
    return cost


def _is_marked(piece: Piece) -> bool:
    """Whether something says that a cell begins: a bullet or rule, a body, a note."""
    return piece.names_body or piece.tokens[0].hard or piece.column is Column.OTHER


def _border_cost(before: Token, right: Piece) -> float:
    """How unlikely it is that a cell's line ends here and another's begins."""
    first = right.tokens[0]
    if before.bullet:
        return 3.0
    if first.hard:
        return 0.0
    if before.text == first.text:
        return -0.5
    if first.core in _NEVER_FIRST or (len(first.core) < 2 and not first.soft):
        cost = 1.8
    elif first.soft or first.ordinary or right.names_body:
        cost = 0.1
    elif first.text[0].isupper() or first.text[0] in "(«":
        cost = 0.7
    else:
        cost = 0.6 if before.text[-1] in ").»" else 1.0
        if first.core.lower() in LINKING:
            cost += -0.2 if right.column is Column.RESPONSIBLE else 0.2
    if (before.core.lower() in OPEN_WORDS and before.text[-1].isalpha()) or (
        ADJECTIVE.match(before.core.lower()) and first.core.lower() not in LINKING
    ):
        cost += 0.5
    return cost


def _inner_cost(column: Column, tokens: Sequence[Token]) -> float:
    """What speaks against words being one cell's line: a capital within, the same word twice."""
    cost = 0.0
    for before, token in itertools.pairwise(tokens):
        if before.text == token.text:
            cost += 2.0
        if token.soft:
            cost += 1.8
        if before.bullet or before.text[-1] in ".:?!":
            continue
        if column is Column.RESPONSIBLE and _is_torn_name(before, token):
            cost += 1.5
        if is_body((token.core,)) and column is not Column.RESPONSIBLE:
            cost += 1.5
        elif _MEMBERS_IN_BRACKETS.match(token.text) and column is not Column.RESPONSIBLE:
            cost += 0.6
        elif token.ordinary:
            cost += 0.4 if column is Column.RESPONSIBLE else 2.0
    return cost


def _is_torn_name(before: Token, token: Token) -> bool:
    """Whether a name follows a small word that joins nothing ("barn BUP/Ahus")."""
    small = before.text[0].islower() and before.text[-1] != ","
    return small and token.text[0].isupper() and before.core.lower() not in LINKING
