"""Which way of running the default model is fastest, smallest and still exact.

    python -m eval.bench_encoder

prints one table: PyTorch through sentence-transformers, and ONNX with weights as float32, as
int8 (dynamic quantisation) and as the product runs them, at 4 bits with float32 arithmetic.
Each row is a process of its own that only loads and encodes. Ratios within one run hold;
figures differ between machines. Takes about two minutes and 1.5 GB of temporary files.
Peak memory is read from /proc: Linux only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Encoder, OnnxEncoder, SentenceTransformerEncoder, available_cores
from indexer.model import BLOCK, ONNX_FILE, ZERO_POINT, ensure_packaged_model

if TYPE_CHECKING:
    from onnx import TensorProto

QUERY = "Hvilke tiltak har sykehuset for å redusere ventetiden?"
QUERY_RUNS = 100
PASSAGES = 200
WORDS_PER_PASSAGE = 60
SENTENCES = [
    "Avdelingen skal gjennomgå alle pasientforløp og fjerne flaskehalser innen utgangen av året.",
    "Ansvarlig for oppfølging er klinikksjefen, som rapporterer til direktøren hvert kvartal.",
    "Kommunen innfører medvirkning fra brukere og pårørende i planlegging av nye tjenester.",
    "Alle ansatte får opplæring i forebygging av vold, trusler og seksuell trakassering.",
    "Likestilling og mangfold er eget tema i medarbeidersamtaler og i lederutviklingen.",
    "Tiltaket er påbegynt, og status oppdateres når arbeidsmiljøutvalget har behandlet saken.",
    "Foretaket kartlegger ufrivillig deltid og tilbyr faste hele stillinger der det er mulig.",
    "Rutinene for tolketjenester revideres slik at språk ikke hindrer likeverdig behandling.",
    "Bygninger og uteområder skal være universelt utformet før utgangen av planperioden.",
    "Nettsidene testes sammen med synshemmede brukere og rettes etter kravene i forskriften.",
    "Utslipp fra transport reduseres ved videokonsultasjoner og elektriske kjøretøy.",
]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process measured."""

    load_s: float
    query_ms: float
    passages_per_s: float
    peak_mb: float


def passages() -> list[str]:
    """Texts as long as a row of a plan; each starts at another word."""
    words = " ".join(SENTENCES).split()
    endless = words * (2 + WORDS_PER_PASSAGE // len(words))
    starts = (7 * number % len(words) for number in range(PASSAGES))
    return [" ".join(endless[start : start + WORDS_PER_PASSAGE]) for start in starts]


def measure(load: Callable[[], Encoder], vectors_file: Path) -> Figures:
    """Load, encode, save the passages' vectors; to be called once per process."""
    started = time.perf_counter()
    encoder = load()
    load_s = time.perf_counter() - started
    encoder.encode_queries([QUERY])
    times = []
    for _ in range(QUERY_RUNS):
        started = time.perf_counter()
        encoder.encode_queries([QUERY])
        times.append(time.perf_counter() - started)
    texts = passages()
    started = time.perf_counter()
    vectors = encoder.encode_passages(texts).vectors
    passages_per_s = len(texts) / (time.perf_counter() - started)
    np.save(vectors_file, vectors)
    return Figures(load_s, 1000 * float(np.median(times)), passages_per_s, peak_megabytes())


def peak_megabytes() -> float:
    """Peak resident memory of this process since it was started.

    Not getrusage: its figure survives exec and would include the parent's.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status has no VmHWM")


def write_float32(source: Path, target: Path, *, embeddings_too: bool) -> None:
    """The product's ONNX file with its 4-bit matrices written out as float32."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(source)
    weights = {weight.name: weight for weight in model.graph.initializer}
    dropped: set[str] = set()
    for node in model.graph.node:
        if node.op_type == "MatMulNBits":
            names = node.input[1], node.input[2]
            plain = helper.make_node("MatMul", [node.input[0], names[0]], node.output)
        elif node.op_type == "GatherBlockQuantized" and embeddings_too:
            names = node.input[0], node.input[2]
            plain = helper.make_node("Gather", [names[0], node.input[1]], node.output)
        else:
            continue
        values = dequantize(weights[names[0]], weights[names[1]])
        if plain.op_type == "MatMul":
            values = np.ascontiguousarray(values.T)
        weights[names[0]].CopyFrom(numpy_helper.from_array(values, names[0]))
        dropped.add(names[1])
        node.CopyFrom(plain)
    kept = [weight for weight in weights.values() if weight.name not in dropped]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    target.parent.mkdir(parents=True)
    onnx.save(model, target)


def dequantize(nibbles: TensorProto, scales: TensorProto) -> NDArray[np.float32]:
    """(rows, columns) float32 from packed nibbles and (rows, columns / 32) scales."""
    from onnx import numpy_helper

    factors = numpy_helper.to_array(scales).astype(np.float32)
    packed = numpy_helper.to_array(nibbles).reshape(*factors.shape, BLOCK // 2)
    quants = np.stack([packed & 0x0F, packed >> 4], axis=-1).reshape(*factors.shape, BLOCK)
    values = (quants.astype(np.float32) - ZERO_POINT) * factors[..., np.newaxis]
    return values.reshape(len(factors), -1).astype(np.float32)


def write_int8(source: Path, target: Path) -> None:
    """A float32 ONNX file with its products quantised dynamically, a scale per column."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.parent.mkdir(parents=True)
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT, "MatMulConstBOnly": True},
    )


def variant_folder(scratch: Path, name: str, model: Path) -> Path:
    """A folder for OnnxEncoder: the product's tokenizer; its ONNX file is still to be written."""
    folder = scratch / name
    folder.mkdir()
    (folder / "tokenizer.json").symlink_to(model / "tokenizer.json")
    return folder


def in_own_process(kind: str, folder: Path, vectors_file: Path) -> Figures:
    """Run `measure` in a fresh interpreter."""
    command = [sys.executable, "-m", "eval.bench_encoder", "--measure", kind]
    command += ["--folder", str(folder), "--vectors", str(vectors_file)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Figures(**json.loads(printed.splitlines()[-1]))


def compare() -> None:
    """Print the table."""
    model = ensure_packaged_model()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        float32 = variant_folder(scratch, "float32", model)
        write_float32(model / ONNX_FILE, float32 / ONNX_FILE, embeddings_too=True)
        mixed = variant_folder(scratch, "mixed", model)
        write_float32(model / ONNX_FILE, mixed / ONNX_FILE, embeddings_too=False)
        int8 = variant_folder(scratch, "int8", model)
        write_int8(mixed / ONNX_FILE, int8 / ONNX_FILE)
        runs = [
            ("PyTorch eager (sentence-transformers)", "torch", model),
            ("ONNX float32", "onnx", float32),
            ("ONNX int8 dynamic", "onnx", int8),
            ("ONNX 4-bit, float32 arithmetic (product)", "onnx", model),
        ]
        print(f"{available_cores()} cores; {PASSAGES} passages of {WORDS_PER_PASSAGE} words")
        print(f"{'':42}{'load s':>8}{'query ms':>10}{'pass./s':>9}{'peak MB':>9}{'cosine':>10}")
        reference: NDArray[np.float32] | None = None
        for number, (label, kind, folder) in enumerate(runs):
            vectors_file = scratch / f"{number}.npy"
            figures = in_own_process(kind, folder, vectors_file)
            vectors: NDArray[np.float32] = np.load(vectors_file)
            reference = vectors if reference is None else reference
            lowest = float((vectors * reference).sum(axis=1).min())
            print(
                f"{label:42}{figures.load_s:8.2f}{figures.query_ms:10.1f}"
                f"{figures.passages_per_s:9.1f}{figures.peak_mb:9.0f}{lowest:10.6f}"
            )
    print("cosine: the lowest of all passages, against PyTorch; load: imports included")


def main() -> None:
    """Command line: nothing to choose; the options are for the processes it starts."""
    parser = argparse.ArgumentParser(description="Compare ways of running the default encoder.")
    parser.add_argument("--measure", choices=["torch", "onnx"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--vectors", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure is None:
        compare()
        return
    load: Callable[[], Encoder]
    if args.measure == "torch":
        load = partial(SentenceTransformerEncoder, str(args.folder))
    else:
        load = partial(OnnxEncoder, args.folder)
    print(json.dumps(asdict(measure(load, args.vectors))))


if __name__ == "__main__":
    main()
