"""Weights of pairs in comparable documents whose pieces the encoder tells.

`python -m bench.fitting.pairs FOLDER --write` writes this module; `aligner.alignment.configuration`
says what they were fitted on, `aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

LOOSE_MATCHED = columns("""
feature       sum     u1     u2     u3     u4     u5     u6     u7     u8
one        -4.401 -4.633  0.410  1.305  5.664  2.531 -2.419  0.254 -3.521
cosine      2.635  1.210 -1.605 -0.523 -4.324 -0.461  0.381 -0.329 -0.375
gap         0.043 -0.174  0.358  0.412 -0.169 -1.044  2.307 -0.014 -1.275
lead        1.233  0.700 -0.517 -0.720 -0.095 -0.048  3.427 -0.160 -2.242
crowd      -0.566  0.466 -0.821 -1.169  0.347  0.610 -1.269  0.081  1.221
length     -0.697  0.163 -0.118 -0.511  0.144  0.281  0.182  0.085 -0.778
size        0.685  0.690  0.652  0.606 -0.753 -0.324  0.307 -0.085  0.177
shared     -0.206  0.408 -0.210 -0.476 -0.346 -0.083  0.109  0.026  0.023
missing    -0.084  0.239  0.384 -0.383  0.096  0.496  0.497  0.020 -0.274
differing   0.286  0.054 -0.399 -0.370 -0.529  0.384  0.147 -0.035 -0.296
match      -4.714 -0.920 -1.032 -0.756 -0.811 -4.958 -0.670  0.584  5.237
cover      -2.701 -1.662  1.511  1.661  1.621 -1.662 -1.305  0.326 -0.397
cover-gap   0.943  0.673 -2.852 -1.549  0.349  0.505  3.746 -0.131 -5.182
lack        2.058  9.338 -2.590 -3.523  3.554  5.519  2.027 -0.273 -7.648
least-lack -0.774  6.408 -1.386  0.254  2.089 -0.022  0.197  0.079 -1.139
links       1.044  2.504 -2.369 -2.772 -2.878  2.477  0.412 -0.137 -0.017
spread      0.528  2.352 -0.464 -1.142  1.006  2.211  0.682 -0.066 -0.797
steady     -0.074  0.447  0.252 -1.065 -0.858  1.557 -0.190  0.007 -0.300
order       0.770 -0.297 -0.484 -0.901  0.131  0.195  0.273 -0.094  0.019
beyond      1.363  1.570 -3.346 -3.429 -1.287 -0.667  2.087 -0.169 -0.405
unit            .  1.056 -1.151 -1.209 -1.269  0.934  1.099 -0.125 -1.208
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit,
and last what each unit weighs in it."""

LOOSE_SECOND = columns("""
feature second
one      3.138
first    1.052
company  1.759
""")["second"]
"""Of the second: a constant, what the first came to, how many other pairs there are."""
