"""Faults worded by hand, in stories of `worded.toml`: a third way to measure, never tuned on.

What is found in a story without a fault is a false alarm; of a story with one, what is
found beyond that and is not at the fault counts against precision.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from planting import row

from glossary.checks import Checker
from glossary.finding import Finding
from glossary.model import Termbase

STORIES = Path(__file__).with_name("worded.toml")
_TERM = {"TG101", "TG102", "TG103", "TG105", "TG107"}
_CODES: dict[str, set[str]] = {
    "term": _TERM,
    "body": _TERM | {"TG106"},
    "Vietnamese": {"TG203"},
    "Vietnamese or term": _TERM | {"TG203"},
    "year": {"TG201"},
    "date": {"TG206"},
    "number": {"TG204"},
    "document": {"TG205"},
    "name": {"TG202"},
}
"""What may be reported of each kind."""


def worded(base: Termbase, lang: str, show: int = 0) -> None:
    """Prints precision and recall by kind; shows some of the wrong answers."""
    checker = Checker(base)
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    alarms = sentences = 0
    for story in tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]:
        sources = [sentence["vi"] for sentence in story["sentence"]]
        targets = [sentence[lang] for sentence in story["sentence"]]
        clean = _findings(checker, sources, targets, lang)
        alarms += len(clean)
        sentences += len(targets)
        for finding in clean[:show]:
            print(f"  false alarm: {finding.code} {finding.message}")
        for index, wrong, kind in _faults(story["sentence"], lang):
            new = _findings(
                checker, sources, [*targets[:index], wrong, *targets[index + 1 :]], lang
            )
            new = list((Counter(map(_identity, new)) - Counter(map(_identity, clean))).elements())
            at_it = [each for each in new if _is_about(each, kind, index + 1)]
            # What was left in Vietnamese, or gives way to a body, is a term that is missing, too.
            beside = [each for each in new if each[0] in _TERM and each[1] == index + 1]
            strange = len(set(new) - set(at_it) - set(beside))
            planted[kind] += 1
            right[kind] += bool(at_it)
            found[kind] += bool(at_it) + strange
            if show and (not at_it or strange):
                print(f"  {kind}: {wrong!r}: {new}")
    print(f"{lang}: faults worded by hand; {alarms} false alarms in {sentences} clean sentences")
    for kind in sorted(planted):
        row(kind, planted[kind], found[kind], right[kind])
    row("all", sum(planted.values()), sum(found.values()), sum(right.values()))


def _faults(sentences: list[dict[str, object]], lang: str) -> Iterator[tuple[int, str, str]]:
    """The number of a sentence, the sentence with a fault, and its kind.

    Raises:
        ValueError: a sentence has not, or not once, what its fault looks for.
    """
    for index, sentence in enumerate(sentences):
        text, faults = str(sentence[lang]), sentence[f"{lang}_faults"]
        assert isinstance(faults, list)
        for old, new, kind in faults:
            if text.count(old) != 1:
                raise ValueError(f"{old!r} stands {text.count(old)} times in {text!r}")
            yield index, text.replace(old, new), kind


def _findings(checker: Checker, sources: list[str], targets: list[str], lang: str) -> list[Finding]:
    """What fails in a text of a sentence a line."""
    found = checker.beside("story", "\n".join(targets), "\n".join(sources), lang=lang)
    return [finding for finding in found if finding.severity.fails]


def _is_about(finding: tuple[str, int, str], kind: str, line: int) -> bool:
    """Whether it is what was planted; of two spellings of a name either may be told of."""
    return finding[0] in _CODES[kind] and (finding[1] == line or kind == "name")


def _identity(finding: Finding) -> tuple[str, int, str]:
    return finding.code, finding.line, finding.concept or finding.found
