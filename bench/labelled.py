"""Articles that come without their source, but with labels: pages to make faults in.

The labels say which Vietnamese term each stretch renders; the numbers are those that
we read. Both, in order, stand for the source of a line, so that every check has
something to compare with.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from corrupting import Beads, Page

from glossary.checks.document import FURNITURE
from glossary.languages import detect
from glossary.match import Matcher
from glossary.model import Termbase
from glossary.numerals import Numeral, numerals


def labelled_pages(
    labels: Path, articles: Path, base: Termbase, lang: str
) -> tuple[list[Page], dict[str, list[str]]]:
    """The articles of a language as pages, and wrong renderings by concept.

    Args:
        labels: JSON Lines with ``doc``, ``lang``, ``concept`` (in Vietnamese), ``start``, ``end``,
            ``surface``, ``quality`` and ``confidence``.
        articles: the folder of the articles.
        base: the termbase whose concepts are looked for.
        lang: of the articles.
    """
    named = Matcher(base, "vi")
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["lang"] == lang and row["confidence"] == "certain"]
    wrong: dict[str, list[str]] = defaultdict(list)
    found = []
    for path in sorted(articles.glob("*.txt")):
        name, text = path.name, path.read_text(encoding="utf-8")
        if detect(text) != lang:
            continue
        stated: list[tuple[int, str]] = []
        good: list[tuple[int, int, str]] = []
        for row in rows:
            if row["doc"] != name:
                continue
            if not row["nested_in"]:
                stated.append((row["start"], row["concept"]))
            concept = _concept(named, row["concept"])
            if concept and row["quality"] == "good":
                good.append((row["start"], row["end"], concept))
            elif concept:
                wrong[concept].append(row["surface"])
        stated += [(n.start, _vietnamese(n)) for n in numerals(text, lang) if not n.nested]
        found.append(_page(name, text, sorted(stated), good))
    return found, wrong


def _concept(named: Matcher, text: str) -> str:
    """The concept whose term a text is; empty where the termbase has none."""
    hits = [hit for hit in named.find(text) if (hit.start, hit.end) == (0, len(text))]
    return hits[0].concept if hits else ""


def _page(
    name: str, text: str, stated: list[tuple[int, str]], good: list[tuple[int, int, str]]
) -> Page:
    """A page whose source has, line by line, what the lines of the text state."""
    source, beads, start = "", Beads(), 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if FURNITURE.fullmatch(line.rstrip("\n")):
            start = end
            continue
        own = "Việt Nam; " + "; ".join(each for at, each in stated if start <= at < end)
        beads.append(((len(source), len(source) + len(own)), (start, end)))
        source += own + "\n"
        start = end
    return Page(name, source, text, beads, good)


def _vietnamese(numeral: Numeral) -> str:
    """A number as a Vietnamese text would have it."""
    kind, _, value = numeral.key.partition(":")
    if kind == "date":
        *year, month, day = value.split("-")
        return f"ngày {int(day)}/{int(month)}" + "".join(f"/{each}" for each in year)
    if kind == "month":
        *year, month = value.split("-")
        return f"tháng {int(month)}" + "".join(f"/{each}" for each in year)
    if kind == "num":
        return value.replace(".", ",")
    return f"năm {value}" if kind == "year" else value
