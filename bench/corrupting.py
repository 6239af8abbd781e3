# ruff: noqa: E501 -- what is printed reads better on one line.
"""Faults made in place, in articles with their translation: a second way to plant.

What it found missing was looked at while the checks were mended.

Where `planting` puts clauses into sentences that name nothing, this spoils what stands
in a whole article: one rendering, number or name at a time. What is found in the
article as it is does not count; what is found beyond that, and is not the fault, counts
against precision.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planting import row

from glossary.checks import Checker
from glossary.finding import Finding
from glossary.match import Matcher
from glossary.model import Status, Termbase
from glossary.normalize import normalize
from glossary.numerals import Numeral, numerals

Beads = list[tuple[tuple[int, int] | None, tuple[int, int] | None]]
TERM = frozenset({"TG101", "TG102", "TG103", "TG105", "TG107"})
"""Any of these says of a spoiled rendering that it is not right."""
_KINDS = {"year": "TG201", "num": "TG204", "doc": "TG205", "date": "TG206"}
_INVENTED = {"th": "คณะกรรมการพรรคคอมมิวนิสต์จีน", "hi": "चीनी कम्युनिस्ट पार्टी"}


_NAMES = {
    "th": (
        "ก-ฮะ-ฺเ-์",
        "เหงียน|ฟาม|เล|ไม|ฮวง|โฮ|บุย|โด|ดัง",
        {"ิ": "ี", "ี": "ิ", "ุ": "ู", "ู": "ุ", "้": "", "่": "", "๊": ""},
    ),
    "hi": (
        "\u0900-\u0963",
        "गुयेन|फाम|ले|माई|होआंग|हो|बुई|डो|डांग|ट्रान",
        {"ि": "ी", "ी": "ि", "ु": "ू", "ू": "ु", "ा": "", "ट": "त", "ड": "द"},
    ),
}
"""Letters, surnames, and what transcribers write for one another."""


@dataclass(frozen=True)
class Page:
    """A translation with its source, their beads, and where gold says that concepts stand."""

    name: str
    source: str
    text: str
    beads: Beads
    renderings: list[tuple[int, int, str]]
    """Start, end and concept of those that are right."""


@dataclass(frozen=True)
class Spoiled:
    """A stretch of a page that something else stands in for."""

    kind: str
    codes: frozenset[str]
    start: int
    end: int
    written: str
    concept: str = ""


def pages(folder: Path, lang: str) -> list[Page]:
    """The pages of a language that translate a Vietnamese one."""
    beads: dict[tuple[str, str], Beads] = defaultdict(list)
    for each in _rows(folder / "gold" / "beads.jsonl"):
        spans = [
            tuple(each[side]) if each[side] else None for side in ("source_span", "target_span")
        ]
        beads[each["source"], each["target"]].append((spans[0], spans[1]))
    good: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for each in _rows(folder / "gold" / "renderings.jsonl"):
        if each["quality"] == "good":
            good[each["document"]].append((each["start"], each["end"], each["concept"]))
    return [
        Page(
            name,
            (folder / source).read_text(encoding="utf-8"),
            (folder / name).read_text(encoding="utf-8"),
            own,
            good[name],
        )
        for (source, name), own in sorted(beads.items())
        if source.endswith("/vi.txt") and Path(name).stem.split("-")[0] == lang
    ]


def _rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


class Spoiler:
    """Draws what to spoil on a page."""

    def __init__(self, base: Termbase, lang: str, wrong: dict[str, list[str]], seed: int) -> None:
        self.base, self.lang, self.wrong = base, lang, wrong
        self.draw = random.Random(f"spoil{seed}{lang}")
        self.named = Matcher(base, "vi")

    def one(self, page: Page) -> Spoiled | None:
        """A fault, or None where the page has no place for the kind that was drawn."""
        kind = self.draw.choice([self.rendering] * 4 + [self.number] * 3 + [self.name])
        return kind(page)

    def rendering(self, page: Page) -> Spoiled | None:
        """A right rendering as a wrong one, as a body of China, in Vietnamese, or left out."""
        places = [each for each in page.renderings if self._is_named(page, each)]
        if not places:
            return None
        start, end, concept_id = self.draw.choice(places)
        concept = self.base.by_id[concept_id]
        kind = self.draw.choice(["wrong", "wrong", "left out", "Vietnamese", "invented"])
        if kind == "wrong":
            listed = [t.text for t in concept.in_lang(self.lang) if t.status is Status.DEPRECATED]
            usable = {
                _key(form, self.lang)
                for term in concept.in_lang(self.lang)
                if term.status in (Status.PREFERRED, Status.ADMITTED)
                for form in (term.text, *term.forms)
            }
            others = [*listed, *self.wrong.get(concept_id, [])]
            others = [o for o in others if not any(key in _key(o, self.lang) for key in usable)]
            if not others:
                return None
            return Spoiled(kind, TERM | {"TG106"}, start, end, self.draw.choice(others), concept_id)
        if kind == "left out":
            return Spoiled(kind, TERM, start, end, "", concept_id)
        if kind == "invented":
            if not concept.name[0].isupper():
                return None
            return Spoiled(kind, TERM | {"TG106"}, start, end, _INVENTED[self.lang], concept_id)
        if " " not in concept.name:
            return None
        return Spoiled(
            kind, frozenset({"TG203"}), start, end, f" {concept.name.lower()} ", concept_id
        )

    def _is_named(self, page: Page, place: tuple[int, int, str]) -> bool:
        """Whether the source of the bead names the concept once, and the target has it once."""
        start, end, concept_id = place
        concept = self.base.by_id.get(concept_id)
        if concept is None or not concept.preferred(self.lang):
            return False
        for theirs, ours in page.beads:
            if theirs and ours and ours[0] <= start and end <= ours[1]:
                hits = self.named.find(page.source[slice(*theirs)])
                own = [hit for hit in hits if hit.concept == concept_id and not hit.nested]
                return len(own) == 1 == page.text[slice(*ours)].count(page.text[start:end])
        return False

    def number(self, page: Page) -> Spoiled | None:
        """A number, year, date or document number of the source, with a digit changed."""
        found = [n for n in self._numerals(page) if n.kind in _KINDS]
        if not found:
            return None
        numeral = self.draw.choice(found)
        written = page.text[numeral.start : numeral.end]
        places = [m.start() for m in re.finditer(r"\d", written)]
        at = places[-1] if numeral.kind == "year" else self.draw.choice(places[:2])
        if numeral.kind == "date":
            at = max(place for place in places if place < 2)  # of the day
        zero = ord(written[at]) - int(written[at])
        digit = (int(written[at]) + self.draw.choice([1, 2, 3])) % 10
        spoiled = written[:at] + chr(zero + digit) + written[at + 1 :]
        if numeral.kind == "date" and numerals(spoiled, self.lang)[:1] == []:
            return None
        code = frozenset({_KINDS[numeral.kind]})
        if numeral.kind == "date":
            code |= {"TG201"}
        return Spoiled(numeral.kind, code, numeral.start, numeral.end, spoiled)

    def _numerals(self, page: Page) -> Iterator[Numeral]:
        for theirs, ours in page.beads:
            if theirs and ours:
                keys = {n.key for n in numerals(page.source[slice(*theirs)], "vi")}
                for numeral in numerals(page.text[slice(*ours)], self.lang):
                    if numeral.key in keys and not numeral.nested:
                        start, end = numeral.start + ours[0], numeral.end + ours[0]
                        yield replace(numeral, start=start, end=end)

    def name(self, page: Page) -> Spoiled | None:
        """A name that stands twice, once with a vowel or tone changed as transcribers do."""
        letters, surnames, table = _NAMES[self.lang]
        pattern = rf"(?:{surnames})(?: [{letters}]{{1,7}}){{2}}(?![{letters}])"
        counts = Counter(re.findall(pattern, page.text))
        places = [m for m in re.finditer(pattern, page.text) if counts[m[0]] > 1]
        if not places:
            return None
        match = self.draw.choice(places)
        first = match[0].index(" ")
        at = [n for n, char in enumerate(match[0]) if n > first and char in table]
        if not at:
            return None
        spot = self.draw.choice(at)
        text = match[0][:spot] + table[match[0][spot]] + match[0][spot + 1 :]
        return Spoiled("name", frozenset({"TG202"}), match.start(), match.end(), text)


def renderings(folder: Path, lang: str) -> dict[str, list[str]]:
    """Renderings of each concept that gold says are not good."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for each in _rows(folder / "gold" / "renderings.jsonl"):
        if each["quality"] != "good" and Path(each["document"]).stem.split("-")[0] == lang:
            wrong[each["concept"]].append(each["text"])
    return wrong


def spoil(own: list[Page], spoiler: Spoiler, checker: Checker, count: int, show: int = 0) -> None:
    """Precision and recall of faults made in place, by kind; shows some of the wrong answers."""
    lang = spoiler.lang
    before = {page.name: Counter(map(_identity, _found(checker, page, lang))) for page in own}
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    false = 0
    while sum(made.values()) < count:
        page = spoiler.draw.choice(own)
        fault = spoiler.one(page)
        if fault is None or _key(fault.written, lang) == _key(
            page.text[fault.start : fault.end], lang
        ):
            continue
        made[fault.kind] += 1
        spoiled, end = _spoiled(page, fault)
        new = _found(checker, spoiled, lang)
        about = [finding for finding in new if _is_about(finding, fault, end)]
        rest = Counter(_identity(finding) for finding in new if finding not in about)
        strange = [
            identity
            for identity in rest - before[page.name]
            if identity[1] != (fault.concept or "-")
        ]
        false += len(strange)
        hit = bool(about)
        if strange and show:
            print(f"  {page.name}: {fault.kind} {fault.written!r}: {strange}")
        right[fault.kind] += hit
        if not hit and show:
            show -= 1
            print(
                f"  {page.name}: {fault.kind}: {page.text[fault.start : fault.end]!r} as {fault.written!r}"
            )
    for kind in sorted(made):
        row(kind, made[kind], 0, right[kind])
    row("all", sum(made.values()), sum(right.values()) + false, sum(right.values()))


def _key(text: str, lang: str) -> str:
    return normalize(text, lang).key.strip()


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.concept, finding.found


def _found(checker: Checker, page: Page, lang: str) -> list[Finding]:
    found = checker.spans("a", page.text, lang, page.source, "vi", page.beads)
    return [finding for finding in found if finding.severity.fails]


def _spoiled(page: Page, fault: Spoiled) -> tuple[Page, int]:
    """The page with the fault, and where that ends."""
    grown = len(fault.written) - (fault.end - fault.start)

    def moved(at: int) -> int:
        return at if at <= fault.start else at + grown

    beads: Beads = [
        (theirs, (moved(ours[0]), moved(ours[1])) if ours else None) for theirs, ours in page.beads
    ]
    text = page.text[: fault.start] + fault.written + page.text[fault.end :]
    return Page(page.name, page.source, text, beads, []), fault.start + len(fault.written)


def _is_about(finding: Finding, fault: Spoiled, end: int) -> bool:
    """Whether a finding is at the fault; what is missing is of its concept, and of two
    spellings of a name either may be reported.
    """
    if finding.code not in fault.codes:
        return False
    if not finding.found:
        return finding.concept == fault.concept
    at_it = finding.start < max(end, fault.start + 1) and fault.start < finding.end
    return at_it or fault.kind == "name"
