"""Lines told from the indentation are those that composing tells, or are not told at all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from termbases import drawn
from test_termfile import FILE

from glossary import yamledit, yamlmap
from glossary.termfile import TermFile
from glossary.yamlplaces import Path as Place
from glossary.yamlplaces import Scan

PIECES = """\
    id: b
    terms:
      th:
        - text: x
          status: y
          forms: [a, b]
          forms:
            - q
            - "w"
    note: |
      lit: a
      - li
    definition: >-
    k: "a
      b"
    more words
    "q k": 1
    'z': {a: 1}
    z: {a: 1,
      b: 2}
    # c

      - y
      cont
    ? a
    - - x
      -
        text: 1
    x:
    - 1
    k : v
    a:b: c
    a#b: c
    t: !x y
    s: 'it''s'""".splitlines()


def paths(node: Any, above: Place = ()) -> Iterator[Place]:
    yield above
    if node.id == "sequence":
        for n, child in enumerate(node.value):
            yield from paths(child, (*above, n))
    elif node.id == "mapping":
        for key, value in node.value:
            yield from paths(value, (*above, key.value))


def compared(text: str) -> int:
    """How many places of the concepts were told alike; fails where one was told otherwise.

    They are asked in an order of their own, since lines are read as far as somebody asks.
    """
    draw = random.Random(len(text))
    found = yamlmap.layout(text)
    count = 0
    for block in found.blocks if found else ():
        lines = found.lines[block.start : block.end] if found else ()
        scan, node = Scan(lines), yamledit.compose("\n".join(lines))
        if node is None:
            continue
        asked = sorted({path for path in paths(node) if path}, key=repr)
        draw.shuffle(asked)
        for where in asked:
            for place in (where, (*where, "none"), (*where, 99)):
                line = scan.line(place[1:])
                if line is not None:
                    assert line == yamlmap._line(node, place), (lines, place)
                    count += 1
    return count


def test_what_we_write_is_told_alike() -> None:
    for termbase in drawn()[:15]:
        compared(TermFile.new(Path("t"), termbase).text)


def test_what_people_write_is_told_alike(root: Path) -> None:
    assert compared(FILE)
    shipped = (root / "terms.yaml").read_text(encoding="utf-8")
    assert compared("\n".join(shipped.split("\n")[:400]))


@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
def test_any_lines_are_told_alike_or_not_at_all() -> None:
    draw = random.Random(1)
    told = 0
    for _ in range(1500):
        lines = [draw.choice(PIECES) for _ in range(draw.randrange(1, 8))]
        told += compared("\n".join(["concepts:", "  - id: a", *lines])) > 0
    assert told > 60
