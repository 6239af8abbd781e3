"""How well development documents are aligned by weights, by what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aligner.alignment.beads import Step
from bench import published
from bench.alignment import reliability
from bench.answers import in_one
from bench.fitting.candidates import Field, Looked, steps
from bench.fitting.network import Net
from bench.perturbation import NOTHING, Pair, Score, interval, score
from bench.uncut import Found, found_again

Nets = Callable[[Field], Net]
"""Which weights judge a field."""


def content(found: Sequence[Step]) -> list[tuple[Pair, float]]:
    """Steps as beads of content, with their probabilities."""
    return [((tuple(range(a, b)), tuple(range(c, d))), p) for a, b, c, d, p in found]


class Judged:
    """Scores of documents by what they are."""

    def __init__(self) -> None:
        self.scores: dict[str, list[Score]] = {}
        self.told: list[tuple[float, bool]] = []
        """Probabilities of beads, and whether each is right."""

    def add(self, document: Looked, found: Sequence[Step]) -> None:
        """A document and the path through it."""
        beads = content(found)
        wanted = document.document.gold
        scored = score([bead for bead, _ in beads], wanted)
        of = document.document
        by_hand = of.kind in ("book", *published.DEVELOPMENT)
        for name in (of.kind,) if by_hand else (of.kind, "-".join(of.langs), "all"):
            self.scores.setdefault(f"{name}, {of.made}" if of.made else name, []).append(scored)
        right = set(wanted)
        if of.kind != "book":
            self.told += [(p, bead in right) for bead, p in beads if all(bead)]

    def brief(self) -> str:
        """Strict F1 of all but the book, as they are and HARD."""
        found = [sum(self.scores[name], start=NOTHING).f1[0] for name in ("all", "all, HARD")]
        return " ".join(f"{value:.3f}" for value in found)

    def show(self) -> None:
        """Print strict F1 and between what it lies."""
        for name, scores in sorted(self.scores.items()):
            low, high = interval(scores)
            strict = sum(scores, start=NOTHING).f1[0]
            print(f"    {name:22} {strict:.3f} ({low:.3f}-{high:.3f}), {len(scores)} documents")
        if self.told:
            error, _ = reliability(self.told)
            print(f"    calibration error {error:.3f} of {len(self.told)} beads", flush=True)


def judge_lines(documents: Sequence[Looked], nets: Nets, tolls: tuple[float, float]) -> Judged:
    """How well the lines of documents are aligned."""
    judged = Judged()
    for document, found in steps(documents, nets, tolls):
        judged.add(document, found)
    return judged


class JudgedUncut:
    """How well texts that nobody cut were aligned, by what they are."""

    def __init__(self) -> None:
        self.lines: dict[str, Found] = {}
        self.answers: dict[str, tuple[int, int]] = {}
        """Those in one bead with their translation, and all."""
        self.told: list[tuple[float, bool]] = []

    def add(self, document: Looked, found: Sequence[Step]) -> None:
        """A document and the path through it."""
        of = document.document
        links = []
        for a, b, c, d, _ in found:
            one, other = of.sides
            spans = one.span(one.content[a:b]), other.span(other.content[c:d])
            if spans[0] and spans[1]:
                links.append((spans[0], spans[1]))
        langs = "-".join(of.langs)
        if of.lines is None:
            name = f"{of.kind}, {langs}"
            together, count = self.answers.get(name, (0, 0))
            held = sum(in_one(answer, links) for answer in of.answers)
            self.answers[name] = together + held, count + len(of.answers)
            return
        again = found_again(of.lines, links)
        for name in (f"{of.kind}, {langs}", f"all, {langs}", "all"):
            self.lines[name] = self.lines.get(name, Found()) + again
        right = set(of.gold)
        self.told += [(p, bead in right) for bead, p in content(found) if all(bead)]

    def brief(self) -> str:
        """Exact, usable and area F1 of all lines, and the share of answers kept together."""
        found = [*self.lines["all"].shares]
        found += [together / count for _, (together, count) in sorted(self.answers.items())]
        return " ".join(f"{value:.3f}" for value in found)

    def show(self) -> None:
        """Print exact, usable and area F1, and answers."""
        for name, again in sorted(self.lines.items()):
            exact, usable, area = again.shares
            print(f"    {name:22} {exact:.3f} / {usable:.3f} / {area:.3f} of {again.count} lines")
        for name, (together, count) in sorted(self.answers.items()):
            print(f"    {name:22} {together / count:.3f} of {count}")
        error, _ = reliability(self.told)
        print(f"    calibration error {error:.3f} of {len(self.told)} beads", flush=True)


def judge_uncut(documents: Sequence[Looked], nets: Nets, tolls: tuple[float, float]) -> JudgedUncut:
    """How well texts that nobody cut are aligned."""
    judged = JudgedUncut()
    for document, found in steps(documents, nets, tolls):
        judged.add(document, found)
    return judged
