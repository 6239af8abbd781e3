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
one         -5.945 -3.629  8.124  3.713  0.937
margin       2.317 -0.796 -0.220  0.730  3.437
cosine       2.014 -0.278 -1.303 -0.083  2.337
gap          1.989 -2.027 -0.303 -0.179  0.519
lead         3.257 -2.256  0.832  0.001 -0.042
crowd        1.083  1.436  0.831 -0.675 -0.270
length       1.413 -0.720  1.451  0.533  0.648
size         1.149  0.339 -1.399 -0.781 -0.807
shared       0.317  0.260  0.457  0.138  0.745
missing      0.576 -0.716 -0.214 -0.188 -0.290
differing    0.291 -0.317  0.468  0.266  0.659
apart        0.497  0.229  0.732  0.269  0.366
match       -0.695  2.467  0.675  1.291  3.228
match-gap   -1.342 -4.303  3.634  4.398  0.678
cover       -2.430  1.269 -0.723  0.151  0.731
cover-gap    3.733 -3.233  3.430  3.259  1.668
least-cover -1.409  0.468 -1.327  0.156 -0.325
lack         7.347 -3.800 10.284  5.811  4.821
least-lack   4.179 -1.407  2.946  2.733  0.446
unit             . -0.959  1.444  0.895  1.456
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit, and last
what each unit weighs in it."""

LOOSE_SECOND: Mapping[str, float] = MappingProxyType({"one": 1.541, "first": 0.893, "company": 1.4})
"""Of the second. For company 1.85 is likeliest, and 1 is what the theory of Saerens et al. (2002)
asks for; what stands between loses fewer pairs of documents that have one in twenty."""
