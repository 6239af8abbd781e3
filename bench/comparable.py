"""How well pairs are found in documents that are no translations: `python -m bench.comparable`.

Of a document's lines a share has a partner in the other document, in another order; the rest of
that one are lines of other articles ("others"), or those lines of the same article that the first
document has not ("neighbours"): near-copies at worst. The lines are those of `bench.news`, which
no weight was set by, and of `bench.published`, whose bulletins none was set by; of FOLDER (see
`bench.alignment`), of which XQuAD's questions and the sentences of its paragraphs were fitted on;
and lines that differ in their province alone. The stories of `bench.published` are taken as they
stand.

Printed are precision and recall of what is shown, with intervals over the articles, wrong pairs in
1,000 lines and how many differ, for lines are drawn again and again, and the recall that is left
where the surest pairs are taken of which 98 in 100 are right.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.alignment import align_segments, shipped_background, side
from aligner.alignment.configuration import FROZEN
from aligner.encoder import load
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench import alignment, news, provinces, published
from bench.public import articles, paragraphs
from bench.translations import aligned

LANGS = ("th", "vi", "hi")
SHARES = (0.0, 0.05, 0.1, 0.2)
SIZE = 60
"""Lines of a document, where an article has so many."""
FEW = ("news", *published.FOLDERS)
"""Lines of which so few are there that four times as many documents are made of them."""
PRECISION = 0.98
SAID = 0.9
"""Probability of which as much at least should be right."""
DRAWS = 1_000
"""Draws of articles, for an interval."""
SURE = 0.85
"""Probability from which a bead of a paragraph passes for a sentence and its translation."""

LEAST = FROZEN.loose_matched.least
ALL = replace(FROZEN, loose_matched=replace(FROZEN.loose_matched, least=0.0))
"""The configuration, but that every pair is told."""

Exact = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pairs = list[tuple[str, str]]
"""Lines with their translations, in order."""


@dataclass(frozen=True)
class Case:
    """Two documents, with a number for each line; equal numbers translate each other."""

    source: tuple[tuple[int, str], ...]
    target: tuple[tuple[int, str], ...]
    article: int
    """Which article the source is of, by its place among the lines."""


class Judged(NamedTuple):
    """A pair, shown or not."""

    chance: float
    """Its probability."""
    is_right: bool
    name: tuple[object, ...]
    """Equal for the same two lines, however often they are drawn."""


@dataclass(frozen=True)
class Outcome:
    """What became of the cases of an article."""

    article: int
    pairs: tuple[Judged, ...]
    wanted: int
    lines: int


def described(parts: Sequence[Outcome]) -> str:
    """Precision and recall of what is shown, each with the interval that 95 of 100 draws of so many
    articles have, and how many pairs of lines are wrong, drawn often or once."""
    pairs = [pair for part in parts for pair in part.pairs]
    wanted, lines = (sum(getattr(part, name) for part in parts) for name in ("wanted", "lines"))
    shown = [pair for pair in pairs if pair.chance >= LEAST]
    false = [pair for pair in shown if not pair.is_right]
    wrong = (
        f"wrong in 1,000 lines {1000 * len(false) / max(1, lines):.2f}, {len(false)} of"
        f" {len({pair.name for pair in false})} pairs of lines"
    )
    if not wanted:
        return f"{wrong} (of {lines} lines)"
    best = held = 0
    for count, pair in enumerate(sorted(pairs, key=lambda each: each[:2], reverse=True), 1):
        held += pair.is_right
        if held >= PRECISION * count:
            best = held
    right = len(shown) - len(false)
    precision, recall = (f"{low:.2f}-{high:.2f}" for low, high in intervals(parts))
    return (
        f"precision {right / max(1, len(shown)):.3f} [{precision}] recall {right / wanted:.3f}"
        f" [{recall}] (at precision {PRECISION}: {best / wanted:.3f}) {wrong}; {wanted} wanted"
    )


def intervals(parts: Sequence[Outcome]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where precision and recall are in 95 of 100 draws of articles, with replacement."""
    every = sorted({part.article for part in parts})
    counts = np.zeros((len(every), 3))
    for part in parts:
        shown = [pair.is_right for pair in part.pairs if pair.chance >= LEAST]
        counts[every.index(part.article)] += sum(shown), len(shown), part.wanted
    drawn = np.random.default_rng(0).integers(0, len(every), (DRAWS, len(every)))
    right, shown_then, wanted = counts[drawn].sum(axis=1).T
    found = [np.quantile(right / np.maximum(of, 1), (0.025, 0.975)) for of in (shown_then, wanted)]
    return (float(found[0][0]), float(found[0][1])), (float(found[1][0]), float(found[1][1]))


def calibrated(given: Exact, right: Flags) -> str:
    """How far probabilities are from what is right, and what those of .9 and more are worth."""
    sure = right[given >= SAID]
    return (
        f"calibration error {calibration(given, right):.3f}, of those said to be {SAID} and more"
        f" right {sure.mean() if len(sure) else 0:.3f}"
    )


def calibration(given: Exact, right: Flags) -> float:
    """Expected calibration error over ten bins."""
    bins = np.minimum((given * 10).astype(np.intp), 9)
    gaps = [abs(float((given - right)[bins == b].sum())) for b in range(10)]
    return sum(gaps) / max(1, len(given))


def among_others(lines: Sequence[Pairs], share: float, draw: random.Random) -> Iterator[Case]:
    """The rest of the target are lines of other articles."""
    numbered = list(_numbered(lines))
    for place, article in enumerate(numbered):
        beyond = [line for other in numbered if other is not article for line in other]
        for start in range(0, len(article), SIZE):
            held = article[start : start + SIZE]
            chosen = [line for line in held if draw.random() < share]
            count = min(len(held) - len(chosen), len(beyond))
            first = draw.randrange(len(beyond))
            yield _case(place, held, [*chosen, *(beyond + beyond)[first : first + count]], draw)


def among_neighbours(lines: Sequence[Pairs], share: float, draw: random.Random) -> Iterator[Case]:
    """The rest of the target are those lines of the article that the source has not."""
    for place, article in enumerate(_numbered(lines)):
        for start in range(0, len(article), SIZE):
            held = article[start : start + SIZE]
            source = [line for line in held if draw.random() < 0.5]
            chosen = [line for line in source if draw.random() < share]
            if source and len(source) < len(held):
                others = [line for line in held if line not in source]
                yield _case(place, source, [*chosen, *others], draw)


def _numbered(lines: Sequence[Pairs]) -> Iterator[list[tuple[int, str, str]]]:
    count = 0
    for article in lines:
        yield [(count + n, *pair) for n, pair in enumerate(article)]
        count += len(article)


def _case(
    article: int,
    source: Sequence[tuple[int, str, str]],
    target: Sequence[tuple[int, str, str]],
    draw: random.Random,
) -> Case:
    shuffled = draw.sample(target, len(target))
    return Case(
        tuple((number, text) for number, text, _ in source),
        tuple((number, text) for number, _, text in shuffled),
        article,
    )


def of_provinces(langs: tuple[str, str], share: float, draw: random.Random) -> Iterator[Case]:
    """Forty lines about provinces, and as many about others."""
    chosen = provinces.cells(draw, 80)
    numbers = {cell: number for number, cell in enumerate(chosen)}
    kept = [cell for cell in chosen[:40] if draw.random() < share]
    target = draw.sample([*kept, *chosen[40 : 80 - len(kept)]], 40)
    yield Case(
        tuple((numbers[cell], provinces.line(cell, langs[0], draw)) for cell in chosen[:40]),
        tuple((numbers[cell], provinces.line(cell, langs[1], draw)) for cell in target),
        draw.randrange(2**32),
    )


def as_told(place: int, story: published.Story) -> Case:
    """Both reports of a story, in their order, without the lines that are equal but in part."""
    full = [each for each in story.equals if not each.partial]
    partial = [each for each in story.equals if each.partial]
    sides = []
    for lang, equal, unsure in (
        ("th", [x.source for x in full], {k for x in partial for k in x.source}),
        ("hi", [x.target for x in full], {k for x in partial for k in x.target}),
    ):
        numbers = {k: number for number, rows in enumerate(equal) for k in rows}
        apart = len(full) + len(story.lines["th"]) * (lang == "hi")
        sides.append(
            tuple(
                (numbers.get(k, apart + k), line)
                for k, line in enumerate(story.lines[lang])
                if k not in unsure
            )
        )
    return Case(sides[0], sides[1], place)


def measured(cases: Sequence[Case], langs: tuple[str, str], cached: Cached) -> list[Outcome]:
    """Align the cases; how they relate is not told."""
    background = shipped_background(cached.embed, langs)
    outcomes = []
    for case in cases:
        bitext = align_segments(
            side([text for _, text in case.source], langs[0]),
            side([text for _, text in case.target], langs[1]),
            cached.embed,
            config=ALL,
            background=background,
            sketches=cached.sketches,
        )
        found = []
        for bead in bitext.beads:
            if bead.source and bead.target:
                one = [case.source[n] for n in bead.source]
                other = [case.target[n] for n in bead.target]
                is_right = [number for number, _ in one] == [number for number, _ in other]
                found.append(Judged(bead.score, is_right, (*one, *other)))
        wanted = len({n for n, _ in case.source} & {n for n, _ in case.target})
        lines = len(case.source) + len(case.target)
        outcomes.append(Outcome(case.article, tuple(found), wanted, lines))
    return outcomes


def pools(
    folder: Path | None, cached: Cached
) -> Iterator[tuple[str, tuple[str, str], Iterable[Pairs]]]:
    """What lines there are: a name, the languages, and articles, made when they are asked for."""
    for langs in combinations(LANGS, 2):
        one, other = langs
        told = [story.lines for story in news.stories()]
        yield "news", langs, [list(zip(lines[one], lines[other], strict=True)) for lines in told]
        for name in published.FOLDERS:
            yield name, langs, [linked(article, langs) for article in published.articles(name)]
    if folder is None:
        return
    for langs in combinations(alignment.public(folder), 2):
        yield "XQuAD's questions", langs, questions(folder, langs)
        yield "XQuAD's sentences", langs, sentences(folder, langs, cached)
    by_langs: dict[tuple[str, str], list[Pairs]] = {}
    for lines in alignment.read_folder(folder, SIZE):
        if lines.name != "xquad":
            pairs = list(zip(lines.source, lines.target, strict=True))
            by_langs.setdefault(lines.langs, []).append(pairs)
    for langs, found in by_langs.items():
        if len(found) > 1:
            yield "lines", langs, found


def linked(article: published.Article, langs: tuple[str, str]) -> Pairs:
    """What belongs together in an article, several lines joined."""
    one, other = langs
    found = article.links.get(langs) or [
        published.Link(link.target, link.source, link.moved) for link in article.links[other, one]
    ]
    return [
        (
            " ".join(article.lines[one][k] for k in link.source),
            " ".join(article.lines[other][k] for k in link.target),
        )
        for link in found
        if link.source and link.target
    ]


def _by_article(folder: Path, found: Sequence[Pairs]) -> Iterator[Pairs]:
    """What was found in each paragraph, joined by article."""
    start = 0
    for count in paragraphs_in_articles(folder):
        yield [pair for part in found[start : start + count] for pair in part]
        start += count


def paragraphs_in_articles(folder: Path) -> list[int]:
    """How many paragraphs each article of XQuAD has."""
    starts = {each["context"].strip().replace("\n", " ") for each in paragraphs(folder, "hi")}
    return [sum(text in starts for text in article) for article in articles(folder, "hi")]


def questions(folder: Path, langs: tuple[str, str]) -> Iterator[Pairs]:
    """XQuAD's questions, by article."""
    sides = [paragraphs(folder, lang) for lang in langs]
    yield from _by_article(
        folder,
        [
            [
                (" ".join(a["question"].split()), " ".join(b["question"].split()))
                for a, b in zip(one["qas"], other["qas"], strict=True)
            ]
            for one, other in zip(*sides, strict=True)
        ],
    )


def sentences(folder: Path, langs: tuple[str, str], cached: Cached) -> Iterator[Pairs]:
    """The beads of XQuAD's paragraphs that are surely right, by article."""
    background = shipped_background(cached.embed, langs)
    found = []
    for texts in zip(*(paragraphs(folder, lang) for lang in langs), strict=True):
        one, other = (side(text["context"], lang) for text, lang in zip(texts, langs, strict=True))
        bitext = aligned(one, other, cached.embed, cached.sketches, background)
        found.append(
            [
                (one.line(bead.source), other.line(bead.target))
                for bead in bitext.beads
                if bead.source and bead.target and bead.score >= SURE
            ]
        )
    yield from _by_article(folder, found)


def report(
    folder: Path | None, seed: int, times: int, cached: Cached, only: Sequence[str] = ()
) -> None:
    """Print a row for each kind of lines, all or those named, of distractors and of shares."""
    print(f"{FROZEN.signature(cached.signature)}, seed {seed}")
    made: dict[tuple[str, str, float], list[tuple[tuple[str, str], list[Case]]]] = {}
    ways: dict[str, Callable[[Sequence[Pairs], float, random.Random], Iterator[Case]]] = {
        "others": among_others,
        "neighbours": among_neighbours,
    }
    for name, langs, offered in pools(folder, cached):
        if only and name not in only:
            continue
        lines = list(offered)
        for way, make in ways.items():
            for share in SHARES:
                cases = []
                for run in range(4 * times if name in FEW else times):
                    draw = random.Random(f"{seed + run} {name} {langs} {way} {share}")
                    cases += list(make(lines, share, draw))
                made.setdefault((name, way, share), []).append((langs, cases))
    for langs in combinations(LANGS, 2) if not only or "provinces" in only else ():
        for share in SHARES:
            draws = [random.Random(f"{seed + run} {langs} {share}") for run in range(4 * times)]
            cases = [case for draw in draws for case in of_provinces(langs, share, draw)]
            made.setdefault(("provinces", "other provinces", share), []).append((langs, cases))
    if not only or "stories" in only:
        stories = [as_told(n, story) for n, story in enumerate(published.stories())]
        wanted = sum(len({n for n, _ in c.source} & {n for n, _ in c.target}) for c in stories)
        share = wanted / sum(len(c.source) for c in stories)
        made["stories", "as told", share] = [(published.APART, stories)]
    every: dict[tuple[str, str], list[Judged]] = {}
    for (name, way, share), held in made.items():
        parts = [part for langs, cases in held for part in measured(cases, langs, cached)]
        print(f"  {name:18} {way:16} {share:3.0%}: {described(parts)}", flush=True)
        every.setdefault((name, way), []).extend(pair for part in parts for pair in part.pairs)
    for (name, way), pairs in every.items():
        given = np.array([pair.chance for pair in pairs])
        told = calibrated(given, np.array([pair.is_right for pair in pairs], dtype=np.bool_))
        print(f"  {name:18} {way:16}: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="cases made from the same lines")
    parser.add_argument("--only", action="append", default=[], help="kind of lines, as printed")
    parser.add_argument("--store", type=Path, help="a workspace that keeps the vectors")
    options = parser.parse_args()
    encoder = load()
    if options.store:
        with Workspace.open(options.store) as store:
            report(
                options.folder, options.seed, options.times, Cached(encoder, store), options.only
            )
    else:
        report(options.folder, options.seed, options.times, Cached(encoder), options.only)


if __name__ == "__main__":
    main()
