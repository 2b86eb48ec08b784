"""Yes-or-no questions: what the evidence settles, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import tokenize
from indexer.records import Measure
from indexer.roles import partaking
from service.finding.evidence import Evidence
from service.finding.said import Said, Stands
from service.matching.highlight import highlights
from service.reading.groups import RELATED, Group
from service.reading.understand import Question
from service.results import Intent, Reply
from service.when.progress import Progress, progress_of
from service.words.lexicon import questions

SHORTEST_BEGINNING = 3
"""Letters of the shortest word that another may begin with and be of."""

BETWEEN_PARTS = 3
"""Words that may stand between the parts of a compound that a measure names by them."""


def reply(question: Question, measures: Sequence[Measure]) -> Reply | None:
    """Yes or no, where the measures found settle it; null where they do not, or nobody asked.

    Whether plans have something on a topic: yes, where one measure names all that was asked about
    (that none was found is no "no": that answer is refused). Whether a measure is done or under
    way: as the plan's status says, where every measure found says the same. Nothing else is
    settled by a measure that was found: that it is planned is not that it will be so.
    """
    asks = questions().yes_no
    lowered = question.text.lower()
    if not measures or not asks.opens.search(lowered) or asks.unsure.search(lowered):
        return None
    if question.status or question.asks_fact:
        return None
    done, started = asks.done.search(lowered), asks.started.search(lowered)
    if done or started:
        how_far = (asks.done, asks.started, asks.the_work)
        groups = [
            group
            for group in question.groups
            if not any(pattern.search(group.label.lower()) for pattern in how_far)
        ]
        own = [_settled(measure, groups, lowered, bool(done)) for measure in measures]
        return own[0] if len(set(own)) == 1 else None
    if is_of_having(question) and any(answers(measure, question) for measure in measures):
        return Reply.HAS
    return None


def is_of_having(question: Question) -> bool:
    """Whether a question is whether plans have something on a topic."""
    asks, lowered = questions().yes_no, question.text.lower()
    if question.intent not in (Intent.WHAT, Intent.OTHER, Intent.WHICH_PLANS):
        return False
    if question.status or question.asks_fact or not question.groups:
        return False
    if asks.done.search(lowered) or asks.started.search(lowered):
        return False
    return bool(asks.opens.search(lowered) and asks.exists.search(lowered))


def answers(measure: Measure, question: Question) -> bool:
    """Whether a measure names all that was asked about, by its own names and not by those of things
    next to it, in the years that were asked for."""
    wanted = {year for first, last in question.years for year in range(first, last + 1)}
    named = all(_names_itself(measure, group) for group in question.groups)
    return named and (not wanted or bool(wanted & set(measure.years)))


def _settled(measure: Measure, groups: Sequence[Group], lowered: str, done: bool) -> Reply | None:
    """Whether a measure is done, or started, by its plan's status.

    One that considers a thing says nothing of the thing, unless the work itself is asked about.
    """
    asks = questions().yes_no
    if not groups or not names_all(measure, groups):
        return None
    if asks.considers.search(measure.text.lower()) and not asks.the_work.search(lowered):
        return None
    progress = progress_of(measure)
    if progress is Progress.NOT_STARTED or (progress is Progress.NOT_DONE and done):
        return Reply.NO
    begun = progress in (Progress.UNDER_WAY, Progress.PARTLY_DONE)
    if progress is Progress.DONE or (begun and not done):
        return Reply.YES
    return None


def names_all(measure: Measure, groups: Sequence[Group]) -> bool:
    """Whether a measure's own words name every thing asked about, in whatever way."""
    return all(names(measure, group) for group in groups)


def _names_itself(measure: Measure, group: Group) -> bool:
    """Whether a measure names a thing by its own names, or by a word that begins as it is named:
    "rusproblemer" are of "rus"."""
    if names(measure, group.itself):
        return True
    word = group.label.lower()
    begins = word.isalpha() and len(word) >= SHORTEST_BEGINNING and names(measure, group)
    return begins and any(token.word.startswith(word) for token in tokenize(_words_of(measure)))


def next_to(found: Evidence) -> Evidence:
    """What answers whether plans have a thing, and says it where no measure names the thing but by
    what stands next to it: which words none has, and in English, which no plan is in, by what the
    measures were found."""
    question, measures = found.question, found.measures
    having = is_of_having(question) and not found.unsaid
    if not having or any(answers(measure, question) for measure in measures):
        return found
    near = [
        group
        for group in question.groups
        if any(names(measure, group) for measure in measures)
        and not any(_names_itself(measure, group) for measure in measures)
    ]
    if question.language != "en":
        return replace(found, unsaid=tuple(group.label for group in near))
    return found.saying(
        *(
            Said("found_by", Stands.FOUND, {"words": group.label, "name": shown})
            for group in near
            if (shown := " / ".join(way.shown for way in group.ways if way.near and way.shown))
        )
    )


def names(measure: Measure, group: Group) -> bool:
    """Whether a measure's own words name a thing asked about, in whatever way; the parts of a
    compound near each other: "sykepleierutdanning" and "helsetjeneste" are no "helsesykepleier"."""
    text = _words_of(measure)
    whole = replace(group, ways=tuple(way for way in group.ways if not way.parts))
    apart = (way.stems for way in group.ways if way.parts and way.strength > RELATED)
    return bool(highlights(text, [whole])) or any(_stand_near(text, stems) for stems in apart)


def _words_of(measure: Measure) -> str:
    """What a plan says of a measure and those that it stands with."""
    text = "\n".join(
        (
            measure.text,
            measure.goal or "",
            measure.target_group or "",
            *measure.heading,
            *measure.indicators,
            *measure.responsible,
            *partaking(measure.other),
        )
    )
    return re.sub(r"[•/]", " ", text)


def _stand_near(text: str, stems: tuple[str, ...]) -> bool:
    """Whether some stems stand within a few words, each a word or the end of one, or in one."""
    tokens = tokenize(text)
    if any(set(stems) <= set(token.parts) for token in tokens):
        return True
    width = len(stems) + BETWEEN_PARTS
    for first in range(len(tokens)):
        window = tokens[first : first + width]
        if all(any(stem in (t.stem, *t.parts[-1:]) for t in window) for stem in stems):
            return True
    return False
