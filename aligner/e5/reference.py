"""The network in plain numpy: slow, the same on every machine, and what a fast one is held to.

A BERT that normalises after each sum (Devlin et al. 2019), positions from 0, one segment type,
GELU by the error function, and the mean over all pieces with those of begin and end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from aligner.e5.weights import Floats, Weights


def mean_state(weights: Weights, ids: Sequence[int]) -> Floats:
    """The mean of the last layer's states: shape (hidden,), not of unit length.

    Args:
        weights: of the network.
        ids: of the pieces, begin and end among them; at most as many as there are positions.
    """
    sizes = weights.sizes
    states = weights.word_rows(np.asarray(ids, dtype=np.int64))
    states += weights.tensor("emb.pos").reshape(-1, sizes.hidden)[: len(ids)]
    states += weights.tensor("emb.type")[: sizes.hidden]
    states = normed(weights, "emb.ln", states)
    for number in range(sizes.layers):
        layer = f"l{number}."
        query, key, value = (
            by_head(linear(weights, layer + part, states), sizes.heads) for part in "qkv"
        )
        nearness = query @ key.transpose(0, 2, 1) / np.float32(math.sqrt(query.shape[2]))
        shares = np.exp(nearness - nearness.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        mixed = (shares @ value).transpose(1, 0, 2).reshape(states.shape)
        states = normed(weights, layer + "aln", states + linear(weights, layer + "ao", mixed))
        inner = gelu(linear(weights, layer + "fi", states))
        states = normed(weights, layer + "oln", states + linear(weights, layer + "fo", inner))
    return np.asarray(states.mean(axis=0), dtype=np.float32)


def linear(weights: Weights, name: str, states: Floats) -> Floats:
    """The states through a matrix and its bias."""
    matrix = weights.tensor(name + ".w").reshape(-1, states.shape[1])
    return np.asarray(states @ matrix.T + weights.tensor(name + ".b"), dtype=np.float32)


def normed(weights: Weights, name: str, states: Floats) -> Floats:
    """The states through a layer norm."""
    centred = states - states.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + weights.sizes.epsilon)
    rows = centred / spread * weights.tensor(name + ".w") + weights.tensor(name + ".b")
    return np.asarray(rows, dtype=np.float32)


def by_head(states: Floats, heads: int) -> Floats:
    """Shape (n, hidden) to (heads, n, hidden / heads)."""
    return states.reshape(len(states), heads, -1).transpose(1, 0, 2)


def gelu(states: Floats) -> Floats:
    """Each number times the share of a normal distribution below it."""
    arguments = (states.reshape(-1) / math.sqrt(2)).tolist()
    errors = np.fromiter(map(math.erf, arguments), dtype=np.float32, count=states.size)
    return np.asarray(states * (1 + errors.reshape(states.shape)) / 2, dtype=np.float32)
