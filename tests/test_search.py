"""Search over the five plans: what is found, what a filter leaves, and in what order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from indexer.errors import NotFound, UnknownFilter
from indexer.records import Kind, Passage
from service.engine import Engine
from service.results import Filters
from service.when.progress import progress_of

# ── what is found ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["skrøpelige eldre", "skropelige eldre", "skrøpelege eldre"])
def test_damaged_letters_are_found_however_the_words_are_typed(engine: Engine, typed: str) -> None:
    hits = engine.search(typed, Filters(plan=("ahus-2026-2027",)), k=5).hits
    damaged = [
        hit
        for hit in hits
        if any("skrgpelighet" in piece.quote for piece in hit.passage.source.pieces)
    ]
    assert damaged
    assert damaged[0].passage.kind is Kind.MEASURE
    assert any(hit.passage.plan_id == "ahus-2026-2027" for hit in engine.search(typed, k=10).hits)


@pytest.mark.parametrize(
    ("text", "measure_id"),
    [
        ("hus/hytte-modellen", "ahus-2024-2025:p8:t3:r24"),
        ("årshjul", "stolav-2022-2024:p1:t1:r2"),
        ("aarshjul", "stolav-2022-2024:p1:t1:r2"),
        ("hoftebruddrapporten", "ostfold-2023-2024:t1:r4.3"),
        ("Recruit & Retain", "helgeland-2023-2025:t4:r4"),
        ("1.5.1", "stolav-2022-2024:p4:t2:r8"),
        ("Åpen dialog i nettverksmøter", "ahus-2024-2025:p7:t3:r19"),
    ],
)
def test_what_only_one_measure_says_is_found_first(
    engine: Engine, text: str, measure_id: str
) -> None:
    assert engine.search(text, k=1).hits[0].passage.passage_id == measure_id


@pytest.mark.parametrize(
    ("bokmal", "nynorsk", "english"),
    [("FACT Ung", "FACT Ung", "FACT young"), ("sykehus", "sjukehus", "hospital")],
)
def test_the_written_norwegians_find_the_same(
    engine: Engine, bokmal: str, nynorsk: str, english: str
) -> None:
    found = [
        {hit.passage.passage_id for hit in engine.search(text, k=10).hits}
        for text in (bokmal, nynorsk, english)
    ]
    assert found[0] & found[1]
    assert found[0] & found[2]


@pytest.mark.parametrize("text", ["asdf", "xylofon", "romfart", "romferge", "qwerty", "sjiraff"])
def test_nothing_is_better_than_noise(engine: Engine, text: str) -> None:
    assert engine.search(text).hits == ()


# ── order ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["digital hjemmeoppfølging", "barn og unge", "kompetanse"])
def test_hits_are_ranked_by_score_and_ties_by_place(engine: Engine, text: str) -> None:
    result = engine.search(text, k=100)
    assert result.total >= len(result.hits) > 5
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    orders = {passage.passage_id: i for i, passage in enumerate(engine.passages)}
    for one, other in pairwise(result.hits):
        assert (-one.score, orders[one.passage.passage_id]) < (
            -other.score,
            orders[other.passage.passage_id],
        )
    assert all(0 <= hit.score <= 1 for hit in result.hits)
    ids = [hit.passage.passage_id for hit in result.hits]
    assert len(ids) == len(set(ids))


def test_pages_of_a_search_are_parts_of_the_whole(engine: Engine) -> None:
    whole = engine.search("barn og unge", k=9).hits
    parts = [engine.search("barn og unge", k=3, offset=offset).hits for offset in (0, 3, 6)]
    assert tuple(hit for part in parts for hit in part) == whole
    assert engine.search("barn og unge", k=3, offset=10_000).hits == ()


def test_a_search_again_is_the_same_search(engine: Engine) -> None:
    assert engine.search("demens").hits == engine.search("demens").hits


def test_highlights_are_words_of_the_text(engine: Engine) -> None:
    hits = engine.search("fallforebygging eldre", k=5).hits
    assert any(hit.highlights for hit in hits)
    for hit in hits:
        text = hit.passage.text
        spans = list(hit.highlights)
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert set(hit.why.terms) == {text[start:end] for start, end in spans}


def test_facets_count_what_is_found(engine: Engine) -> None:
    result = engine.search("barn og unge", k=100)
    hits = [hit.passage for hit in result.hits]
    assert len(hits) == result.total
    plans = {facet.value: facet.count for facet in result.facets["plan"]}
    assert plans == {
        plan.plan_id: sum(passage.plan_id == plan.plan_id for passage in hits)
        for plan in engine.plans
        if any(passage.plan_id == plan.plan_id for passage in hits)
    }
    years = {facet.value: facet.count for facet in result.facets["year"]}
    assert years[2025] == sum(bool(p.measure and 2025 in p.measure.years) for p in hits)
    for facets in result.facets.values():
        counts = [facet.count for facet in facets]
        assert counts == sorted(counts, reverse=True)


# ── filters ──────────────────────────────────────────────────────────────────────────────

FILTERS: list[tuple[Filters, Callable[[Passage], bool]]] = [
    (Filters(region=("stolav",)), lambda p: p.plan_id == "stolav-2022-2024"),
    (Filters(region=("ahus", "ostfold")), lambda p: p.plan_id.startswith(("ahus", "ostfold"))),
    (Filters(plan=("ahus-2026-2027",)), lambda p: p.plan_id == "ahus-2026-2027"),
    (Filters(year=(2025,)), lambda p: p.measure is not None and 2025 in p.measure.years),
    (
        Filters(target_group=("Barn/unge",)),
        lambda p: p.measure is not None and p.measure.target_group == "Barn/unge",
    ),
    (
        Filters(responsible=("Sekretariat",)),
        lambda p: (
            p.measure is not None
            and bool({"Sekretariat", "Sekretariatet"} & {*p.measure.responsible})
        ),
    ),
    (Filters(kind=("prose",)), lambda p: p.kind is Kind.PROSE and p.measure is None),
    (Filters(kind=("measure",)), lambda p: p.kind is Kind.MEASURE),
    (
        Filters(region=("ahus",), year=(2027,), kind=("measure",)),
        lambda p: (
            p.plan_id.startswith("ahus") and p.measure is not None and 2027 in p.measure.years
        ),
    ),
    (Filters(region=("helgeland",), year=(2022,)), lambda p: False),
]


@pytest.mark.parametrize(("filters", "holds"), FILTERS)
def test_a_filter_holds_for_every_hit(
    engine: Engine, filters: Filters, holds: Callable[[Passage], bool]
) -> None:
    for text in ("samarbeid mellom sykehus og kommuner", "FACT Ung", "barn og unge"):
        result = engine.search(text, filters, k=100)
        assert all(holds(hit.passage) for hit in result.hits)
    expected = [p.measure for p in engine.passages if p.measure and holds(p)]
    if filters.kind != ("prose",):
        assert list(engine.measures(filters).measures) == expected


def test_a_place_in_the_text_never_widens_a_filter(engine: Engine) -> None:
    result = engine.search("demens på Helgeland", Filters(region=("stolav",)), k=100)
    assert {hit.plan.region.region_id for hit in result.hits} <= {"stolav"}


@pytest.mark.parametrize(
    ("filters", "name", "suggestion"),
    [
        (Filters(region=("ostfolt",)), "region", "ostfold"),
        (Filters(region=("helgelund",)), "region", "helgeland"),
        (Filters(plan=("ahus-2024",)), "plan", "ahus-2024-2025"),
        (Filters(target_group=("Barn og ung",)), "target_group", "Barn og unge"),
        (Filters(responsible=("Sekretariattet",)), "responsible", "Sekretariatet"),
        (Filters(year=(2020,)), "year", "2022"),
        (Filters(kind=("measures",)), "kind", "measure"),
    ],
)
def test_an_unknown_filter_value_is_an_error_with_suggestions(
    engine: Engine, filters: Filters, name: str, suggestion: str
) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: engine.search("demens", filters),
        lambda: engine.ask("Hva gjøres for demens?", filters),
        lambda: engine.measures(filters),
        lambda: engine.coverage("demens", filters),
        lambda: engine.similar_text("demens", filters),
    )
    for call in calls:
        with pytest.raises(UnknownFilter) as raised:
            call()
        assert raised.value.name == name
        assert suggestion in raised.value.suggestions
        assert set(raised.value.suggestions) <= set(raised.value.allowed)
        assert suggestion in str(raised.value)


def test_one_unknown_value_beside_a_known_one_is_an_error(engine: Engine) -> None:
    with pytest.raises(UnknownFilter, match="atlantis"):
        engine.search("demens", Filters(region=("ahus", "atlantis")))


def test_a_value_is_known_however_it_is_spelled(engine: Engine) -> None:
    own = engine.measures(Filters(responsible=("Fagråd for pasientsamarbeid",))).measures
    for spelled in ("fagråd pasientsamarbeid", "FAGRÅD FOR PASIENT-SAMARBEID"):
        assert engine.measures(Filters(responsible=(spelled,))).measures == own
    assert engine.measures(Filters(region=("Østfold",))).total == 32


def test_an_unknown_id_is_an_error_with_a_suggestion(engine: Engine) -> None:
    with pytest.raises(NotFound, match="did you mean ahus-2024-2025"):
        engine.plan("ahus-2024-2052")
    with pytest.raises(NotFound, match="no measure is called"):
        engine.measure("ahus-2024-2025:p2:l34")


# ── suggestions ──────────────────────────────────────────────────────────────────────────


def test_completions_begin_as_typed_and_are_few(engine: Engine) -> None:
    found = engine.suggest("fagr")
    assert 0 < len(found) <= 10
    assert all("fagr" in each.lower() for each in found)
    assert engine.suggest("fagraad") == engine.suggest("fagråd")
    assert engine.suggest("qqqqqq") == ()


def test_a_status_narrows_to_what_the_plans_say_is_so_far(engine: Engine) -> None:
    everything = engine.search("samarbeid", k=100)
    counted = {facet.value: facet.count for facet in everything.facets["status"]}
    assert {"done", "under_way", "not_started"} <= set(counted)
    for status, count in counted.items():
        found = engine.search("samarbeid", Filters(status=(str(status),)), k=100)
        assert found.total == count
        for hit in found.hits:
            assert hit.passage.measure is not None
            assert progress_of(hit.passage.measure) == status
    with pytest.raises(UnknownFilter) as error:
        engine.search("samarbeid", Filters(status=("ferdig",)))
    assert "done" in error.value.allowed


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("rettspsykiatri", "dømt til behandling"),
        ("post partum home visits", "barseloppfølging"),
    ],
)
def test_other_names_of_the_field_find_what_plans_say(
    engine: Engine, question: str, said: str
) -> None:
    assert any(said in finding.measure.text for finding in engine.ask(question).findings)


@pytest.mark.parametrize(
    "text", ["tannlege for barn", "dialysis at home", "dagkirurgi på Helgeland"]
)
def test_that_no_hit_is_sure_is_said(engine: Engine, text: str) -> None:
    result = engine.search(text)
    assert any(note.startswith(("Ingen av treff", "None of the hits")) for note in result.notes)


@pytest.mark.parametrize("text", ["hospitering", "interkommunalt", "FACT Ung", "shared positions"])
def test_of_sure_hits_nothing_is_said(engine: Engine, text: str) -> None:
    assert not any("treff" in note or "hits" in note for note in engine.search(text).notes)


# ── facets and what the click gives ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query",
    [
        "Hva er status for digital hjemmeoppfølging?",
        "tiltak for barn og unge i St. Olav som ikke gjelder rus",
        "skrøpelige eldre",
        "AU",
    ],
)
def test_a_facets_count_is_what_a_filter_by_it_finds(engine: Engine, query: str) -> None:
    facets = engine.search(query, k=1).facets
    for name, values in facets.items():
        for facet in values:
            chosen: dict[str, Any] = {name: (facet.value,)}
            found = engine.search(query, Filters(**chosen), k=1)
            assert found.total == facet.count, (name, facet)


def test_a_body_is_one_value_under_all_its_spellings(engine: Engine) -> None:
    every = engine.search("skrøpelige eldre").facets["responsible"]
    counts = {facet.value: facet.count for facet in every}
    assert counts["Fagråd Eldre med skrøpeligheit"] == 3
    assert "AU" in counts
    assert "AU (KK Ahus og kommuner)" not in counts


NOTHING = ["!!!???", "😀", "a", "og", "?", "...", "hva", "x", "1", "2 x"]
SOMETHING = ["tiltak", "frist", "status", "2025", "pågår", "Ahus", "AU", "12", "6.1.1", "tiltak 5"]


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_names_nothing_finds_nothing(engine: Engine, text: str) -> None:
    assert engine.search(text).total == 0
    assert engine.search(text, Filters(region=("ahus",))).total == 0
    assert not engine.ask(text).answered


@pytest.mark.parametrize("text", SOMETHING)
def test_a_short_text_that_names_something_finds_it(engine: Engine, text: str) -> None:
    assert engine.search(text).total


# ── a question and its filters ───────────────────────────────────────────────────────────


def test_a_place_outside_the_filters_is_not_looked_for_in_others(engine: Engine) -> None:
    answer = engine.ask("Hvem har ansvar for legevakt i Ahus?", Filters(region=("stolav",)))
    assert answer.answer == "Ikke besvart: Ahus er ikke med i det søket er avgrenset til."
    assert answer.notes == ("Ahus: utenfor det søket er avgrenset til",)
    found = engine.search("legevakt i Ahus", Filters(region=("stolav",)))
    assert found.total == 0
    assert "ingen av dem er innenfor det søket er avgrenset til" in found.notes[0]


def test_of_two_places_the_one_outside_the_filters_is_told(engine: Engine) -> None:
    answer = engine.ask("Har Ahus og Østfold tiltak om rus?", Filters(region=("ahus",)))
    told = "ikke funnet for Østfold (utenfor det søket er avgrenset til)"
    assert told in answer.answer
    assert {finding.plan.region.region_id for finding in answer.findings} == {"ahus"}
    assert "Østfold: utenfor det søket er avgrenset til" in answer.notes


def test_a_place_within_the_filters_narrows_them(engine: Engine) -> None:
    answer = engine.ask("Har Ahus tiltak om rus?", Filters(region=("ahus", "stolav")))
    assert {entry.plan.region.region_id for entry in answer.coverage} == {"ahus"}


def test_nothing_is_denied_of_a_place_that_was_not_looked_through(engine: Engine) -> None:
    answer = engine.ask("Har Ahus og St. Olav tiltak om ernæring?", Filters(region=("stolav",)))
    assert not answer.answered
    assert answer.answer.startswith("Ikke funnet i St. Olav")
    assert "Ahus: utenfor det søket er avgrenset til" in answer.notes


def test_what_filters_leave_is_read_together_with_the_question(engine: Engine) -> None:
    text, filters = "digital hjemmeoppfølging", Filters(region=("stolav",))
    match = engine.matcher.match(engine.reader.read(text), np.ones(len(engine.passages), bool))
    found = engine.search(text, filters)
    own = [i for i, p in enumerate(engine.passages) if p.plan_id.startswith("stolav")]
    kept = np.zeros(len(engine.passages), bool)
    kept[own] = True
    filtered = engine.matcher.match(engine.reader.read(text), kept)
    assert match.read is not None and filtered.read is not None
    assert np.isfinite(filtered.read[own]).sum() > np.isfinite(match.read[own]).sum()
    assert np.isfinite(filtered.read[engine.passages.index(found.hits[0].passage)])
