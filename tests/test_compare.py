"""Topics × plans, ready topics, and topics found by grouping measures."""

from __future__ import annotations

import pytest

from eval.overview import bodies, subjects, topics
from indexer.analysis import tokenize
from indexer.errors import QueryError, UnknownFilter
from service.engine import Engine
from service.overview import grouping
from service.overview.compare import MOST_TOPICS, Comparison, compare, subject_sets, subjects_of
from service.overview.grouping import Topic
from service.results import Filters, Verdict

PLANS = (
    "ahus-2024-2025",
    "ahus-2026-2027",
    "helgeland-2023-2025",
    "ostfold-2023-2024",
    "stolav-2022-2024",
)


def compared(engine: Engine, *topics: str, filters: Filters = Filters()) -> Comparison:
    return compare(engine.coverage, subjects_of(topics, None), filters, "nb")


def test_a_matrix_has_a_cell_for_every_topic_and_plan(engine: Engine) -> None:
    found = compared(engine, "gjensidig hospitering", "legevakt", "romfart")
    assert found.topics == ("gjensidig hospitering", "legevakt", "romfart")
    assert tuple(plan.plan_id for plan in found.plans) == PLANS
    verdicts = {
        topic: "".join(
            "y" if cell.verdict is Verdict.YES else "n"
            for cell in found.cells
            if cell.topic == topic
        )
        for topic in found.topics
    }
    assert verdicts == {"gjensidig hospitering": "yynny", "legevakt": "nnnyn", "romfart": "nnnnn"}
    assert [(c.topic, c.plan.plan_id) for c in found.cells] == [
        (topic, plan) for topic in found.topics for plan in PLANS
    ]


def plans_with(engine: Engine, topic: str) -> tuple[str, ...]:
    cells = compared(engine, topic).cells
    assert tuple(cell.plan.plan_id for cell in cells) == PLANS, topic
    return tuple(cell.plan.plan_id for cell in cells if cell.verdict is Verdict.YES)


def test_a_topic_with_a_place_has_a_cell_for_every_plan(engine: Engine) -> None:
    assert plans_with(engine, "FACT Ung i Ahus") == PLANS[:2]
    assert plans_with(engine, "hospitering på Helgeland") == ()


def test_of_a_municipality_alone_measures_are_what_names_it(engine: Engine) -> None:
    assert plans_with(engine, "Rælingen") == (PLANS[1],)
    assert plans_with(engine, "Trondheim kommune") == (PLANS[4],)  # "St. O, TK og andre"
    assert plans_with(engine, "Molde kommune") == ()


@pytest.mark.parametrize(
    ("topic", "numbers"),
    [
        ("kostnader og gevinster", {"2.d"}),
        ("interkommunalt", {"2.1.1"}),
        ("trøndelagsløftet", {"4.3.1"}),
        ("Statsforvalteren", {"3.3.2"}),
        ("Bergen", {"2.1.1"}),
        ("Helse Fonna-modellen", {"1.5.1"}),
    ],
)
def test_what_stands_in_a_measure_is_found_by_its_words_alone(
    engine: Engine, topic: str, numbers: set[str]
) -> None:
    found = compared(engine, topic).findings
    assert {finding.measure.number for finding in found} == numbers


def test_words_that_say_more_than_a_topic_are_not_taken_for_one(engine: Engine) -> None:
    answer = engine.ask("Hvor mange pasienter er inkludert i IHT så langt?")
    assert not answer.answered


def test_a_cells_findings_are_its_plans_measures_and_cited(engine: Engine) -> None:
    found = compared(engine, "hospitering", "FACT Ung")
    for cell in found.cells:
        assert (cell.verdict is Verdict.YES) == bool(cell.findings)
        for number in cell.findings:
            finding = found.findings[number]
            assert finding.measure.plan_id == cell.plan.plan_id
            assert found.citations[finding.citation] == finding.measure.source
    ids = [finding.measure.measure_id for finding in found.findings]
    assert len(ids) == len(set(ids))
    fact = [c for c in found.cells if c.topic == "FACT Ung" and c.plan.plan_id == PLANS[4]]
    assert [found.findings[i].measure.number for i in fact[0].findings] == ["1.5.1"]


def test_one_topic_is_the_coverage_of_it(engine: Engine) -> None:
    alone, cells = (
        engine.coverage("digital hjemmeoppfølging"),
        compared(engine, "digital hjemmeoppfølging").cells,
    )
    assert [(c.verdict, len(c.findings)) for c in alone.coverage] == [
        (c.verdict, len(c.findings)) for c in cells
    ]


def test_filters_narrow_the_columns(engine: Engine) -> None:
    found = compared(engine, "hospitering", filters=Filters(region=("ahus",)))
    assert tuple(plan.plan_id for plan in found.plans) == PLANS[:2]
    with pytest.raises(UnknownFilter):
        compared(engine, "hospitering", filters=Filters(plan=("ahus",)))


def test_what_cannot_be_compared() -> None:
    with pytest.raises(QueryError, match="not both"):
        subjects_of(["hospitering"], "national")
    with pytest.raises(QueryError, match=f"at most {MOST_TOPICS}"):
        subjects_of([str(number) for number in range(MOST_TOPICS + 1)], None)
    with pytest.raises(UnknownFilter, match="did you mean national"):
        subjects_of([], "nationall")
    assert [s.name("nb") for s in subjects_of(["a", "b", "a"], None)] == ["a", "b"]


def test_ready_topics_have_names_in_three_languages_and_cover_the_priorities() -> None:
    (national,) = subject_sets().values()
    ids = [subject.subject_id for subject in national.subjects]
    assert len(ids) == len(set(ids))
    assert ids[:4] == [
        *("barn-og-unge", "psykisk-helse-og-rus", "skropelige-eldre", "kroniske-lidelser")
    ]
    for subject in national.subjects:
        assert set(subject.names) == {"nb", "nn", "en"}
        assert subject.phrases
    assert subjects_of([], None) == national.subjects


def test_the_ready_topics_are_where_a_reader_finds_them(engine: Engine) -> None:
    agreement = subjects(engine)
    assert agreement.judged >= 55
    assert agreement.right / agreement.found >= 0.95, agreement.wrong
    assert agreement.right / agreement.judged >= 0.95, agreement.wrong


def test_spellings_are_put_together_as_a_reader_does(engine: Engine) -> None:
    agreement = bodies(engine)
    assert agreement.right == agreement.found, agreement.wrong
    assert agreement.right / agreement.judged >= 0.80, agreement.wrong


# ── topics found ─────────────────────────────────────────────────────────────────────────


def topic_of(engine: Engine, measure_id: str) -> Topic:
    (found,) = [
        topic
        for topic in engine.topics().topics
        if measure_id in {m.measure_id for m in topic.measures}
    ]
    return found


def test_digital_home_follow_up_is_one_topic_of_four_regions(engine: Engine) -> None:
    topic = topic_of(engine, "ostfold-2023-2024:t1:r4.2")
    assert topic.terms[0] == "digital hjemmeoppfølging"
    assert {
        "ahus-2024-2025:p7:t3:r20",
        "ahus-2026-2027:p6:t1:r15",
        "helgeland-2023-2025:t3:r5",
    } <= {m.measure_id for m in topic.measures}
    assert [r.region_id for r in topic.regions] == ["ahus", "helgeland", "ostfold", "stolav"]


def test_hospitering_is_a_topic_of_its_own(engine: Engine) -> None:
    topic = topic_of(engine, "stolav-2022-2024:p10:t6:r6")
    assert {m.measure_id for m in topic.measures} == {
        "ahus-2024-2025:p8:t3:r23",
        "ahus-2026-2027:p7:t1:r19",
        "stolav-2022-2024:p10:t6:r6",
    }


def test_a_measure_is_in_one_topic_or_in_none(engine: Engine) -> None:
    found = engine.topics()
    grouped = [m.measure_id for topic in found.topics for m in topic.measures]
    left = [m.measure_id for m in found.ungrouped]
    assert sorted(grouped + left) == sorted(m.measure_id for m in engine.measures().measures)
    assert len({topic.topic_id for topic in found.topics}) == len(found.topics)
    assert all(len(topic.measures) > 1 for topic in found.topics)
    assert "stolav-2022-2024:p1:t1:r2" in left  # "Utarbeide årshjul."


def test_a_topic_is_named_by_words_of_its_measures(engine: Engine) -> None:
    for topic in engine.topics().topics:
        texts = " ".join(
            " ".join([m.text, m.target_group or "", m.goal or "", *m.heading])
            for m in topic.measures
        )
        words = {token.word for token in tokenize(texts)}
        for term in topic.terms:
            assert {token.word for token in tokenize(term)} <= words, topic.topic_id


def test_topics_are_the_same_each_time(engine: Engine) -> None:
    orders = [i for i, p in enumerate(engine.passages) if p.measure]
    measures = [m for m in (engine.passages[i].measure for i in orders) if m]
    plans = {plan.plan_id: plan for plan in engine.plans}
    vectors = engine._index.own_vectors.reconstruct_batch(orders)
    assert grouping.group(plans, measures, vectors) == engine.topics()


def test_counterparts_come_together_and_topics_stay_apart(engine: Engine) -> None:
    together, pairs, grouped, total = topics(engine)
    assert together / pairs >= 0.6
    assert grouped / total >= 0.6
    largest = max(len(topic.measures) for topic in engine.topics().topics)
    assert largest <= 0.15 * total


def test_a_filter_leaves_topics_with_what_is_in_scope(engine: Engine) -> None:
    found = engine.topics(Filters(region=("ostfold",)))
    assert found.topics
    for topic in found.topics:
        assert {m.plan_id for m in topic.measures} == {"ostfold-2023-2024"}
        assert topic.total >= len(topic.measures)


def test_too_many_measures_are_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_MEASURES", 3)
    orders = [i for i, p in enumerate(engine.passages) if p.measure][:4]
    measures = [m for m in (engine.passages[i].measure for i in orders) if m]
    plans = {plan.plan_id: plan for plan in engine.plans}
    with pytest.raises(QueryError, match="4 measures"):
        grouping.group(plans, measures, engine._index.vectors.reconstruct_batch(orders))
    assert grouping.group(plans, measures[:1], engine._index.vectors.reconstruct_batch(orders[:1]))
