"""Weights of pairs in comparable documents whose pieces the encoder tells.

`python -m bench.fitting.pairs FOLDER --write` writes this module; `aligner.alignment.configuration`
says what they were fitted on, `aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

LOOSE_MATCHED = columns("""
feature       sum     u1     u2     u3     u4     u5     u6     u7     u8
one        -1.819 -3.306 -2.929  2.833  4.390  0.179 -3.955  3.699  4.891
cosine      1.579 -0.501  0.383 -1.233 -2.567 -1.751  0.757 -2.739 -2.732
gap         0.831 -1.112  2.144  0.323 -0.167  1.137  0.091 -0.111  0.470
lead        1.703 -1.949  3.338 -0.674  0.572  0.334  0.706 -0.271  0.496
crowd      -0.606  0.850 -1.994 -1.752  0.200 -0.103  0.962  0.621 -0.143
length     -0.196 -0.646  0.012 -0.576  0.340  0.034  0.116  0.492  0.368
size        0.431  0.562  0.223  0.642  0.193  0.669  0.754 -0.721 -0.524
shared      0.265  0.064  0.097 -0.231 -0.129  0.751  0.477 -0.551 -0.795
missing    -0.609 -0.490  0.365 -0.409  0.300 -0.403  0.131 -0.208  0.142
differing   0.301 -0.221  0.101 -0.362  0.233 -0.301  0.146 -0.278 -0.322
match      -3.664  3.112  1.297 -2.272 -5.582  0.163 -0.373  1.635 -0.804
cover      -2.278 -0.070 -1.047  1.780 -2.604  0.661 -1.933  1.430  1.465
cover-gap   0.799 -4.506  3.664 -0.811  0.359 -1.231  0.984 -1.699 -0.466
lack        5.833 -7.029  1.399 -2.921  9.369  0.975 12.156 -0.774  4.708
least-lack  1.933 -2.033  0.042  0.295  2.119  2.144  5.233  3.303  2.718
links      -0.158 -0.704  0.321 -3.985  1.814 -1.470  1.702 -2.187 -0.887
spread      0.527 -0.894  0.440 -1.473  1.293 -0.121  1.990  0.462 -0.225
steady     -0.251 -0.315  0.353 -1.166  0.275  0.038  0.632 -0.154 -0.387
order      -0.032 -0.096  0.568 -0.800  0.445 -0.711 -0.490 -0.171  0.028
beyond      0.108 -1.205  1.601 -3.249 -1.687 -3.286  0.462 -0.721 -1.635
sound       0.444  0.077  0.001  0.058  0.132  0.109  0.010  0.450 -0.322
unsaid      0.671 -0.300  0.286  0.138  0.677  1.049  0.795  1.381 -1.264
names      -0.050 -0.451  0.258 -0.323 -0.282 -0.764  0.101  0.857  0.173
unit            . -1.222  1.053 -1.438  1.064 -1.368  1.119 -1.359 -1.204
""")
"""Of the first judgement: weights of the features in the score and in each hidden unit,
and last what each unit weighs in it."""

LOOSE_SECOND = columns("""
feature second
one      3.152
first    1.055
company  1.738
""")["second"]
"""Of the second: a constant, what the first came to, how many other pairs there are."""
