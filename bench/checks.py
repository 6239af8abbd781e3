"""Precision, recall and speed of the checks, beside what other tools do.

    python bench/checks.py --public DIR [--faults 2000] [--speed] [--pofilter PATH]
                           [--fuzz 1000000 [--minutes 30]] [--gold DIR]

DIR holds ``xquad.{vi,th,hi}.json`` (SQuAD format, the same ids in each): sentences
in which faults are planted, and clean text in which nothing may be reported. Of the
shipped termbase, the first usable term of each concept counts as preferred here. All
draws are seeded. Figures are for all findings of all checks on a pair, so that a
second finding on a planted fault counts against precision. A year, a number or a day
that differs, a body, a name: each is planted as often as its check needs for a figure.

``--gold`` holds ``occurrences.jsonl`` and beside it ``../seeds``: labelled terms, of
which every listed form must be found. ``--pofilter`` is translate-toolkit's program;
without it, one on the PATH is used, and without any a line says so.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import fuzzing
import gates
import matching
from planting import LANGS, Planter, decided, paragraphs, row, sentence_pairs

from glossary import termfile
from glossary.checks import Checker
from glossary.finding import Finding, Severity
from glossary.model import Termbase

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--terms", type=Path, default=ROOT / "terms.yaml")
    parser.add_argument("--faults", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0, help="Random inputs to try.")
    parser.add_argument("--minutes", type=float, default=60, help="After which --fuzz stops.")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--pofilter", default="")
    parser.add_argument("--show", type=int, default=0, help="Wrong answers to print per language.")
    parser.add_argument("--find", choices=["th", "hi", "vi"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.find:
        matching.find_speed(options.public, options.terms, options.find)
        return
    base = decided(termfile.load(options.terms))
    for lang in LANGS:
        planted_faults(options, base, lang)
        clean_text(options.public, base, lang)
        clean_pairs(options.public, base, lang)
    if options.speed:
        for lang in ("th", "hi", "vi"):
            subprocess.run(
                [sys.executable, __file__, "--public", options.public, "--find", lang], check=True
            )
        matching.start_up(options.terms)
    if options.gold:
        matching.labelled(options.gold, options.terms)
    if options.fuzz:
        fuzzing.fuzz(base, options.fuzz, options.minutes)
        fuzzing.without_blanks(base)


def planted_faults(options: argparse.Namespace, base: Termbase, lang: str) -> None:
    """Precision and recall of ours, per check, and of a plain check."""
    cases = list(
        Planter(base, lang, sentence_pairs(options.public, lang), options.seed).cases(
            options.faults
        )
    )
    checker = Checker(base)
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    shown = options.show
    for case in cases:
        findings = (
            checker.spans("a", case.target, lang, case.source, "vi", case.beads)
            if case.source
            else checker.text("a", case.target, lang=lang)
        )
        planted[case.code] += 1
        hits = [
            f for f in findings if f.code == case.code and f.start < case.end and case.start < f.end
        ]
        right[case.code] += bool(hits)
        found.update(f.code for f in findings)
        wrong = [f for f in findings if f not in hits[:1]]
        if shown and (wrong or (case.code and not hits)):
            shown -= 1
            print(f"  {case.code or 'clean'}: {case.source!r} -> {case.target!r}")
            print("  ", [(f.code, f.found, f.message) for f in findings])
    total = sum(count for code, count in planted.items() if code)
    print(f"{lang}: {len(cases)} pairs, {total} with a fault")
    print(f"  {'check':8} {'planted':>8} {'precision':>10} {'recall':>8}")
    for code in sorted(set(planted) | set(found)):
        if code:
            row(code, planted[code], found[code], right[code])
    correct = sum(count for code, count in right.items() if code)
    row("all", total, sum(found.values()), correct)
    gates.plain_check(cases, base, lang)
    gates.pofilter(options.pofilter, cases, lang)


def clean_text(folder: Path, base: Termbase, lang: str) -> None:
    """False alarms on text that no rule has anything to say about."""
    checker = Checker(base)
    sentences, found = 0, []
    for ours, theirs in zip(paragraphs(folder, lang), paragraphs(folder, "vi"), strict=True):
        texts = [str(ours["context"]), *(question["question"] for question in ours["qas"])]
        sentences += len(ours["qas"]) + len(re.findall(r"[.!?](?:\s|$)", str(theirs["context"])))
        for text in texts:
            found += checker.text("a", text, lang=lang)
    _rate("clean text", found, sentences, "sentences")


def clean_pairs(folder: Path, base: Termbase, lang: str) -> None:
    """Findings on professional translations with their source: some are faults of these."""
    checker = Checker(base)
    pairs = sentence_pairs(folder, lang)
    contexts = zip(paragraphs(folder, "vi"), paragraphs(folder, lang), strict=True)
    pairs += [(str(theirs["context"]), str(ours["context"])) for theirs, ours in contexts]
    found = []
    for source, target in pairs:
        beads = [((0, len(source)), (0, len(target)))]
        found += checker.spans("a", target, lang, source, "vi", beads)
    _rate("clean pairs", found, len(pairs), "pairs")


def _rate(what: str, found: list[Finding], of: int, unit: str) -> None:
    counted = [finding for finding in found if finding.severity is not Severity.INFO]
    codes = dict(sorted(Counter(finding.code for finding in counted).items()))
    rate = 1000 * len(counted) / of
    print(f"  {what}: {len(counted)} findings in {of} {unit}, {rate:.2f} per 1,000 {codes}")


if __name__ == "__main__":
    main()
