"""How well and how fast documents are aligned: `python -m bench.alignment [FOLDER]`.

FOLDER holds parallel lines: NAME.th, NAME.hi, NAME.vi and so on, where files of one name
have a segment a line and as many lines each; or XQuAD as xquad.th.json and so on, of which the
questions are such lines and the paragraphs texts that nobody cut. Documents are made from the
lines with a fixed seed, and every aligner gets the same vectors in one run. Without a folder
the lines are those of `bench.news`, which nothing was set by.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from aligner.alignment import Background, shipped_background, side
from aligner.alignment.configuration import FROZEN
from aligner.alignment.order import moved
from aligner.encoder import load
from aligner.model import Bitext, Embed, Sketches, Vectors
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench import news, peers, published
from bench.answers import answers
from bench.perturbation import (
    HARD,
    MOVED,
    NORMAL,
    NOTHING,
    Miss,
    Pair,
    Rates,
    Score,
    Segmented,
    displaced,
    gold,
    interval,
    misses,
    perturbed,
    score,
)
from bench.public import paragraphs
from bench.translations import aligned
from bench.uncut import Found, Uncut, found_again, joined, links


@dataclass(frozen=True)
class Lines:
    """Parallel lines of two languages."""

    name: str
    langs: tuple[str, str]
    source: tuple[str, ...]
    target: tuple[str, ...]


class Counted:
    """An `Embed` that counts the characters that it is asked for, each text once."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self.asked: set[str] = set()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked.update(texts)
        return self._embed(texts)

    def times(self, texts: Sequence[str]) -> float:
        """Characters asked for since `texts` were all that there was, for each of theirs."""
        return sum(map(len, self.asked)) / max(1, sum(map(len, set(texts))))


def read_news() -> Iterator[Lines]:
    """All language pairs of the stories of `bench.news`, each as one document."""
    texts = news.all_lines()
    for one, other in combinations(("th", "vi", "hi"), 2):
        yield Lines("news", (one, other), texts[one], texts[other])


def read_folder(folder: Path, size: int) -> Iterator[Lines]:
    """All language pairs of all names, cut into documents of about `size` lines."""
    names: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.iterdir()):
        lang = path.suffix.removeprefix(".")
        if lang in ("th", "hi", "vi", "en", "de", "fr"):
            names.setdefault(path.stem, {})[lang] = path.read_text("utf-8").splitlines()
    for lang in public(folder):
        names.setdefault("xquad", {})[lang] = [
            " ".join(question["question"].split())
            for paragraph in paragraphs(folder, lang)
            for question in paragraph["qas"]
        ]
    for name, texts in sorted(names.items()):
        for one, other in combinations(
            sorted(texts, key=["th", "vi", "hi", "en", "de", "fr"].index), 2
        ):
            if len(texts[one]) != len(texts[other]):
                raise SystemExit(f"{name}.{one} and {name}.{other} differ in their number of lines")
            for start in range(0, len(texts[one]), size):
                rows = slice(start, start + size)
                yield Lines(name, (one, other), tuple(texts[one][rows]), tuple(texts[other][rows]))


def public(folder: Path) -> list[str]:
    """Languages in which a folder has XQuAD."""
    return [lang for lang in ("th", "vi", "hi") if (folder / f"xquad.{lang}.json").exists()]


def beads(bitext: Bitext) -> list[Pair]:
    return [(bead.source, bead.target) for bead in bitext.beads]


@dataclass(frozen=True)
class Made:
    """A pair of documents with its gold."""

    langs: tuple[str, str]
    source: Segmented
    target: Segmented
    gold: list[Pair]


def made(documents: Sequence[Lines], rates: Rates, seed: int, times: int = 1) -> Iterator[Made]:
    """Each document after the changes, so many times, the same for every aligner."""
    for first in range(seed, seed + times):
        for number, lines in enumerate(documents):
            draw = random.Random(first * 100_003 + number)
            one, other = (perturbed(each, rates, draw) for each in (lines.source, lines.target))
            other = displaced(other, rates, draw)
            yield Made(lines.langs, one, other, gold(one, other))


def in_one(pairs: Sequence[Made]) -> Made:
    """Documents of one pair of languages one after the other, as they are."""
    texts: tuple[list[str], list[str]] = ([], [])
    beads: list[Pair] = []
    for pair in pairs:
        i, j = map(len, texts)
        beads += [(tuple(k + i for k in a), tuple(k + j for k in b)) for a, b in pair.gold]
        for into, of in zip(texts, (pair.source, pair.target), strict=True):
            into.extend(of.texts)
    one, other = (
        Segmented(tuple(of), tuple(frozenset([k]) for k in range(len(of)))) for of in texts
    )
    return Made(pairs[0].langs, one, other, beads)


def ours(pair: Made, embed: Embed, sketches: Sketches, background: Background) -> Bitext:
    one, other = pair.langs
    return aligned(
        side(pair.source.texts, one), side(pair.target.texts, other), embed, sketches, background
    )


OURS = "thuatngu"
PEERS: dict[str, Callable[[Made, Embed], list[Pair]]] = {
    "Vecalign -a 4": lambda pair, embed: peers.vecalign(
        pair.source.texts, pair.target.texts, embed
    ),
    "Vecalign, centred, .03": lambda pair, embed: peers.vecalign(
        pair.source.texts, pair.target.texts, embed, centred=True, percentile=0.03
    ),
    "Bertalign": lambda pair, embed: peers.bertalign(pair.source.texts, pair.target.texts, embed),
    "Bertalign, centred, 0": lambda pair, embed: peers.bertalign(
        pair.source.texts, pair.target.texts, embed, centred=True, skip=0.0
    ),
}
if version := peers.gale_church_version():
    PEERS |= {
        f"galechurch {version}": lambda pair, _: peers.gale_church(
            pair.source.texts, pair.target.texts
        )
    }


@dataclass(frozen=True)
class Row:
    """One aligner's figures over documents."""

    scores: tuple[Score, ...]
    """Of each document."""
    misses: Counter[Miss]
    times: float
    """Characters encoded for each character of text."""
    speed: float
    """Lines of both sides a second, with the vectors known."""


def measured(
    pairs: Sequence[Made], embed: Embed, method: Callable[[Made, Embed], list[Pair]]
) -> Row:
    scores: list[Score] = []
    wrong: Counter[Miss] = Counter()
    asked = text = lines = 0
    spent = 0.0
    for pair in pairs:
        counted = Counted(embed)
        method(pair, counted)  # what is timed below finds all vectors in the store
        start = time.perf_counter()
        found = method(pair, embed)
        spent += time.perf_counter() - start
        scores.append(score(found, pair.gold))
        wrong += misses(found, pair.gold)
        asked += sum(map(len, counted.asked))
        text += sum(map(len, {*pair.source.texts, *pair.target.texts}))
        lines += len(pair.source.texts) + len(pair.target.texts)
    return Row(tuple(scores), wrong, asked / max(1, text), lines / max(spent, 1e-9))


def judged(pairs: Sequence[Made], cached: Cached) -> list[tuple[float, bool]]:
    """Scores of our beads, and whether each is right."""
    found = []
    for pair in pairs:
        right = set(pair.gold)
        background = shipped_background(cached.embed, pair.langs)
        bitext = ours(pair, cached.embed, cached.sketches, background)
        found += [
            (bead.score, (bead.source, bead.target) in right)
            for bead in bitext.beads
            if bead.source and bead.target
        ]
    return found


def crossings(pairs: Sequence[Made], cached: Cached) -> tuple[int, int, int]:
    """How many beads there are, how many of them cross the others, and how many of those rightly.

    Of two that changed places one crosses the other.
    """
    count = crossing = right = 0
    for pair in pairs:
        background = shipped_background(cached.embed, pair.langs)
        bitext = ours(pair, cached.embed, cached.sketches, background)
        away = [bitext.beads[place] for place in moved(bitext)]
        count += sum(bool(bead.source and bead.target) for bead in bitext.beads)
        crossing += len(away)
        right += len({(bead.source, bead.target) for bead in away} & set(pair.gold))
    return count, crossing, right


def reliability(
    pairs: Sequence[tuple[float, bool]],
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ten bins, and for each bin its mean score and accuracy."""
    rows, error = [], 0.0
    for low in range(10):
        held = [(p, right) for p, right in pairs if low <= min(p, 0.9999) * 10 < low + 1]
        if held:
            mean = sum(p for p, _ in held) / len(held)
            rate = sum(right for _, right in held) / len(held)
            rows.append((mean, rate, len(held)))
            error += abs(mean - rate) * len(held) / len(pairs)
    return error, rows


def running(documents: Sequence[Lines], seed: int, separator: str) -> Iterator[Uncut]:
    """Documents as running text, with 5 % of the lines of each side left out."""
    for number, lines in enumerate(documents):
        draw = random.Random(seed * 100_003 + number)
        yield joined((lines.source, lines.target), lines.langs, separator, draw)


def raw_text(texts: Iterable[Uncut], cached: Cached) -> str:
    """Segments not given: shares of line pairs that are exact, usable, and divided by beads that
    are right in themselves, and area F1."""
    total = Found()
    for text in texts:
        background = shipped_background(cached.embed, [of.lang for of in text.sides])
        bitext = aligned(*text.sides, cached.embed, cached.sketches, background)
        total += found_again(text, links(text.sides, bitext.beads))
    exact, usable, area = total.shares
    tiled = total.tiled / max(1, total.count)
    return (
        f"exact {exact:.3f} usable {usable:.3f} (and tiled {tiled:.3f}) area F1 {area:.3f} "
        f"of {total.count}"
    )


def hand_aligned(folder: Path, name: str, langs: tuple[str, str]) -> Made:
    """A document with hand-made beads, as the Text+Berg sets have them."""
    sides = []
    for lang in langs:
        text = (folder / f"{name}.{lang}").read_text("utf-8").removesuffix("\n")
        lines = tuple(line.strip() for line in text.split("\n"))
        sides.append(Segmented(lines, tuple(frozenset([k]) for k in range(len(lines)))))
    wanted: list[Pair] = []
    for row in (folder / f"{name}.{''.join(langs)}").read_text("utf-8").split("\n"):
        if row.strip():  # such as [6]:[6, 7, 8]
            left, right = (
                tuple(int(k) for k in part.strip("[] ").split(",") if k) for part in row.split(":")
            )
            wanted.append((left, right))
    return Made(langs, sides[0], sides[1], wanted)


def read_published(folder: str = "published") -> Iterator[tuple[Made, Uncut]]:
    """The articles of a folder of `bench.published`: line by line, and as they stand on a page.

    Of the page, what the hand-made beads pair counts as a line, however many sentences that is, so
    that what is parted further is missed.
    """
    for article in published.articles(folder):
        for one, other in published.PAIRS:
            beads = [(link.source, link.target) for link in article.links[one, other]]
            given = [
                Segmented(lines, tuple(frozenset([k]) for k in range(len(lines))))
                for lines in (article.lines[one], article.lines[other])
            ]
            spans = [article.spans(lang) for lang in (one, other)]
            lines = [
                {
                    number: (of[bead[at][0]][0], of[bead[at][-1]][1])
                    for number, bead in enumerate(beads)
                    if all(bead)
                }
                for at, of in enumerate(spans)
            ]
            page = side(article.text(one), one), side(article.text(other), other)
            yield (
                Made((one, other), given[0], given[1], beads),
                Uncut(page, (lines[0], lines[1])),
            )


def compare(
    pairs: Sequence[Made], cached: Cached, background: Background, *, peers_too: bool
) -> None:
    """Print a row for each aligner."""

    def method(pair: Made, encode: Embed) -> list[Pair]:
        return beads(ours(pair, encode, cached.sketches, background))

    for name, each in ({OURS: method} | (PEERS if peers_too else {})).items():
        row = measured(pairs, cached.embed, each)
        strict, lax = sum(row.scores, start=NOTHING).f1
        low, high = interval(row.scores)
        between = f"({low:.3f}-{high:.3f})" if len(row.scores) > 1 else ""
        print(
            f"  {name:24} strict {strict:.3f} {between:13} lax {lax:.3f} ×{row.times:.2f} "
            f"{row.speed:6.0f}/s",
            flush=True,
        )
        if name == OURS:
            told = (f"{kind.value} {count}" for kind, count in row.misses.most_common())
            print("    missed: " + "; ".join(told), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="documents made from the same lines")
    parser.add_argument("--size", type=int, default=60, help="lines a document")
    parser.add_argument("--documents", type=int, default=12, help="at most, for each language pair")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--hand-aligned", type=Path, help="folder with dev.de, dev.fr, dev.defr")
    parser.add_argument(
        "--published",
        nargs="?",
        const="published",
        choices=published.FOLDERS,
        help="articles of `bench.published`, too",
    )
    parser.add_argument("--store", type=Path, help="a workspace that keeps the vectors")
    parser.add_argument("--encoder", default="e5")
    options = parser.parse_args()
    encoder = load(options.encoder)
    if options.store:
        with Workspace.open(options.store) as store:
            report(options, Cached(encoder, store))
    else:
        report(options, Cached(encoder))


def report(options: argparse.Namespace, cached: Cached) -> None:
    embed = cached.embed
    folder: Path | None = options.folder
    every = list(read_folder(folder, options.size) if folder is not None else read_news())
    by_pair: dict[tuple[str, str], list[Lines]] = {}
    for lines in every:
        by_pair.setdefault(lines.langs, []).append(lines)
    held: list[tuple[float, bool]] = []
    for langs, all_documents in by_pair.items():
        step = -(-len(all_documents) // options.documents)
        documents = all_documents[::step]
        background = shipped_background(embed, langs)

        for title, rates in (
            ("merges, splits, 5-15 % dropped", NORMAL),
            ("HARD", HARD),
            ("one segment in 25 moved, too", MOVED),
        ):
            print(
                f"\n{langs[0]}-{langs[1]}, segments given, {title}, {len(documents)} documents; "
                f"{FROZEN.signature(cached.signature)}, seed {options.seed}"
            )
            pairs = list(made(documents, rates, options.seed, options.times))
            usual = rates is not MOVED
            compare(pairs, cached, background, peers_too=usual and not options.no_peers)
            held += judged(pairs, cached) if usual else []
            count, crossing, right = crossings(pairs, cached)
            print(f"  of {count} beads {crossing} cross the others, {right} of them rightly")
            if rates is NORMAL:
                print("the same as one document")
                compare([in_one(pairs)], cached, background, peers_too=False)
        for name, separator in (("spaces", " "), ("lines", "\n")):
            told = raw_text(running(documents, options.seed, separator), cached)
            print(f"  not given, joined by {name:6} {told}")
    error, rows_ = reliability(held)
    print(f"\nscores of {len(held)} beads: expected calibration error {error:.3f}")
    for mean, rate, count in rows_:
        print(f"  said {mean:.2f} right {rate:.2f} of {count}")
    for langs in combinations(public(folder), 2) if folder is not None else ():
        for many, step in ((1, 8), (4, 4)):
            found = answers(folder, langs, cached, many, step)
            print(
                f"\n{langs[0]}-{langs[1]}, XQuAD's paragraphs, {many} a text: of {found.count} "
                f"answers {found.together / found.count:.3f} in one bead with their translation, "
                f"{found.characters:.0f} characters a bead"
            )
    if options.published:
        articles = list(read_published(options.published))
        for langs in published.PAIRS:
            print(f"\n{langs[0]}-{langs[1]}, {options.published}, aligned by hand")
            own = [each for each in articles if each[0].langs == langs]
            background = shipped_background(embed, langs)
            compare([pair for pair, _ in own], cached, background, peers_too=not options.no_peers)
            print(f"  not given                {raw_text((page for _, page in own), cached)}")
    if options.hand_aligned:
        print(f"\nhand-aligned German-French; {FROZEN.signature(cached.signature)}")
        pair = hand_aligned(options.hand_aligned, "dev", ("de", "fr"))
        background = shipped_background(embed, pair.langs)
        compare([pair], cached, background, peers_too=not options.no_peers)


if __name__ == "__main__":
    main()
