"""What filters leave out is not said to be without what was asked for."""

import pytest

from service.answering.filtered import within
from service.engine import Engine
from service.overview.compare import Subject, compare
from service.results import Filters, Verdict

GROUP = Filters(target_group=("Barn/unge",))


def test_a_plan_of_which_nothing_is_left_is_out_of_scope(engine: Engine) -> None:
    answer = engine.ask("legevakt", GROUP)
    counted = {c.plan.plan_id: c.searched.measures for c in answer.coverage}
    assert counted == {"ahus-2024-2025": 8, "ahus-2026-2027": 4}
    assert not answer.answered and "Østfold" not in answer.answer
    assert answer.caveat == "Søkt bare blant tiltak med målgruppe Barn/unge."
    assert "Ikke funnet blant tiltak med målgruppe Barn/unge" in answer.answer
    assert "Ikke funnet i planene" not in answer.answer


def test_what_is_found_says_what_was_searched(engine: Engine) -> None:
    answer = engine.ask("FACT", Filters(year=(2025,)))
    assert "ostfold-2023-2024" not in {c.plan.plan_id for c in answer.coverage}
    assert "Ikke funnet blant tiltak med år 2025 i: Helgeland" in answer.answer
    assert {c.searched.within for c in answer.coverage} == {"tiltak med år 2025"}


def test_without_such_filters_all_is_counted(engine: Engine) -> None:
    answer = engine.ask("legevakt", Filters(region=("ostfold",)))
    (covered,) = answer.coverage
    assert covered.searched.measures == 32 and not covered.searched.within
    assert answer.caveat is None


def test_coverage_and_compare(engine: Engine) -> None:
    found = engine.coverage("legevakt", Filters(year=(2027,)))
    (covered,) = found.coverage
    assert (covered.verdict, covered.searched.measures) == (Verdict.NO, 17)
    assert "Søkt bare blant tiltak med år 2027." in found.notes
    subject = Subject("legevakt", {"nb": "legevakt"}, ("legevakt",))
    cells = compare(engine.coverage, [subject], GROUP, "nb").cells
    assert {c.plan.plan_id for c in cells} == {"ahus-2024-2025", "ahus-2026-2027"}
    assert {c.searched.within for c in cells} == {"tiltak med målgruppe Barn/unge"}


@pytest.mark.parametrize(
    ("filters", "language", "said"),
    [
        (Filters(year=(2025, 2026)), "nb", "tiltak med år 2025 eller 2026"),
        (Filters(responsible=("AU",), year=(2025,)), "nn", "tiltak med ansvarleg AU, år 2025"),
        (Filters(status=("done",)), "en", "measures with status done"),
        (Filters(kind=("prose",)), "nb", "teksten utenom tiltakene"),
        (Filters(kind=("measure",)), "en", "measures"),
    ],
)
def test_what_was_searched_in_words(filters: Filters, language: str, said: str) -> None:
    assert within(filters, language) == said
