"""Weights of pairs in comparable documents whose pieces the encoder tells.

`aligner.alignment.configuration` says what they were fitted on, `aligner.alignment.comparable`
what each feature is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aligner.alignment.weights import columns

LOOSE_MATCHED = columns("""
feature        sum     u1     u2     u3     u4
one         -5.462 -4.153  7.951  2.136  0.472
margin       1.643 -0.765 -0.457  1.998  3.190
cosine       1.502 -0.416 -1.321  1.156  2.306
gap          2.133 -2.057 -0.421 -0.021  0.210
lead         3.320 -2.210  0.476 -0.093 -0.211
crowd        0.689  1.458  0.579 -0.022 -0.072
length       1.328 -0.704  1.479  0.868  0.539
size         1.140  0.398 -1.343 -0.825 -0.734
shared       0.500  0.251  0.211  0.390  0.657
missing      0.523 -1.006 -0.124  0.145  0.207
differing    0.284 -0.448  0.350  0.309  0.463
apart        0.585  0.140  0.395  0.410  0.495
match       -0.921  2.788  0.661  2.540  3.516
match-gap   -0.467 -5.237  4.270  1.395  0.623
cover       -2.477  1.531 -0.532  0.679  0.952
cover-gap    3.819 -3.365  3.759  2.062  1.593
least-cover -1.229  0.636 -0.916 -0.089 -0.439
lack         7.417 -3.751  9.765  4.912  4.767
least-lack   3.849 -1.028  3.290  1.538  0.714
unit             . -1.136  1.391  0.964  1.312
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit, and last
what each unit weighs in it."""

LOOSE_SECOND: Mapping[str, float] = MappingProxyType({"one": 1.530, "first": 0.896, "company": 1.4})
"""Of the second. For company 1.85 is likeliest, and 1 is what the theory of Saerens et al. (2002)
asks for; what stands between loses fewer pairs of documents that have one in twenty."""
