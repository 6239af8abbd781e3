"""Weights of pairs in comparable documents whose pieces the encoder tells.

`python -m bench.fitting.pairs FOLDER --write` writes this module; `aligner.alignment.configuration`
says what they were fitted on, `aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

LOOSE_MATCHED = columns("""
feature       sum     u1     u2     u3     u4     u5     u6     u7     u8
one        -2.308 -3.205  2.750 -3.340 -4.290  2.409  1.372  2.766  3.257
cosine      1.358  0.868 -1.533 -0.101  3.954 -1.588 -1.348 -0.747  0.044
gap         0.338  0.130 -1.086 -1.616 -0.109  0.422  0.128 -1.189 -0.557
lead        0.991  0.340 -1.502 -2.102 -0.345 -0.546 -0.412 -1.396  0.110
crowd      -0.413  0.798 -0.677  1.350 -0.054 -1.659  0.685  1.373  0.923
length     -0.127 -0.178 -0.636 -0.490 -0.379 -0.202 -0.339  0.298  0.021
size        0.338  0.675  0.092  0.354  0.564  0.483 -0.338 -0.519 -0.667
shared     -0.091  0.421 -0.092  0.177  0.506 -0.443 -0.821 -0.253 -0.276
missing    -0.020  0.038 -0.416 -0.641 -0.356  0.323 -0.464 -0.178  0.011
differing   0.338  0.077 -0.160 -0.280  0.462 -0.463 -0.287  0.001  0.031
match      -4.708 -1.404 -0.490  3.594  1.014 -0.925  1.926  0.731 -3.901
cover      -2.583 -2.131  0.208  0.014 -1.660  2.418  1.509  0.397 -1.930
cover-gap   0.942  1.089 -2.712 -4.318 -0.234 -1.508 -2.062 -2.807  0.701
lack        3.362  9.718 -2.593 -6.505 -3.548 -0.595  1.823 -3.698  9.230
least-lack -0.213  5.950 -0.964 -2.830 -1.759  0.116  2.772 -1.013  3.506
links       0.320  1.953 -1.889 -0.469  1.804 -3.345 -0.592 -1.149  2.342
spread      0.985  1.544 -0.919 -0.708 -0.812 -1.044 -0.215 -0.151  1.949
steady     -0.051  0.546 -0.180 -0.072  0.427 -0.529 -0.199 -0.114  1.075
order       0.552 -0.278 -0.012 -0.002 -0.083 -0.921 -0.085 -0.521  0.823
beyond      0.675  0.909 -2.061 -1.178  1.072 -3.550 -0.522 -1.044  1.209
sound       0.226 -0.069  0.028  0.078  0.165 -0.002 -0.069  0.189 -0.042
unsaid      0.643  0.352 -0.400 -0.685  1.495 -1.065 -0.815 -0.192 -0.403
names       0.113  0.064 -0.270 -0.485  0.276 -0.079 -0.356  0.106 -0.020
others      3.274  1.243  1.117  0.211  2.865  1.321 -2.094 -2.626 -0.996
unit            .  0.992 -0.870 -1.162  1.325 -1.373 -0.936 -0.951  1.061
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit,
and last what each unit weighs in it."""

LOOSE_SECOND = columns("""
feature second
one      3.029
first    1.044
company  1.686
""")["second"]
"""Of the second: a constant, what the first came to, how many other pairs there are."""
