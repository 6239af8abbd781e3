"""Weights as the tables that `aligner.alignment.weights.columns` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WIDTH = 11
"""Columns of one table; more of them stand in tables below each other."""


def written(features: Sequence[str], columns: Mapping[str, Mapping[str, float]]) -> str:
    """Python that makes the columns: their weights by feature, to three places.

    Args:
        features: the rows, in order.
        columns: by head; what they lack is a dot.
    """
    heads = list(columns)
    tables = []
    for start in range(0, len(heads), WIDTH):
        some = heads[start : start + WIDTH]
        rows = [["feature", *some]]
        rows += [[name, *(_number(columns[head].get(name)) for head in some)] for name in features]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            " ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
            for row in rows
        ]
        tables.append('columns("""\n' + "\n".join(lines) + '\n""")')
    return "\n    | ".join(tables)


def _number(value: float | None) -> str:
    return "." if value is None else f"{value:.3f}"
