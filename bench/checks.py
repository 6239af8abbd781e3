"""Precision, recall and speed of the checks, beside what other tools do.

    python bench/checks.py --public DIR [--faults 2000] [--speed] [--pofilter PATH]
                           [--fuzz 1000000 [--minutes 30]] [--pairs FILE.tsv]
                           [--labels FILE.jsonl --articles DIR]

DIR holds ``xquad.{vi,th,hi}.json`` (SQuAD format, the same ids in each): sentences
in which faults are planted, and clean text in which nothing may be reported. Of the
shipped termbase, the first usable term of each concept counts as preferred here. All
draws are seeded. Figures are for all findings of all checks on a pair, so that a
second finding on a planted fault counts against precision. A year, a number or a day
that differs, a body, a name: each is planted as often as its check needs for a figure.

``--corpus`` holds articles with gold beads and renderings, in which a quarter as many faults
are made in place (`corrupting`); what was missed of them was looked at while the checks were
mended. The faults of ``worded.toml`` are written by hand, sentence by sentence; what becomes
of them was counted and never looked at.
``--labels`` are labelled occurrences (``doc``, ``lang``, ``concept``, ``start``, ``end``,
``surface``, ``quality``, ``confidence``, ``nested_in``) in the articles of a folder: every
listed form must be found, and faults are made in these articles, too.
``--pairs`` is a file of clean pairs of the caller's, all of whose findings are printed.
``--pofilter`` is translate-toolkit's program; without it, one on the PATH is used, and
without any a line says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

import corrupting
import fuzzing
import gates
import labelled
import matching
import worded
from planting import LANGS, Planter, decided, row
from public import articles, count_sentences, sentence_pairs, spans, whole

from glossary import termfile
from glossary.checks import CHECKS, Checker
from glossary.finding import Finding
from glossary.model import Termbase
from glossary.numerals import numerals

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
    parser.add_argument("--corpus", type=Path, default=ROOT / "examples" / "corpus")
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--pofilter", default="")
    parser.add_argument("--show", type=int, default=0, help="Wrong answers to print per language.")
    parser.add_argument("--find", choices=["th", "hi", "vi"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.find:
        matching.find_speed(options.public, options.terms, options.find)
        return
    base = decided(termfile.load(options.terms))
    for lang in LANGS:
        made_in_place(options, base, lang)
        worded.worded(base, lang, options.show)
        planted_faults(options, base, lang)
        clean_text(options.public, base, lang)
        clean_pairs(options.public, base, lang)
    for path in options.pairs:
        given_pairs(path, base)
    if options.speed:
        for lang in ("th", "hi", "vi"):
            subprocess.run(
                [sys.executable, __file__, "--public", options.public, "--find", lang], check=True
            )
        matching.start_up(options.terms)
    if options.labels and options.articles:
        matching.labelled(options.labels, options.articles, options.terms)
    if options.fuzz:
        fuzzing.fuzz(base, options.fuzz, options.minutes)
        fuzzing.without_blanks(base)


def made_in_place(options: argparse.Namespace, base: Termbase, lang: str) -> None:
    """Faults made in our own articles, and in those of a folder that come with labels."""
    checker = Checker(base)
    texts = [
        ("", corrupting.pages(options.corpus, lang), corrupting.renderings(options.corpus, lang))
    ]
    if options.labels and options.articles:
        given = labelled.labelled_pages(options.labels, options.articles, base, lang)
        texts.append((f" of {options.articles}", *given))
    else:
        print("no --labels and --articles: no faults made in other articles than our own")
    for where, pages, wrong in texts:
        print(f"{lang}: faults made in place in {len(pages)} articles{where}")
        spoiler = corrupting.Spoiler(base, lang, wrong, options.seed)
        corrupting.spoil(pages, spoiler, checker, options.faults // 4, options.show)


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
        findings = sure(findings)
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
    found: list[Finding] = []
    for article in articles(folder, lang):
        for text in article:
            found += checker.text("a", text, lang=lang)
    _rate("clean text", found, count_sentences(folder), "sentences")


def clean_pairs(folder: Path, base: Termbase, lang: str) -> None:
    """Findings on professional translations beside their source, by pair and by article.

    A number, year or day that the third language has as the source has it is an error of
    the translation, and no false alarm.
    """
    checker, third = Checker(base), "hi" if lang == "th" else "th"
    alone: list[Finding] = []
    joined: list[Finding] = []
    errors = pairs = 0
    for article in zip(*(articles(folder, each) for each in ("vi", lang, third)), strict=True):
        for source, target, other in zip(*article, strict=True):
            pairs += 1
            found = sure(checker.spans("a", target, lang, source, "vi", whole(source, target)))
            wrong = {f for f in found if is_confirmed(f, checker, (source, target), (other, third))}
            errors += len(wrong)
            alone += [finding for finding in found if finding not in wrong]
        source, target, _ = ("\n\n".join(side) for side in article)
        beads = list(zip(*(spans(side) for side in article[:2]), strict=True))
        joined += sure(checker.spans("a", target, lang, source, "vi", beads))
    sentences = count_sentences(folder)
    _rate(f"clean pairs, {pairs} of them ({errors} errors apart)", alone, sentences, "sentences")
    terms = [finding for finding in joined if finding.code.startswith("TG1")]
    _rate("the same as articles, terms only", terms, sentences, "sentences")


def given_pairs(path: Path, base: Termbase) -> None:
    """Findings in a TSV or other file of clean pairs, which its caller vouches for."""
    text = path.read_text(encoding="utf-8")
    found = sure(Checker(base).content(path.name, text))
    for finding in found:
        print(f"  {finding.line}: {finding.code} {finding.message}")
    _rate(f"{path.name}", found, len(text.splitlines()) - 1, "pairs")


def is_confirmed(
    finding: Finding, checker: Checker, pair: tuple[str, str], other: tuple[str, str]
) -> bool:
    """Whether another translation has not the number that stands here, or fewer times."""
    (source, target), (text, lang) = pair, other
    if finding.code not in ("TG201", "TG204", "TG206"):
        return False
    theirs = checker.spans("a", text, lang, source, "vi", whole(source, text))
    if any(f.code == finding.code for f in theirs):
        return False
    ours, third = numerals(target, "th" if lang == "hi" else "hi"), numerals(text, lang)
    own = [n for n in ours if n.start < finding.end and finding.start < n.end]
    counts, others = (Counter(n.key for n in numbers) for numbers in (ours, third))
    return any(counts[n.key] > others[n.key] for n in own)


def sure(findings: list[Finding]) -> list[Finding]:
    """Those that the check is sure of: the others are hints, of severity info."""
    return [f for f in findings if f.severity is CHECKS[f.code].severity]


def _rate(what: str, found: list[Finding], of: int, unit: str) -> None:
    counted = [finding for finding in found if finding.severity.fails]
    codes = dict(sorted(Counter(finding.code for finding in counted).items()))
    rate = 1000 * len(counted) / of
    print(f"  {what}: {len(counted)} findings in {of} {unit}, {rate:.2f} per 1,000 {codes}")


if __name__ == "__main__":
    main()
