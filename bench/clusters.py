"""Whether any cut, line or highlight tears a character: every width, every habit of a terminal.

    python -m bench.clusters [FOLDER …] [--generated 40] [--processes 2]

Lines of the text files under each FOLDER, and lines put together from generated clusters (every
Thai and Devanagari consonant with signs, joiners, conjuncts, emoji, flags), are wrapped, fitted,
cut on both sides, shown around a hit and split as Rich and Textual split them, at each width from
5 to 200 cells and under each of the 24 combinations of `tui.cells.Habits`. Where two combinations
give every cluster of a line the same cells, one of them is tried: nothing depends on more.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

from rich.segment import Segment
from textual.strip import Strip

from glossary.visible import visible
from glossary.words import clusters
from tui import cells, typeset
from tui.cells import Habits

WIDTHS = range(5, 201)
HABITS = [
    Habits(matra, sara_am, conjunct, joiner)
    for matra, sara_am, conjunct, joiner in product(
        (False, True), (False, True), (0, 1, 2), (False, True)
    )
]
_THAI = "กขคงจชญฎฐดตถทธนบปผฝพฟภมยรลวศษสหอฮฬ"
_THAI_SIGNS = ("", "ิ", "ี่", "ุ้", "ื่อ", "ำ", "้ำ", "์", "ู่", "ั้", "็")
_HINDI = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
_HINDI_SIGNS = ("", "ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ", "ं", "ः", "ँ", "़", "्", "ों", "ीं")
_OTHER = (
    "e\u0302\u0323",
    "dâ\u0323",
    "中",
    "🇻🇳",
    "👩\u200d🚀",
    "👍🏽",
    "a",
    " ",
    "-",
    "ạ",
    "\u0e40",
    "\u0e41",
)


def generated(number: int) -> list[str]:
    """Lines of about 150 clusters each."""
    draw = random.Random(19)
    thai = [c + s for c in _THAI for s in _THAI_SIGNS]
    hindi = [c + s for c in _HINDI for s in _HINDI_SIGNS]
    joined = [
        f"{a}्{j}{b}{s}"
        for a in "कषसतनद"
        for j in ("", "\u200d")
        for b in "यरवटषक"
        for s in ("", "ी")
    ]
    triple = [f"{a}्ट्र{s}" for a in "षस" for s in ("", "ी", "ों")]
    kinds = [thai, hindi, joined + triple, list(_OTHER)]
    # Each cluster once, then at random.
    pool = [cluster for kind in kinds for cluster in kind]
    draw.shuffle(pool)
    lines = ["".join(pool[n : n + 150]) for n in range(0, len(pool), 150)]
    while len(lines) < number:
        kind = draw.choice([*kinds, pool])
        words = ("".join(draw.choices(kind, k=draw.randint(1, 12))) for _ in range(24))
        lines.append(draw.choice(["", " "]).join(words))
    return lines[:number]


def lines_of(folders: Iterable[Path]) -> list[str]:
    """Every line of the text files, once."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            found |= dict.fromkeys(path.read_text("utf-8").splitlines())
    return [line for line in found if line.strip()]


def cuts(text: str, room: int) -> Iterator[tuple[str, int]]:
    """Where each function cuts: its name, and the offset in the text."""
    for start, end in typeset.wrap(text, room):
        yield "wrap", start
        yield "wrap", end
    yield "cut", cells.cut(text, room)
    yield "cut_left", cells.cut_left(text, room)
    third, half = len(text) // 3, len(text) // 2
    for place in cells.snapped(text, third, half):
        yield "highlight", place
    if (total := cells.width(text)) > room:
        left, right = Segment(text).split_cells(room)
        yield (
            "Segment",
            len(left.text.rstrip(" ")) if text.startswith(left.text.rstrip(" ")) else -1,
        )
        rest = right.text.lstrip(" ")
        yield "Segment", len(text) - len(rest) if text.endswith(rest) else -1
        crop = Strip([Segment(text)]).crop(0, room).text.rstrip(" ")
        yield "Strip", len(crop) if text.startswith(crop) else -1
        crop = Strip([Segment(text)]).crop(total - room, total).text.lstrip(" ")
        yield "Strip", len(text) - len(crop) if text.endswith(crop) else -1


def shown(text: str, room: int) -> Iterator[tuple[str, typeset.Line]]:
    """Lines that are made of a text."""
    yield "fit", typeset.fit((typeset.piece(text),), room)
    yield "padded", typeset.padded((typeset.piece(text),), room)
    yield "keyword", typeset.keyword(text, len(text) // 3, len(text) // 2, room)


def tried(line: str, widths: Iterable[int] = WIDTHS) -> tuple[int, list[str]]:
    """How often a line was cut, and what went wrong."""
    text = visible(" ".join(line.split()))
    spans = clusters(text)
    # A blank at a cut is shown on neither side, alone or with the signs that it carries.
    blanks = {place for a, b in spans if text[a] == " " for place in range(a, b + 1)}
    edges = {0, *(end for _, end in spans)} | {p for p in blanks if text[p - 1 : p] == " "}
    whole = {text[a:b] for a, b in spans} | {"…", " "}
    seen: set[tuple[int, ...]] = set()
    number, wrong = 0, []
    before = cells.HABITS
    for habits in HABITS:
        sizes = tuple(size for _, _, size in cells.spans(text, habits))
        if sizes in seen:
            continue
        seen.add(sizes)
        cells.install(habits)
        typeset.wrap.cache_clear()
        typeset.keyword.cache_clear()
        for room in widths:
            for name, place in cuts(text, room):
                number += 1
                if place not in edges:
                    wrong.append(f"{name} at {room} cells, {habits}: {text!r} at {place}")
            for name, made in shown(text, room):
                number += 1
                parts = {part[a:b] for part, _ in made for a, b in clusters(part)}
                if typeset.measure(made) > room or parts - whole:
                    wrong.append(f"{name} at {room} cells, {habits}: {text!r}: {parts - whole}")
    cells.install(before)
    return number, wrong


def main() -> None:
    """Tries every line, and prints what was torn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--generated", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    lines = [*lines_of(options.folders), *generated(options.generated)]
    distinct = len({line[a:b] for line in lines for a, b in clusters(line)})
    print(f"{len(lines)} lines, {distinct} clusters, widths 5 to 200, {len(HABITS)} habits")
    total, wrong = 0, []
    with ProcessPoolExecutor(options.processes) as pool:
        for number, found in pool.map(tried, lines, chunksize=4):
            total += number
            wrong += found
    for each in wrong[:20]:
        print(f"  {each}")
    print(f"{total:,} cuts and lines, {len(wrong)} tear a character or are too long  goal 0")


if __name__ == "__main__":
    main()
