"""The re-ranker's training: it reads as what ships does, and shows no answer as wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from eval.adapt.batches import ANSWERS, HARD, RELATED, Deck, Label, Misleading, Needs, loss_of
from eval.adapt.network import listwise
from eval.adapt.packed import Encoder, Pack, States, device, load_layers, states_of
from eval.adapt.reranker import RANK, RERANKER
from eval.adapt.texts import (
    PASSAGE_SHARES,
    QUESTION_SHARES,
    Need,
    Prepared,
    collection_of,
    texts_of,
)
from eval.adapt.together import Arrays, Together, average, cut
from eval.adapt.watching import area, average_precision, ndcg
from indexer.encoder import load_encoder
from indexer.model import PASSAGE_PREFIX, QUERY_PREFIX
from indexer.reranker import load_reranker

QUESTIONS = (
    "Hva gjør de for at gamle ikke skal snuble hjemme?",
    "Kven vitjar familiar som nettopp har fått barn?",
    "where can I cycle safely",
)
PASSAGES = (
    "Fallforebyggende hjembesøk hos eldre over 80 år. Ansvarlig: ergoterapitjenesten.",
    "Hjemmebesøk av jordmor hos familier med nyfødte. Ansvarlig: helsestasjonen.",
    "Asfaltering av gang- og sykkelveier. Ansvarlig: teknisk etat. Frist: 2026. " * 3,
)


@pytest.fixture(scope="module")
def layers() -> Encoder:
    return load_layers()


@pytest.fixture(scope="module")
def shipped() -> Arrays:
    with np.load(RERANKER) as found:
        return {name: found[name] for name in found.files}


@pytest.fixture(scope="module")
def states(layers: Encoder) -> tuple[States, States]:
    asked = states_of(layers, [[QUERY_PREFIX + text for text in QUESTIONS]], 96)
    return asked, states_of(layers, [[PASSAGE_PREFIX + text for text in PASSAGES]], 196)


def test_it_reads_as_what_ships(
    layers: Encoder, shipped: Arrays, states: tuple[States, States]
) -> None:
    """Packed, in 32 bits, as the service does in 8, one pair at a time."""
    encoder, network = load_encoder(), Together(layers, shipped, RANK)
    middle = encoder.encode_passages(PASSAGES).middle
    asked = encoder.encode_queries(QUESTIONS).middle
    expected = np.stack([load_reranker().read(question, middle) for question in asked])
    pairs = torch.cartesian_prod(torch.arange(3, device=device), torch.arange(3, device=device))
    whole = torch.zeros(len(pairs), dtype=torch.int64, device=device)
    with torch.no_grad():
        said = network.read(
            network.merged(), states[0].of(pairs[:, 0], whole), states[1].of(pairs[:, 1], whole)
        )
    found = said.view(3, 3).cpu().numpy()
    assert found == pytest.approx(expected, abs=0.6)
    assert (found.argmax(1) == np.arange(3)).all()
    vectors = states[1].vectors(layers).cpu().numpy()
    assert vectors == pytest.approx(encoder.encode_passages(PASSAGES).vectors, abs=0.01)


def test_what_is_packed_comes_out_as_by_itself(layers: Encoder) -> None:
    lengths = torch.tensor([3, 7, 1], device=device)
    entering = torch.randn(11, 384, device=device)
    with torch.no_grad():
        packed = layers.through(layers.upper[:1], entering, Pack(lengths))
        alone = [
            layers.through(layers.upper[:1], each, Pack(torch.tensor([len(each)], device=device)))
            for each in torch.split(entering, [3, 7, 1])
        ]
    assert torch.allclose(packed, torch.cat(alone), atol=1e-4)


def test_the_average_of_one_with_itself_is_the_same(shipped: Arrays) -> None:
    """Cut back to its own rank it has the same products, in 16 bits."""
    again = cut(average([shipped, shipped]), RANK)
    assert again.keys() == shipped.keys()
    for name in (each.removesuffix(".down") for each in shipped if each.endswith(".down")):
        before, after = (
            each[f"{name}.up"].astype(np.float32) @ each[f"{name}.down"].astype(np.float32)
            for each in (shipped, again)
        )
        assert after.shape == before.shape
        assert again[f"{name}.down"].shape == shipped[f"{name}.down"].shape
        assert np.abs(after - before).max() < 0.01 * np.abs(before).max()
    for name in ("passage", "out_bias"):
        assert again[name] == pytest.approx(shipped[name])


def test_it_learns(layers: Encoder, shipped: Arrays, states: tuple[States, States]) -> None:
    """Every factor and the head get a gradient, and a step lowers the loss."""
    network = Together(layers, shipped, RANK + 2)
    rows = torch.arange(3, device=device)
    whole = torch.zeros_like(rows)
    everything = [*network.head.values(), *(f for both in network.factors.values() for f in both)]

    def loss() -> torch.Tensor:
        said = network.read(
            network.merged(), states[0].of(rows, whole), states[1].of(rows.flip(0), whole)
        )
        return torch.nn.functional.softplus(-said).mean()

    before = loss()
    before.backward()  # type: ignore[no-untyped-call]
    assert all(each.grad is not None and each.grad.isfinite().all() for each in everything)
    with torch.no_grad():
        for each in everything:
            assert each.grad is not None
            each.sub_(1e-3 * each.grad)
    assert loss() < before


def need(answers: set[int], related: set[int], measure: int | None = None) -> Need:
    return Need(("",) * 4, frozenset(answers), frozenset(related), measure)


SMALL = Prepared("small", (("",) * 4,) * 4, ("a", "a", "b", "b"), (need({0}, {1, 2}),))
LARGE = Prepared(
    "large",
    (("",) * 4,) * 30,
    ("a",) * 10 + ("b",) * 20,
    (
        need(set(range(8)), {8, 9}),
        need(set(), {3, 4, 5}),
        need(set(range(30)), set()),
        need({12}, set(), measure=5),
        need(set(), set(), measure=29),
    ),
)


@pytest.mark.parametrize("mined", [True, False])
def test_no_answer_is_shown_as_wrong(mined: bool) -> None:
    """However a batch is drawn: every slot has a passage once, of its collection and open to the
    need, with what it is to that need; hard ones and others are neither answers nor related."""
    torch.manual_seed(0)
    needs = Needs([SMALL, LARGE])
    every = [(0, each) for each in SMALL.needs] + [(1, each) for each in LARGE.needs]
    misleading = Misleading(needs, torch.rand(needs.labels.shape, device=device), mined)
    rows = torch.arange(len(every), device=device)
    for _ in range(50):
        batch = misleading.batch(rows)
        misleading.said(batch, torch.randn(batch.places.shape, device=device) * 9)
        for row, (number, own) in enumerate(every):
            collection = (SMALL, LARGE)[number]
            taken = batch.taken[row].cpu()
            shown = batch.places[row].cpu()[taken].tolist()
            assert len(set(shown)) == len(shown)
            assert all(place < len(collection.passages) for place in shown)
            labels = batch.labels[row].cpu()[taken].tolist()
            for place, label in zip(shown, labels, strict=True):
                assert (label == Label.ANSWER) == (place in own.answers)
                assert (label == Label.RELATED) == (place in own.related)
                if own.measure is not None:
                    assert collection.plans[place] != collection.plans[own.measure]
            drawn = batch.labels[row, ANSWERS + RELATED :][batch.taken[row, ANSWERS + RELATED :]]
            assert (drawn == Label.OTHER).all()
        assert batch.taken[1, :ANSWERS].all()
        assert not batch.taken[3, ANSWERS:].any()
        assert needs.start[rows].tolist() == [0] + [4] * 5


def test_what_misleads_most_is_shown() -> None:
    """By the vectors at first; once the network has said that something does not answer, others."""
    more = Prepared("more", (("",) * 4,) * 60, ("a",) * 60, (need({0}, set()),))
    needs = Needs([more])
    cosines = torch.linspace(0.9, 0.1, 60, device=device)[None]
    rows = torch.zeros(1, dtype=torch.int64, device=device)

    def hard(misleading: Misleading) -> set[int]:
        drawn: set[int] = set()
        for _ in range(40):
            batch = misleading.batch(rows)
            start = ANSWERS + RELATED
            drawn |= set(batch.places[0, start : start + HARD].tolist())
        return drawn

    assert hard(Misleading(needs, cosines, mined=False)) == set(range(1, 25))
    mined = Misleading(needs, cosines, mined=True)
    assert hard(mined) == set(range(1, 21))
    batch = mined.batch(rows)
    for _ in range(5):
        mined.said(batch, torch.full(batch.places.shape, -30.0, device=device))
    said = set(batch.places[0][batch.taken[0]].tolist())
    assert not hard(mined) & said


def test_what_is_on_the_subject_is_between() -> None:
    """It has no side of zero where something answers, and is wrong where nothing does."""
    misleading = Misleading(Needs([LARGE]), torch.rand(5, 30, device=device), mined=False)
    batch = misleading.batch(torch.tensor([0, 1], device=device))

    def loss(answer: float, related: float, other: float) -> list[float]:
        values = torch.tensor([other, answer, related], dtype=torch.float32, device=device)
        each = []
        for row in (0, 1):
            one = replace(
                batch,
                **{
                    name: getattr(batch, name)[row : row + 1]
                    for name in ("rows", "places", "labels", "taken")
                },
            )
            each.append(float(loss_of(one, values[one.labels.clamp(min=0).long()])))
        return each

    good, near_high, near_low = loss(4, 0, -4), loss(4, 6, -4), loss(4, -8, -4)
    assert good[0] < near_high[0]
    assert good[0] < near_low[0]
    assert loss(4, -4, -4)[1] < good[1] < near_high[1]
    assert loss(-4, 0, 4)[0] > near_high[0]


def test_a_question_with_nothing_against_it_counts_for_nothing() -> None:
    scores = torch.tensor([[2.0, 1.0], [5.0, 5.0]])
    right = torch.tensor([[True, False], [True, True]])
    assert float(listwise(scores, right, ~right)) == pytest.approx(float(np.log1p(np.exp(-1.0))))
    assert float(listwise(scores, ~right & right, ~right)) == 0


def test_every_need_is_dealt_before_any_comes_again() -> None:
    deck = Deck(torch.arange(10, device=device))
    first = torch.cat([deck.deal(5), deck.deal(5)]).tolist()
    assert sorted(first) == list(range(10))
    assert len(deck.deal(64)) == 10


def test_figures_by_hand() -> None:
    said = np.asarray([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0]], dtype=np.float32)
    right = np.asarray([[True, False, False], [True, False, False]])
    second = (1 / np.log2(4)) / (1 + 1 / np.log2(3))
    assert ndcg(said, right, np.asarray([1, 2])) == pytest.approx((1 + second) / 2)
    assert area(np.asarray([1.0, 3.0]), np.asarray([1.0, 0.0])) == pytest.approx(3.5 / 4)
    same = average_precision(np.asarray([[3.0, 1.0, 2.0]]), np.asarray([[True, True, False]]))
    assert same == pytest.approx((1 + 2 / 3) / 2)


def test_texts_are_read_in_variants() -> None:
    """Those of some needs; all of a collection take ten seconds."""
    documents, own = collection_of("c9")
    some = replace(own, wordings=own.wordings[::40])
    prepared = texts_of(some, [document.plan for document in documents])
    assert sum(PASSAGE_SHARES) == pytest.approx(1)
    assert sum(QUESTION_SHARES) == pytest.approx(1)
    assert {len(each) for each in prepared.passages} == {len(PASSAGE_SHARES)}
    assert {len(each.variants) for each in prepared.needs} == {len(QUESTION_SHARES)}
    people = [each for each in prepared.needs if each.measure is None]
    assert sum(each.variants[1] != each.variants[0] for each in people) > 0.7 * len(people)
    assert sum(each.variants[2] != each.variants[0] for each in people) > 0.9 * len(people)
    added = [whole.removeprefix(plain) for whole, plain, *_ in prepared.passages]
    assert sum(each.startswith(". ") for each in added) > 0.5 * len(added)
    for each in prepared.needs:
        assert not each.answers & each.related
        if each.measure is not None:
            assert all(prepared.plans[i] != prepared.plans[each.measure] for i in each.answers)
