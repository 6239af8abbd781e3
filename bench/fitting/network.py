"""Weights of highest likelihood: what is maximised, and how.

A score is a weighted sum of features and of hidden units, see `aligner.alignment.configuration`.
Of each example the paths that are right have a share of the probability of all its paths; the mean
logarithm of it, for each right step, less a penalty on the weights is what is maximised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.alignment.configuration import Layer, Weights
from bench.fitting.chains import Chain, Chains, Exact, Steps
from bench.fitting.descent import descended

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

FAR = 40.0
"""An example whose right paths are e^40 times less likely than all is left out: most likely what
is said to be right is not possible."""


@dataclass(frozen=True)
class Example:
    """A stretch of two texts and what is right in it."""

    chain: Chain
    values: Floats
    """Shape (beads, features)."""
    deletion: Floats
    """Shape (2 n, features of segments left out), as `chains.Steps` has them."""
    insertion: Floats
    """Shape (2 m, features of segments left out)."""
    right: tuple[Flags, Flags, Flags]
    """Which beads, deletions and insertions are in a path that is right."""
    steps: int
    """How many right steps it counts for."""
    one: bool
    """Whether there is one right path, which holds all steps that are right."""
    counted: float = 1.0
    """What a step of it counts."""


@dataclass(frozen=True)
class Net:
    """Weights of beads, by the features as they are."""

    direct: Exact
    """Shape (features,)."""
    null: Exact
    """Shape (features of segments left out,)."""
    inner: Exact
    """Shape (features, units)."""
    bias: Exact
    """Shape (units,)."""
    outer: Exact
    """Shape (units,)."""

    def scores(self, values: Floats) -> Exact:
        """Of k beads, from values of shape (k, features)."""
        units = np.tanh(values @ self.inner.astype(np.float32) + self.bias.astype(np.float32))
        found = values @ self.direct.astype(np.float32) + units @ self.outer.astype(np.float32)
        return np.asarray(found, dtype=np.float64)

    @classmethod
    def of(cls, weights: Weights, nulls: Sequence[str]) -> Net:
        """Those of a stage with a layer."""
        layer = weights.layer
        assert layer is not None
        return cls(
            np.array([weights.bead.get(name, 0.0) for name in layer.features]),
            np.array([weights.null.get(name, 0.0) for name in nulls]),
            np.array(layer.inner),
            np.zeros(len(layer.outer)),
            np.array(layer.outer),
        )

    def weights(
        self, features: Sequence[str], nulls: Sequence[str], toll: float, null_toll: float
    ) -> Weights:
        """The stage: units get what they start from by the feature that is always 1."""
        inner = self.inner.copy()
        inner[features.index("one")] += self.bias
        return Weights(
            dict(zip(features, self.direct.tolist(), strict=True)),
            dict(zip(nulls, self.null.tolist(), strict=True)),
            toll,
            null_toll,
            Layer(tuple(features), tuple(map(tuple, inner.tolist())), tuple(self.outer.tolist())),
        )


def mean(nets: Sequence[Net]) -> Net:
    """Their mean score as one: all units side by side."""
    return Net(
        np.mean([net.direct for net in nets], axis=0),
        np.mean([net.null for net in nets], axis=0),
        np.concatenate([net.inner for net in nets], axis=1),
        np.concatenate([net.bias for net in nets]),
        np.concatenate([net.outer for net in nets]) / len(nets),
    )


class Likelihood:
    """Of examples under weights."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.chains = Chains([each.chain for each in examples])
        self.values = np.concatenate([each.values for each in examples])
        self.deletion = np.concatenate([each.deletion for each in examples])
        self.insertion = np.concatenate([each.insertion for each in examples])
        self.right = Steps(
            *(
                np.concatenate([each.right[kind] for each in examples]).astype(np.float64)
                for kind in range(3)
            )
        )
        """1 for steps that may be in a right path."""
        self.steps = np.array([each.steps for each in examples], dtype=np.float64)
        self.counted = np.array([each.counted for each in examples])
        self._many = np.array([not each.one for each in examples])
        """Examples of which several paths are right."""
        several = [each for each in examples if not each.one]
        self._several = Chains([each.chain for each in several]) if several else None
        of = self.chains.of_bead, self.chains.of_deletion, self.chains.of_insertion
        self._of_several = tuple(np.flatnonzero(self._many[each]) for each in of)

    def of(self, scores: Steps) -> tuple[Exact, Steps]:
        """Log-likelihood of each example, and its gradient with regard to all scores.

        Both are 0 for examples that are left out, see `FAR`.
        """
        best = self._right_total(scores)
        totals, chances = self.chains.chances(scores, np.where(self._many, 0.0, best))
        wanted = Steps(
            self.right.beads.copy(), self.right.deletion.copy(), self.right.insertion.copy()
        )
        if self._several is not None:
            some = [
                np.where(right[at] > 0, score[at], -np.inf)
                for right, score, at in zip(
                    _parts(self.right), _parts(scores), self._of_several, strict=True
                )
            ]
            best[self._many], found = self._several.chances(
                Steps(*some), np.zeros(int(self._many.sum()))
            )
            for into, each, at in zip(_parts(wanted), _parts(found), self._of_several, strict=True):
                into[at] = each
        with np.errstate(invalid="ignore"):
            found_ = best - totals
        good = np.isfinite(found_) & (found_ > -FAR) & np.isfinite(best) & np.isfinite(totals)
        # A path of no steps at all is what an example without a finite sum would count.
        gradient = Steps(
            *(
                np.where(good[of], each - chance, 0.0)
                for of, each, chance in zip(
                    (self.chains.of_bead, self.chains.of_deletion, self.chains.of_insertion),
                    _parts(wanted),
                    _parts(chances),
                    strict=True,
                )
            )
        )
        return np.where(good, found_, 0.0), gradient

    def _right_total(self, scores: Steps) -> Exact:
        """The score of the one path that is right, of examples that have one."""
        count = len(self.steps)
        of = self.chains.of_bead, self.chains.of_deletion, self.chains.of_insertion
        return np.asarray(
            sum(
                np.bincount(of[kind], right * score, count)
                for kind, (right, score) in enumerate(
                    zip(_parts(self.right), _parts(scores), strict=True)
                )
            )
        )

    def scores(self, net: Net) -> Steps:
        """Of all steps."""
        null = net.null.astype(np.float32)
        return Steps(
            net.scores(self.values),
            (self.deletion @ null).astype(np.float64),
            (self.insertion @ null).astype(np.float64),
        )

    def mean(self, net: Net) -> float:
        """Mean log-likelihood of a right step, each counting the same."""
        return float(self.of(self.scores(net))[0].sum() / self.steps.sum())


def _parts(steps: Steps) -> tuple[Exact, Exact, Exact]:
    return steps.beads, steps.deletion, steps.insertion


@dataclass(frozen=True)
class Recipe:
    """How weights are fitted."""

    units: int = 8
    pull: float = 0.0002
    """Half of it times the square of each weight of the sum is taken off the likelihood."""
    pull_units: float = 0.002
    """The same of weights of hidden units, of features of mean 0 and deviation 1."""
    steps: int = 70
    """Of the descent, without units and again with them."""
    starts: int = 4
    """Fits from random starts, whose mean it is."""

    def fitted(self, of: Likelihood, seed: int = 0) -> Net:
        """The weights that are most likely: without units, and from there with random ones."""
        features, nulls = of.values.shape[1], of.deletion.shape[1]
        plain = self._once(of, np.zeros(features + nulls), 0, 0)
        if not self.units:
            return plain
        start = np.concatenate([plain.direct, plain.null])
        return mean([self._once(of, start, self.units, seed * 100 + k) for k in range(self.starts)])

    def _once(self, of: Likelihood, before: Exact, units: int, seed: int) -> Net:
        """From weights of features and of segments left out, and from random units."""
        features, nulls = of.values.shape[1], of.deletion.shape[1]
        middle = of.values.mean(axis=0)
        spread = of.values.std(axis=0) + np.float32(1e-3)
        even = (of.values - middle) / spread
        turned = np.ascontiguousarray(even.T)
        draw = np.random.default_rng(seed)
        start = np.concatenate(
            [
                before,
                (draw.standard_normal((features, units)) / np.sqrt(features)).ravel(),
                np.zeros(units),
                draw.standard_normal(units) * 0.1,
            ]
        )
        ends = np.cumsum([features, nulls, features * units, units])
        pulls = np.full(len(start), self.pull_units)
        pulls[: ends[1]] = self.pull
        whole = float(of.counted @ of.steps)
        counted = [
            of.counted[each]
            for each in (of.chains.of_bead, of.chains.of_deletion, of.chains.of_insertion)
        ]

        def loss(at: Exact) -> tuple[float, Exact]:
            w, v, inner, bias, outer = (part.astype(np.float32) for part in np.split(at, ends))
            inner = inner.reshape(features, units)
            hidden = np.tanh(even @ inner + bias)
            scores = Steps(
                (of.values @ w + hidden @ outer).astype(np.float64),
                (of.deletion @ v).astype(np.float64),
                (of.insertion @ v).astype(np.float64),
            )
            found, gradient = of.of(scores)
            beads, lost, added = (
                (each * many).astype(np.float32)
                for each, many in zip(_parts(gradient), counted, strict=True)
            )
            back = (beads[:, None] * outer) * (1 - hidden * hidden)
            slope = np.concatenate(
                [
                    beads @ of.values,
                    lost @ of.deletion + added @ of.insertion,
                    (turned @ back).ravel(),
                    back.sum(axis=0),
                    beads @ hidden,
                ]
            ).astype(np.float64)
            value = float(of.counted @ found) / whole - float(pulls @ (at * at)) / 2
            return -value, -(slope / whole - pulls * at)

        at, _ = descended(loss, start, self.steps)
        w, v, inner, bias, outer = np.split(at, ends)
        inner = inner.reshape(features, units) / spread[:, None]
        return Net(w, v, inner, bias - middle @ inner, outer)
