"""The embedded encoder on CTranslate2, for comparison only: see docs/decisions."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence

import ctranslate2
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from aligner.e5 import conversion, fast
from aligner.e5.weights import Weights, bundled
from aligner.encoder import encodable, unit
from aligner.model import Vectors


class CTranslate2E5:
    """multilingual-e5-small with 8-bit matrices and embeddings, one scale a row."""

    def __init__(self, threads: int) -> None:
        weights = Weights(bundled())
        self._weights = weights
        self._tokenizer = conversion.kept(weights).tokenizer(weights)
        self._threads = threads
        self.dim = weights.sizes.hidden
        self.signature = f"e5-small-q4/ctranslate2-{ctranslate2.__version__}-int8"
        with tempfile.TemporaryDirectory() as folder:
            specification(weights).save(folder)
            self._encoder = ctranslate2.Encoder(
                folder, compute_type="int8_float32", inter_threads=1, intra_threads=threads
            )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, each of one window."""
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        room = self._weights.sizes.positions - 2
        special = self._weights.specials
        ids = self._tokenizer.ids([encodable(text) for text in texts], self._threads)
        windows = (
            fast.Window(number, [special.begin, *row[:room], special.end])
            for number, row in enumerate(ids)
        )
        for batch in fast.batches(windows):
            output = self._encoder.forward_batch([window.ids for window in batch])
            states = np.array(output.last_hidden_state)
            for window, state in zip(batch, states, strict=True):
                rows[window.text] = state[: len(window.ids)].mean(axis=0)
        return unit(rows)


def specification(weights: Weights) -> transformer_spec.TransformerEncoderModelSpec:
    """The network in CTranslate2's terms."""
    sizes = weights.sizes
    spec = transformer_spec.TransformerEncoderModelSpec(
        transformer_spec.TransformerEncoderSpec(
            sizes.layers,
            sizes.heads,
            pre_norm=False,
            activation=common_spec.Activation.GELU,
            layernorm_embedding=True,
            num_source_embeddings=2,
            embeddings_merge=common_spec.EmbeddingsMerge.ADD,
        )
    )
    spec.config.layer_norm_epsilon = sizes.epsilon
    spec.encoder.scale_embeddings = False

    def tensor(name: str, *shape: int) -> np.ndarray:
        return weights.tensor(name).reshape(shape or -1)

    def norm(node: common_spec.LayerNormSpec, name: str) -> None:
        node.gamma, node.beta = tensor(name + ".w"), tensor(name + ".b")

    def linear(node: common_spec.LinearSpec, *names: str) -> None:
        node.bias = np.concatenate([tensor(name + ".b") for name in names])
        matrix = np.concatenate([tensor(name + ".w") for name in names])
        node.weight = matrix.reshape(len(node.bias), -1)

    words = tensor("emb.word", -1, sizes.hidden)
    spec.encoder.embeddings[0].weight = words
    spec.encoder.embeddings[1].weight = tensor("emb.type", -1, sizes.hidden)
    spec.encoder.position_encodings.encodings = tensor("emb.pos", -1, sizes.hidden)
    norm(spec.encoder.layernorm_embedding, "emb.ln")
    for number, layer in enumerate(spec.encoder.layer):
        name = f"l{number}."
        linear(layer.self_attention.linear[0], name + "q", name + "k", name + "v")
        linear(layer.self_attention.linear[1], name + "ao")
        norm(layer.self_attention.layer_norm, name + "aln")
        linear(layer.ffn.linear_0, name + "fi")
        linear(layer.ffn.linear_1, name + "fo")
        norm(layer.ffn.layer_norm, name + "oln")
    pieces = [piece.decode() for piece in weights.vocabulary().pieces]
    spec.register_vocabulary(pieces + [f"<unused{n}>" for n in range(len(pieces), len(words))])
    spec.validate()
    spec.optimize(quantization="int8")
    return spec
