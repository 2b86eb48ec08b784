"""The network as ONNX, from token ids to unit vectors, its matrices at 4 bits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.model.packed import BLOCK, PackedModel
from indexer.model.pinned import BASE_MODEL, MIDDLE, SENTENCES, SEPARATE_LAYERS, TOKENS

if TYPE_CHECKING:
    import onnx

_CONTRIB = "com.microsoft"
_FLOAT32_ARITHMETIC = 1


def write_onnx(packed: PackedModel, path: Path) -> None:
    """Write the network as ONNX: (texts, tokens) ids and mask in, (texts, 384) unit vectors and
    (texts, tokens, 384) states out, those of the last layer and those of `SEPARATE_LAYERS`.

    Matrices stay at 4 bits (74 MB, against 470 MB in float32) and are multiplied in float32:
    ONNX Runtime's MatMulNBits and GatherBlockQuantized read blocks of 32 weights as they are.
    """
    import onnx

    onnx.save(_OnnxWriter(packed).model(), path)


def write_reranker(packed: PackedModel, path: Path) -> None:
    """Write the layers above `SEPARATE_LAYERS` as ONNX: (pairs, tokens, 384) states of a question
    and a passage one behind the other and their mask in, such states out.

    What the adapter adds is summed up, and products are of 8 bits: sixteen passages take 0.11
    seconds on two cores, where float32 takes 0.20 and the encoder's 4 bits with factors beside
    them 0.35.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = path.with_suffix(".float.onnx")
    onnx.save(_WholeWriter(packed).upper_layers(), whole)
    # The library asks for a preparation that it cannot do to nodes of its own kind.
    with quiet("root"):
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    whole.unlink()


@contextmanager
def quiet(logger: str) -> Iterator[None]:
    """Nothing below an error is logged there."""
    log = logging.getLogger(logger)
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


class _OnnxWriter:
    """Collects nodes and weights; each method adds one part and returns its output's name."""

    def __init__(self, packed: PackedModel) -> None:
        self.packed = packed
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        from onnx import TensorProto, helper

        hidden = self.embeddings()
        mask = self.node("Cast", "mask", "attention_mask", to=TensorProto.INT32)
        for layer in range(self.packed.layers):
            if layer == SEPARATE_LAYERS:
                self.node("Identity", MIDDLE, hidden)
            hidden = self.layer(f"l{layer}", hidden, mask)
        self.node("Identity", TOKENS, hidden)
        self.pooling(hidden)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        states: list[str | int] = ["texts", "tokens", self.packed.hidden]
        return self.graph(
            inputs, {SENTENCES: ["texts", self.packed.hidden], TOKENS: states, MIDDLE: states}
        )

    def upper_layers(self) -> onnx.ModelProto:
        from onnx import TensorProto, helper

        mask = self.node("Cast", "mask", "attention_mask", to=TensorProto.INT32)
        hidden = MIDDLE
        for layer in range(SEPARATE_LAYERS, self.packed.layers):
            hidden = self.layer(f"l{layer}", hidden, mask)
        self.node("Identity", TOKENS, hidden)
        states: list[str | int] = ["texts", "tokens", self.packed.hidden]
        inputs = [
            helper.make_tensor_value_info(MIDDLE, TensorProto.FLOAT, states),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, states[:2]),
        ]
        return self.graph(inputs, {TOKENS: states})

    def graph(
        self, inputs: list[onnx.ValueInfoProto], shapes: dict[str, list[str | int]]
    ) -> onnx.ModelProto:
        from onnx import TensorProto, helper

        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in shapes.items()
        ]
        graph = helper.make_graph(self.nodes, BASE_MODEL, inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=10, producer_name="plansok"
        )

    def embeddings(self) -> str:
        columns = self.packed.hidden
        words = self.packed.tensors["emb.word"]
        table = words.nibbles(columns).reshape(self.packed.vocabulary, -1)
        word = self.contrib(
            "GatherBlockQuantized",
            "word",
            self.weight("emb.word", table),
            "input_ids",
            self.weight("emb.word.scales", words.scales(columns)),
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        type_zero = self.packed.tensors["emb.type"].floats()[:columns]
        table_of_positions = self.packed.tensors["emb.pos"].floats().reshape(-1, columns)
        positions = self.weight("emb.pos", table_of_positions + type_zero)
        zero = self.weight("zero", np.array([0], dtype=np.int64))
        length = self.node("Shape", "length", "input_ids", start=1, end=2)
        position = self.node("Slice", "position", positions, zero, length, zero)
        total = self.node("Add", "embedded", word, position)
        return self.node(
            "LayerNormalization",
            "hidden",
            total,
            self.floats("emb.ln.w"),
            self.floats("emb.ln.b"),
            axis=-1,
            epsilon=self.packed.epsilon,
        )

    def layer(self, name: str, hidden: str, mask: str) -> str:
        size, wide = self.packed.hidden, self.packed.feed_forward
        projections = self.product(f"{name}.qkv", hidden, [f"{name}.{p}" for p in "qkv"], size)
        parts = [f"{name}.query", f"{name}.key", f"{name}.value"]
        self.split(projections, parts)
        bias = np.concatenate([self.packed.tensors[f"{name}.{p}.b"].floats() for p in "qkv"])
        context = self.contrib(
            "MultiHeadAttention",
            f"{name}.context",
            *parts,
            self.weight(f"{name}.qkv.b", bias),
            mask,
            num_heads=self.packed.heads,
        )
        attended = self.product(f"{name}.attended", context, [f"{name}.ao"], size)
        hidden = self.add_and_normalize(
            f"{name}.mid", attended, hidden, f"{name}.ao", f"{name}.aln"
        )
        inner = self.product(f"{name}.inner", hidden, [f"{name}.fi"], size)
        active = self.contrib("BiasGelu", f"{name}.gelu", inner, self.floats(f"{name}.fi.b"))
        outer = self.product(f"{name}.outer", active, [f"{name}.fo"], wide)
        return self.add_and_normalize(f"{name}.out", outer, hidden, f"{name}.fo", f"{name}.oln")

    def product(self, output: str, value: str, matrices: Sequence[str], columns: int) -> str:
        tensors = [self.packed.tensors[f"{matrix}.w"] for matrix in matrices]
        nibbles = np.concatenate([tensor.nibbles(columns) for tensor in tensors])
        scales = np.concatenate([tensor.scales(columns) for tensor in tensors])
        adapter = self.packed.adapter
        adapted = adapter is not None and any(matrix in adapter.down for matrix in matrices)
        product = self.contrib(
            "MatMulNBits",
            f"{output}.base" if adapted else output,
            value,
            self.weight(f"{output}.w", nibbles),
            self.weight(f"{output}.scales", scales),
            K=columns,
            N=len(nibbles),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_FLOAT32_ARITHMETIC,
        )
        if adapter is None or not adapted:
            return product
        downs, ups = [adapter.down[m] for m in matrices], [adapter.up[m] for m in matrices]
        down = self.weight(f"{output}.down", np.concatenate(downs).T)
        up = self.weight(f"{output}.up", _side_by_side(ups).T)
        added = self.node(
            "MatMul", f"{output}.added", self.node("MatMul", f"{output}.low", value, down), up
        )
        return self.node("Add", output, product, added)

    def add_and_normalize(self, output: str, value: str, skip: str, dense: str, norm: str) -> str:
        return self.contrib(
            "SkipLayerNormalization",
            output,
            value,
            skip,
            self.floats(f"{norm}.w"),
            self.floats(f"{norm}.b"),
            self.floats(f"{dense}.b"),
            epsilon=self.packed.epsilon,
        )

    def pooling(self, hidden: str) -> None:
        """Mean over the tokens and unit length; the mean's divisor cancels, so a sum will do."""
        from onnx import TensorProto

        axis = self.weight("token_axis", np.array([1], dtype=np.int64))
        mask = self.node("Cast", "pooling.mask", "attention_mask", to=TensorProto.FLOAT)
        row = self.node("Unsqueeze", "pooling.row", mask, axis)
        sums = self.node("MatMul", "pooling.sums", row, hidden)
        total = self.node("Squeeze", "pooling.total", sums, axis)
        self.node("LpNormalization", SENTENCES, total, axis=-1, p=2)

    def split(self, value: str, outputs: Sequence[str]) -> None:
        from onnx import helper

        node = helper.make_node("Split", [value], outputs, axis=-1, num_outputs=len(outputs))
        self.nodes.append(node)

    def contrib(self, op: str, output: str, *inputs: str, **attributes: Any) -> str:
        return self.node(op, output, *inputs, domain=_CONTRIB, **attributes)

    def node(self, op: str, output: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def floats(self, name: str) -> str:
        return self.weight(name, self.packed.tensors[name].floats())

    def weight(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


class _WholeWriter(_OnnxWriter):
    """Matrices as float32, with what the adapter adds."""

    def product(self, output: str, value: str, matrices: Sequence[str], columns: int) -> str:
        parts = []
        for matrix in matrices:
            values = np.concatenate(list(self.packed.tensors[f"{matrix}.w"].chunks()))
            added = self.packed.adapter.delta(matrix) if self.packed.adapter else None
            whole = values.reshape(-1, columns)
            parts.append(whole if added is None else whole + added)
        weight = self.weight(f"{output}.w", np.concatenate(parts).T)
        return self.node("MatMul", output, value, weight)


def _side_by_side(matrices: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """(sum of rows, sum of columns): each matrix on the diagonal, zeros elsewhere."""
    shape = sum(len(m) for m in matrices), sum(m.shape[1] for m in matrices)
    found = np.zeros(shape, dtype=np.float32)
    row = column = 0
    for matrix in matrices:
        rows, columns = matrix.shape
        found[row : row + rows, column : column + columns] = matrix
        row, column = row + rows, column + columns
    return found
