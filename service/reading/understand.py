"""A question to what is looked for: language, intent, places, years, and groups of words.

A group is one thing that is asked about, with all the ways in which plans may say it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from indexer.analysis import Token, fold, stem, tokenize
from indexer.lexical import Lexicon
from indexer.thesaurus import (
    Concept,
    english_stems,
    from_nynorsk,
    is_other_name,
    longest_name,
    same_names,
    stems_of,
    thesaurus,
)
from service.reading.asking import (
    asks_due,
    blanked,
    intent_of,
    is_abbreviation,
    is_stop_word,
    is_workplace,
    names_topic,
    noted_asked,
    only_letters,
    says_plans,
    status_asked,
)
from service.reading.groups import (
    EXACT,
    PART_ALONE,
    PARTS,
    RARE_PART,
    RELATED,
    REPAIRED,
    SYNONYM,
    TRANSLATED,
    Group,
    Way,
    counted_in,
    distinct,
    merge,
    spread,
)
from service.reading.mentioning import is_mentioned
from service.reading.narrowable import Narrowable
from service.reading.notes import Note, Noted
from service.reading.numbers import Number
from service.reading.places import Gazetteer, Place
from service.reading.spelling import Spelling, are_common
from service.reading.taking_part import learns, takes_part
from service.results import Intent
from service.when.happening import NOTHING, happening_in
from service.when.starting import asks_start
from service.when.times import Time, times_in
from service.words.language import detect_language
from service.words.lexicon import questions
from service.words.literal import are_literal, without_literal

MOST_REMEMBERED = 512
"""Questions that stay read: one is read by each room that asks whether it is of its kind."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood; `spelt` is its text in lower case, with its words of no topic as they
    are spelt; `looked_for` are places that narrow nothing but are to be named; `begins` says that
    it asks what begins at its time; `numbers` are those of measures that it names."""

    text: str
    language: str
    intent: Intent
    asks_plan_fact: bool
    amount: str | None
    asks_everything: bool
    asks_members: bool
    asks_leader: bool
    asks_municipalities: bool
    asks_measures: bool
    asks_indicators: bool
    mentions_plans: bool
    status: str | None
    noted: str | None
    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    asks_due: bool
    begins: bool
    asks_start: bool
    asks_period: bool
    counts_measures: bool
    counted: Group | None
    notes: tuple[Note, ...]
    spelt: str
    looked_for: tuple[Place, ...] = ()
    kinds: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def years(self) -> tuple[tuple[int, int], ...]:
        """The first and last year of each time that is named."""
        return tuple(time.years for time in self.times)

    @property
    def asks_quantity(self) -> bool:
        """Whether it asks for an amount, which only a text that has one can tell."""
        return self.amount is not None

    @property
    def asks_fact(self) -> bool:
        """Whether it asks for a fact about a plan or for an amount."""
        return self.asks_plan_fact or self.asks_quantity

    @property
    def wants_measures(self) -> bool:
        """Whether only measures answer it, not the text around them."""
        return self.asks_measures and not self.asks_plan_fact

    def in_language(self, language: str | None) -> Question:
        """The question answered in a language; as it is for none."""
        return replace(self, language=language) if language else self


class Reader:
    """Reads questions with the words of one index, as what narrows it or is looked for in it."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, narrows: Narrowable) -> None:
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._narrows = narrows
        self._spelling = Spelling(lexicon)
        self.today: Callable[[], date] = date.today
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._understood)
        self._named = lru_cache(maxsize=MOST_REMEMBERED)(self._places_named)

    def municipalities(self, text: str) -> tuple[str, ...]:
        """The municipalities of the country's list that a text names."""
        found = self._gazetteer.find(text)
        return tuple(place.municipality for place in found if place.municipality)

    def municipalities_of(self, region_id: str) -> tuple[str, ...]:
        """The municipalities of a health community."""
        return self._gazetteer.municipalities_of(region_id)

    def read(self, text: str, language: str | None = None) -> Question:
        """The question understood; what was changed or added is in its notes.

        Its language is told by its words where it is not said.
        """
        return self._remembered(text, language or self._language(text), self.today())

    def _places_named(self, text: str) -> tuple[Place, ...]:
        return tuple(self._gazetteer.find(without_literal(text))) if self._narrows.places else ()

    def _language(self, text: str) -> str:
        return detect_language(blanked(text, [(p.start, p.end) for p in self._named(text)]))

    def _understood(self, text: str, language: str, today: date) -> Question:
        lowered = text.lower()
        open_text = without_literal(text)
        named = self._named(text)
        said = self._spelling.spelt(lowered, language)
        alone = bool(named) and not tokenize(blanked(open_text, [(p.start, p.end) for p in named]))
        known = self._lexicon.words
        places = tuple(
            p
            for p in named
            if not self._narrows.is_topic(p, known, alone)
            and not is_mentioned(open_text, p, self._narrows.has_plan(p))
        )
        times = tuple(times_in(open_text, today)) if self._narrows.years else ()
        kinds, of_kind = self._narrows.plans_named(open_text)
        happening = happening_in(lowered) if times else NOTHING
        scopes = [*((p.start, p.end) for p in places), *((t.start, t.end) for t in times)]
        scopes += [*of_kind, *happening.spans]
        starting = [] if times else asks_start(lowered)
        scopes += starting
        far = blanked(lowered, scopes) if self._narrows.statuses else ""
        status, spans = status_asked(far)
        noted, noting = noted_asked(lowered)
        due = [match.span() for match in questions().due.finditer(lowered)]
        carried = [*due, *(match.span() for match in questions().carriers.finditer(lowered))]
        carried += takes_part(lowered, [(place.start, place.end) for place in places])
        carried += learns(lowered, [(p.start, p.end) for p in named if p not in places])
        blank = blanked(text, [*scopes, *spans, *noting, *carried])
        facts = [
            match.span()
            for version in dict.fromkeys((text, lowered))
            for match in questions().plan_fact.finditer(version)
        ]
        numbers = self._narrows.numbers.asked(text, scopes[: len(places)], scopes[len(places) :])
        rest = blanked(blank, [(number.start, number.end) for number in numbers])
        groups, notes = self._groups(rest, language, facts)
        if groups and not all(number.sure for number in numbers):
            numbers = ()
            groups, notes = self._groups(blank, language, facts)
        carried = [match.span() for match in questions().of_period.finditer(lowered)]
        asks_period = bool(questions().period.search(lowered)) and not any(
            self._groups(blanked(blank, carried), language)
        )
        counts = bool(questions().how_many_measures.search(said))
        if not (groups or places or times or status or noted or facts or counts or numbers):
            groups, notes = self._process_words(blank, language)
        if (letters := only_letters(text, language)) and not numbers:
            groups, notes = (), ()
        if status and not any(g.known or names_topic(lowered, g.start) for g in groups):
            groups = ()
        begun = happening_in(said).spans if happening.begins else ()
        intent = Intent.STATUS if status else intent_of(blanked(said, begun))
        return Question(
            text=text,
            language=language,
            intent=intent,
            asks_plan_fact=bool(facts) or bool(questions().members.search(said)),
            amount=next((a.name for a in questions().amounts if a.asked.search(said)), None),
            asks_everything=not letters and bool(questions().everything.search(said)),
            asks_members=bool(questions().members.search(said)),
            asks_municipalities=bool(questions().municipalities.search(said)),
            asks_leader=bool(questions().leads.search(said)),
            asks_measures=bool(questions().measures.search(said)),
            asks_indicators=bool(questions().indicators.search(said)),
            mentions_plans=bool(questions().plans.search(said)),
            status=status,
            noted=noted,
            groups=groups,
            places=places,
            times=times,
            asks_period=asks_period,
            counts_measures=counts,
            counted=counted_in(lowered, groups),
            asks_due=intent is Intent.WHEN or asks_due(lowered, due, times, status),
            begins=happening.begins,
            asks_start=bool(starting),
            notes=notes,
            spelt=said,
            looked_for=tuple(place for place in named if place not in places),
            kinds=kinds,
            numbers=numbers,
        )

    def _groups(
        self, text: str, language: str, facts: Sequence[tuple[int, int]] = ()
    ) -> tuple[tuple[Group, ...], tuple[Note, ...]]:
        """The things asked about; words that ask for a fact about a plan are no stop words."""

        def is_stop(token: Token) -> bool:
            if is_abbreviation(text, token):
                return False
            if any(start <= token.start < end for start, end in facts):
                return any(token.word in known for known in questions().languages.values())
            return is_stop_word(token.word, language) or bool(
                self._spelling.stop_word(token.word, language)
            )

        tokens = self._spelling.words(text, language)
        fixed = are_literal(text, tokens)
        groups: list[Group] = []
        notes: list[Note] = []
        index = 0
        while index < len(tokens):
            if fixed[index]:
                groups.append(self._literal_group(text, tokens[index]))
                index += 1
                continue
            until = fixed.index(True, index) if True in fixed[index:] else len(tokens)
            own = self._language_of(tokens[index], language)
            length, concepts = longest_name(text, tokens[index:until], own)
            run = tokens[index : index + max(length, 1)]
            label = text[run[0].start : run[-1].end]
            of_nothing = any(is_stop_word(concept.label, "nb") for concept in concepts)
            if of_nothing or (concepts and is_workplace(text, label)):
                index += length
                continue
            if concepts and (length > 1 or not is_stop(tokens[index])):
                groups.append(self._concept_group(text, run, concepts, own))
                named = [c.label for c in concepts if stem(label.lower()) != stem(c.label)]
                if named and label.lower() not in named:
                    same = all(is_other_name(concept, label) for concept in concepts)
                    meant = " / ".join(named)
                    notes.append(Note(Noted.MEANS if same else Noted.ALSO, label, meant))
                index += length
                continue
            token, index = tokens[index], index + 1
            if is_stop(token):
                continue
            group, note = self._word_group(text[token.start : token.end], token, own)
            groups.append(group)
            if note:
                notes.append(note)
        return tuple(merge(groups)), tuple(dict.fromkeys(notes))

    def _language_of(self, token: Token, language: str) -> str:
        """The language of a word: one that plans have as it stands is Norwegian in an English
        question too, unless English has it: "hospitering" is no form of "hospital"."""
        foreign = token.word in self._lexicon.words
        return "nb" if foreign and token.word not in thesaurus().spelled["en"] else language

    def _process_words(
        self, text: str, language: str
    ) -> tuple[tuple[Group, ...], tuple[Note, ...]]:
        """Words that tell of no topic beside others ("ordning"), where there are no others."""
        groups, notes = self._groups(text, language, [(0, len(text))])
        asked = tuple(g for g in groups if g.known and not says_plans(g.label.lower()))
        return asked, notes if asked else ()

    def _literal_group(self, text: str, token: Token) -> Group:
        way = Way((token.stem,), EXACT)
        label = text[token.start : token.end]
        return Group(label, (way,), self._stands(way), token.start, token.end)

    def _concept_group(
        self, text: str, run: Sequence[Token], concepts: Sequence[Concept], language: str
    ) -> Group:
        own = tuple(token.stem for token in run)
        ways = [Way(own, EXACT)]
        for concept in concepts:
            same = same_names(concept, text[run[0].start : run[-1].end], language)
            for name in concept.names:
                if name == concept.names[0]:
                    ways.append(Way(name, SYNONYM, shown=concept.label, near=name not in same))
                elif name != own:
                    ways.append(Way(name, SYNONYM, near=name not in same))
            ways += [Way(name, RELATED) for name in concept.related]
        if len(run) == 1:
            ways += self._word_ways(run[0], language)
        if run[0].parts and len(run) == 1:
            ways.append(Way(run[0].parts, PARTS, parts=True))
        ways += [w for way in tuple(ways) for w in spread(way)]
        label = text[run[0].start : run[-1].end]
        known = any(self._stands(way) for way in ways)
        as_is = {stems_of(label), (label,)} & thesaurus().bokmal or language == "en"
        as_is = as_is or (language == "nb" and are_common(label))
        plain = None if as_is else concepts[0].label
        return Group(label, distinct(ways), known, run[0].start, run[-1].end, plain)

    def _word_ways(self, token: Token, language: str) -> list[Way]:
        """The ways of one word: itself, its bokmål, its translation."""
        ways = [Way((token.stem,), EXACT)]
        known = thesaurus()
        ways += [Way((s,), EXACT) for s in known.nynorsk.get(token.stem, ())]
        ways += [Way((s,), EXACT) for s in from_nynorsk(token.stem)]
        if token.parts:
            ways.append(Way(token.parts, PARTS, parts=True))
            ways += [
                Way((p,), PART_ALONE, parts=True)
                for p in token.parts
                if self._is_rare(p) and not is_stop_word(p, "nb")
            ]
            swapped = tuple(known.nynorsk.get(part, (part,))[0] for part in token.parts)
            if swapped != token.parts:
                ways.append(Way(swapped, PARTS, parts=True))
        if language == "en" or token.stem not in self._spelling.stems:
            ways += [
                Way(stems_of(word), TRANSLATED, shown=word)
                for word in known.english.get(english_stems(token.word), ())
            ]
        return ways

    def _is_rare(self, stem_: str) -> bool:
        found = sum(len(postings.of(stem_)[0]) for postings in self._lexicon.fields.values())
        return len(stem_) > 3 and found <= RARE_PART * self._lexicon.size

    def _word_group(self, shown: str, token: Token, language: str) -> tuple[Group, Note | None]:
        ways = self._word_ways(token, language)
        ways += [w for way in tuple(ways) for w in spread(way)]
        if any(self._stands(way) for way in ways):
            plain = None if language == "en" else thesaurus().from_nynorsk.get(token.stem)
            return Group(shown, distinct(ways), True, token.start, token.end, plain), None
        repaired = self._spelling.repair(token.word)
        if not repaired:
            return Group(shown, distinct(ways), False, token.start, token.end), None
        for word in repaired:
            fixed = tokenize(word)[0]
            ways += [
                replace(w, strength=w.strength * REPAIRED) for w in self._word_ways(fixed, "nb")
            ]
        best = repaired[0]
        plain = None if language == "en" or are_common(shown) else best
        note = None if fold(best) == fold(token.word) else Note(Noted.REPAIRED, shown, best)
        return Group(shown, distinct(ways), True, token.start, token.end, plain), note

    def _stands(self, way: Way) -> bool:
        return way.strength >= REPAIRED * PARTS and all(
            s in self._spelling.stems for s in way.stems
        )
