"""Weights of pairs in comparable documents whose pieces the encoder tells.

`python -m bench.pair_weights FOLDER --write` writes this module; `aligner.alignment.configuration`
says what they were fitted on, `aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

LOOSE_MATCHED = columns("""
feature       sum     u1     u2     u3     u4     u5     u6     u7     u8
one        -6.291 -4.812  3.622 -5.818  1.984 -2.785 -1.639  0.245 -4.532
cosine      3.095  1.603 -1.835  1.522 -1.754  1.523  0.566 -1.086  0.347
gap        -0.335 -0.857 -1.465  1.802  1.316  1.865  2.161  0.223 -1.046
lead        1.013  0.071 -2.301  0.220 -0.193  1.833  2.456 -0.444 -1.899
crowd       0.297  0.577 -0.126  0.023 -0.994 -0.454 -1.354  0.694  1.196
length     -0.584 -0.119  0.031 -0.253 -0.690 -0.232  0.052  0.316 -0.867
size        0.938  0.617  0.267  0.916  0.606  0.978  0.172 -0.136  0.320
shared      0.038  0.225 -0.539  0.181 -0.328  0.100  0.068  0.191  0.069
missing    -0.284  0.270  0.296 -0.467  0.423  0.540  0.035 -0.975 -0.438
differing   0.153  0.107 -0.499 -0.406 -0.460  0.230  0.192 -0.215 -0.273
match      -3.720 -0.558 -1.599  4.714 -2.110 -2.211 -0.846  2.441  4.594
cover      -3.083 -1.893  0.183  0.307  1.806 -1.881 -0.593  2.154 -0.512
cover-gap  -0.231 -0.020 -3.536 -1.452 -0.584  1.237  3.167 -0.658 -4.693
lack        2.369  8.858  1.531 -8.106 -3.928  2.311  2.177  1.312 -8.304
least-lack  0.780  6.709  4.694  0.004 -0.044 -0.034  0.480  2.534 -1.991
links       1.794  3.340 -1.009 -0.735 -3.195  0.910  0.384 -1.891  0.174
spread      0.374  2.527  0.032 -2.366 -0.970 -0.723  0.817 -0.277 -0.627
steady      0.350  0.443 -0.903 -0.993 -0.766  0.465 -0.751  0.067  0.152
order       0.756 -0.029  0.076 -0.381 -0.896 -0.303  0.814  0.282 -0.146
beyond      1.363  1.664 -3.105 -0.082 -3.723  0.303  1.732 -0.273 -0.736
unit            .  1.185 -1.244 -1.085 -1.410  1.009  0.981 -0.658 -1.200
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit, and
last what each unit weighs in it."""

LOOSE_SECOND = columns("""
feature second
one      3.107
first    1.046
company  1.760
""")["second"]
"""Of the second: a constant, what the first came to, how many other pairs there are."""
