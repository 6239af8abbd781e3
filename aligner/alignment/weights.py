"""The weights of the stages that judge all beads, a column for each; a dot stands for none.

`aligner.alignment.configuration` says what they were fitted on, `aligner.alignment.scoring` and
`aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def columns(table: str) -> dict[str, Mapping[str, float]]:
    """The columns of a table by their heads: weights by feature, without those that are dots."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        stage: MappingProxyType({row[0]: float(row[at]) for row in rows if row[at] != "."})
        for at, stage in enumerate(head)
        if at
    }


BEAD = columns("""
feature       line_means lines atom_means atoms
one                 1.56  1.77       0.98 -0.42
cosine              4.92  4.32       5.53   4.5
margin              4.25  4.51       3.17  2.46
ratio               4.59  7.59      -0.32  0.28
length              0.91  0.14       1.14  0.65
shared             -0.45 -0.38      -0.13 -0.62
missing             1.06   1.7       1.07  1.18
lines               2.04  2.27       3.09  2.08
three              -0.76 -0.97       2.87  2.36
one-three           0.07 -0.48       2.88  1.83
one-four           -0.27 -0.79       0.07  0.14
one-more            0.36   0.2       0.01  0.02
two-two            -0.39 -0.62       3.18  3.17
two-three           0.14 -0.41       2.97  2.92
two-more            1.25  1.26       1.49  1.74
three-more          0.49  0.77       2.01  2.06
bulk                1.76   1.9      -0.68 -0.57
bulk-margin         3.54  3.66       4.06   2.7
gain                2.49  2.02       1.58  0.66
loss                0.09  0.63        0.2  1.33
encoded             0.02  0.75          .  0.38
weak-cosine         0.55  0.41       3.03  1.64
weak-margin         2.53  2.71       2.84  1.37
continued            2.3  2.95       2.78  2.55
broken              1.82  2.43       3.85  3.19
fair-margin         2.43  3.34       3.06  2.71
far-ratio          -1.79 -4.17       1.68  1.92
single-cosine       1.47  3.15       0.75  2.27
single-margin       2.48   2.9      -0.36 -0.71
strays              2.18  4.61       4.88  3.71
lone                   .  1.27       0.66  0.78
even                   .  5.14          .     .
thread                 .     .       1.39  0.76
severed                .     .       1.49  1.67
""")

NULL = columns("""
feature      line_means lines atom_means atoms
first             -0.73 -1.64      -2.33  -2.2
next               0.65  0.39       0.17  0.14
closest           -1.27 -1.92      -0.49 -0.63
closest-next       -0.8 -0.89       -1.6 -1.79
around            -0.31  0.35      -0.14 -0.24
short              0.09  -0.2      -0.46 -0.14
own-keys           -0.5 -1.22       -1.1 -0.84
open              -0.56 -0.53       0.91  1.27
after-open         1.03  1.15       2.19  2.69
unlike            -1.04 -2.29       -0.8 -1.61
lone-keys             .   0.2       0.65  0.66
joint                 .     .       0.26 -0.08
after-joint           .     .       0.83  0.63
""")

LOOSE = columns("""
feature    first second atoms_first atoms_second
one        -4.97  -2.03       -8.25        -6.53
margin     -2.64  -0.35        3.88         1.71
cosine     22.33  15.79       12.21        12.58
gap        13.23  15.96       -5.68        -5.33
lead       10.25  11.87         8.3         8.24
crowd       -0.4  -0.49       -0.73        -0.37
length      5.25   4.77        4.67          4.7
size       -0.66  -0.43        0.62         0.67
shared      1.48   1.55        0.11          0.1
missing    -0.73  -0.77        0.09         0.03
differing   1.57   1.44         0.4         0.34
apart       2.82   2.97        1.58         1.24
company        .   1.94           .         1.02
""")
