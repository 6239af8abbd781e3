"""The network as an OpenVINO model: built from the weights, compiled, and run on batches."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from aligner.e5 import sketches
from aligner.e5.weights import Floats, Weights

Model = Any
"""An openvino.Model; the package has no types of use to a checker."""

GROUP = 64
"""Numbers of a state that share a scale when they become 8-bit; 0 keeps them 32-bit."""


def runtime() -> ModuleType:
    """The openvino package, imported without the part that reports its use to its makers.

    Importing it whole sends an event to a statistics server and leaves a client's number in the
    home folder. Both belong to its converter of other formats, which it can do without.

    Raises:
        ImportError: it is not installed.
    """
    if "openvino" not in sys.modules:
        with absent("openvino_telemetry", "openvino.tools.ovc"):
            importlib.import_module("openvino")
    return sys.modules["openvino"]


@contextlib.contextmanager
def absent(*names: str) -> Iterator[None]:
    """Let these modules not be found as long as this lasts, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # what import takes for missing
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def built(weights: Weights, *, eight_bits: bool) -> Model:
    """The network with free numbers of texts and pieces.

    Its inputs are the word embeddings, shape (n, length, hidden), and a mask, shape (n, length),
    1 where a text has a piece. Its outputs are the mean state of each text, shape (n, hidden), and
    a sketch of each piece, shape (n, length, dimensions): its state half-way, where pieces of one
    meaning are closer than at the end, along the directions of `aligner.e5.sketches`.
    """
    return Builder(weights, eight_bits=eight_bits).model()


class Builder:
    """Writes the network down, node by node."""

    def __init__(self, weights: Weights, *, eight_bits: bool) -> None:
        self._openvino = runtime()
        self._op: Any = self._openvino.opset13
        self._weights = weights
        self._eight_bits = eight_bits

    def model(self) -> Model:
        """The whole network."""
        op, sizes = self._op, self._weights.sizes
        words = op.parameter([-1, -1, sizes.hidden], np.float32, name="words")
        mask = op.parameter([-1, -1], np.float32, name="mask")
        length = op.gather(op.shape_of(words), self._whole(1), self._whole(0))
        places = self._weights.tensor("emb.pos").reshape(1, -1, sizes.hidden)
        places = places + self._weights.tensor("emb.type")[: sizes.hidden]
        place = op.slice(
            op.constant(places), self._whole(0), length, self._whole(1), self._whole(1)
        )
        states = self._normed("emb.ln", op.add(words, place))
        away = op.multiply(op.subtract(mask, self._real(1)), self._real(1e9))
        away = op.unsqueeze(away, self._whole(1, 2))
        sketch = None
        for number in range(sizes.layers):
            states = self._layer(f"l{number}.", states, away)
            if number == min(sketches.LAYER, sizes.layers - 1):
                sketch = self._sketch(states)
        total = op.reduce_sum(
            op.multiply(states, op.unsqueeze(mask, self._whole(2))), self._whole(1)
        )
        mean = op.divide(total, op.reduce_sum(mask, self._whole(1), keep_dims=True))
        return self._openvino.Model([mean, sketch], [words, mask], "multilingual-e5-small")

    def _sketch(self, states: Any) -> Any:
        op = self._op
        basis = sketches.basis()
        away = op.subtract(states, op.constant(basis.middle.reshape(1, 1, -1)))
        axes = op.constant(basis.axes)
        return op.matmul(away, axes, transpose_a=False, transpose_b=True)

    def _layer(self, name: str, states: Any, away: Any) -> Any:
        op, sizes = self._op, self._weights.sizes
        parts = self._linear([name + part for part in "qkv"], states)
        query, key, value = (
            op.transpose(
                op.reshape(part, self._whole(0, 0, sizes.heads, -1), special_zero=True),
                self._whole(0, 2, 1, 3),
            )
            for part in op.split(parts, op.constant(np.int64(2)), 3).outputs()
        )
        mixed = op.scaled_dot_product_attention(query, key, value, away)
        mixed = op.reshape(
            op.transpose(mixed, self._whole(0, 2, 1, 3)),
            self._whole(0, 0, sizes.hidden),
            special_zero=True,
        )
        states = self._normed(name + "aln", op.add(states, self._linear([name + "ao"], mixed)))
        inner = op.gelu(self._linear([name + "fi"], states), "erf")
        return self._normed(name + "oln", op.add(states, self._linear([name + "fo"], inner)))

    def _linear(self, names: Sequence[str], states: Any) -> Any:
        """The states through matrices side by side, so that they become 8-bit only once."""
        op = self._op
        bias = np.concatenate([self._weights.tensor(name + ".b") for name in names])
        matrix = np.concatenate([self._weights.tensor(name + ".w") for name in names])
        matrix = matrix.reshape(len(bias), -1)
        if self._eight_bits:
            scale = np.abs(matrix).max(axis=1, keepdims=True) / np.float32(127)
            whole = op.constant(np.rint(matrix / scale).astype(np.int8))
            node = op.multiply(op.convert(whole, "f32"), op.constant(scale))
        else:
            node = op.constant(matrix)
        product = op.matmul(states, node, transpose_a=False, transpose_b=True)
        return op.add(product, op.constant(bias.reshape(1, 1, -1)))

    def _normed(self, name: str, states: Any) -> Any:
        op = self._op
        epsilon = self._weights.sizes.epsilon
        rows = op.mvn(states, self._whole(-1), True, epsilon, "inside_sqrt")
        factor = op.constant(self._weights.tensor(name + ".w").reshape(1, 1, -1))
        shift = op.constant(self._weights.tensor(name + ".b").reshape(1, 1, -1))
        return op.add(op.multiply(rows, factor), shift)

    def _whole(self, *numbers: int) -> Any:
        return self._op.constant(np.array(numbers, dtype=np.int64))

    def _real(self, number: float) -> Any:
        return self._op.constant(np.array([[number]], dtype=np.float32))


class Compiled:
    """The network made ready for this machine's processor; calls may come from several threads."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def exported(self) -> bytes:
        """What `imported` takes, on this kind of processor and with this version of the runtime."""
        with io.BytesIO() as file:
            self._compiled.export_model(file)
            return file.getvalue()

    def states(self, words: Floats, mask: Floats) -> tuple[Floats, Floats]:
        """The network's outputs for its inputs: mean states, and sketches of all pieces.

        Raises:
            RuntimeError: the runtime failed, or gave an array of another shape.
        """
        request = self._compiled.create_infer_request()
        request.infer([words, mask], share_inputs=True)
        means, pieces = (
            np.array(request.get_output_tensor(number).data, dtype=np.float32)
            for number in range(2)
        )
        if means.shape != (len(words), words.shape[2]) or pieces.shape[:2] != mask.shape:
            raise RuntimeError(f"outputs of shapes {means.shape}, {pieces.shape}")
        return means, pieces


def compiled(model: Model, threads: int, *, eight_bits: bool) -> Compiled:
    """Compile a network that was built.

    Raises:
        RuntimeError: the runtime cannot do it on this machine.
    """
    config = configuration(threads, eight_bits=eight_bits)
    return Compiled(runtime().Core().compile_model(model, "CPU", config))


def imported(exported: bytes, threads: int, *, eight_bits: bool) -> Compiled:
    """A network that was compiled before, which takes a third of the time.

    Raises:
        RuntimeError, ValueError: it is damaged, or of another version or processor.
    """
    config = configuration(threads, eight_bits=eight_bits)
    return Compiled(runtime().Core().import_model(exported, "CPU", config))


def configuration(threads: int, *, eight_bits: bool) -> dict[str, Any]:
    """How the runtime is to compute."""
    given = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        # Else it goes down to 16 bits where the processor is good at them.
        "INFERENCE_PRECISION_HINT": "f32",
        # Else each process takes the same processors, the first ones.
        "ENABLE_CPU_PINNING": False,
    }
    # Only where it matters: a platform that does not know it may still compute with 32 bits.
    return given | {"DYNAMIC_QUANTIZATION_GROUP_SIZE": GROUP} if eight_bits else given


def precision(*, eight_bits: bool) -> str:
    """How the numbers are computed, as signatures and file names say it."""
    return f"int8-{GROUP}" if eight_bits else "fp32"


def version() -> str:
    """The runtime's, without its build.

    Raises:
        ImportError: it is not installed.
    """
    return str(runtime().__version__.partition("-")[0])


def processor() -> str:
    """Eight hexadecimal digits that tell this kind of processor from others."""
    core = runtime().Core()
    parts = [
        core.get_property("CPU", "FULL_DEVICE_NAME"),
        *sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")),
        os.environ.get("ONEDNN_MAX_CPU_ISA", ""),  # makes the runtime believe in a lesser one
    ]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:8]
