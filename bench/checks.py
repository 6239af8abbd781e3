# ruff: noqa: E501 -- a kind of fault, and what is printed of it, read better on one line.
"""Precision, recall and speed of the checks, beside what other tools do.

    python bench/checks.py --public DIR [--faults 2000] [--speed] [--fuzz 1000000] [--pofilter PATH]

DIR holds ``xquad.{vi,th,hi}.json`` (SQuAD format, the same ids in each): sentences
in which faults are planted, and clean text in which nothing may be reported. Of the
shipped termbase, the first usable term of each concept counts as preferred here. All
draws are seeded. Figures are for all findings of all checks on a pair, so that a
second finding on a planted fault counts against precision.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from glossary import termfile
from glossary.bitexts import read as read_pairs
from glossary.checks import Checker
from glossary.errors import InputError
from glossary.match import Matcher
from glossary.model import Concept, Status, Term, Termbase
from glossary.normalize import normalize
from glossary.words import words

ROOT = Path(__file__).parent.parent
LANGS = ("th", "hi")
NAMES = {
    "th": [("เหงียน ดึ๊ก ดุง", "เหงียน ดึก ดุง"), ("ไม วัน ต๊วต", "Mai Van Tuat"), ("เล ที ฮ่า", "เล ที ห่า")],
    "hi": [("गुयेन लोंग बिएन", "न्गुयेन लोंग बिएन"), ("बुई हुउ न्हान", "Bui Huu Nhan"), ("ट्रान क्वांग विन्ह", "त्रान क्वांग विन्ह")],
}  # fmt: skip
FRAMES = {
    "th": ["โดย{}ของจังหวัด", "เกี่ยวกับ{}ในพื้นที่", "และ{}ได้รับการส่งเสริม", "{}", "การดำเนินการตาม{}และ"],
    "hi": ["जिला स्तर पर {} की", "{} के बारे में", "और {} को", "{}", "प्रांत में {} से"],
    "vi": ["{} của tỉnh", "về {} tại địa bàn", "và {} được coi trọng", "{}", "theo {} đã nêu"],
}  # fmt: skip


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--terms", type=Path, default=ROOT / "terms.yaml")
    parser.add_argument("--faults", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--pofilter", default="")
    parser.add_argument("--show", type=int, default=0, help="Wrong answers to print per language.")
    parser.add_argument("--find", choices=["th", "hi", "vi"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.find:
        find_speed(options.public, options.terms, options.find)
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
        start_up(options.terms)
    if options.fuzz:
        fuzz(base, options.fuzz)


def decided(base: Termbase) -> Termbase:
    """The termbase as if the first usable term of each language had been preferred."""

    def chosen(concept: Concept) -> Concept:
        seen: set[str] = set()
        terms = []
        for term in concept.terms:
            is_first = term.status.usable and term.lang not in seen
            seen |= {term.lang} if is_first else set()
            status = Status.PREFERRED if is_first else term.status
            if status is Status.PROPOSED:
                status = Status.ADMITTED
            terms.append(replace(term, status=status))
        return replace(concept, terms=tuple(terms))

    return Termbase(tuple(chosen(concept) for concept in base))


def paragraphs(folder: Path, lang: str) -> list[dict[str, object]]:
    """Paragraphs of the public text."""
    data = json.loads((folder / f"xquad.{lang}.json").read_text(encoding="utf-8"))
    return [paragraph for article in data["data"] for paragraph in article["paragraphs"]]


def sentence_pairs(folder: Path, lang: str) -> list[tuple[str, str]]:
    """Vietnamese questions and their translation."""
    pairs = []
    for ours, theirs in zip(paragraphs(folder, lang), paragraphs(folder, "vi"), strict=True):
        for one, other in zip(ours["qas"], theirs["qas"], strict=True):
            pairs.append((other["question"].strip(), one["question"].strip()))
    return pairs


@dataclass(frozen=True)
class Case:
    """A pair with a fault, or without one where `code` is empty."""

    source: str
    target: str
    code: str = ""
    start: int = 0
    end: int = 0
    wrong: str = ""
    right: str = ""
    named: str = ""


class Planter:
    """Draws cases of all kinds."""

    def __init__(self, base: Termbase, lang: str, pairs: list[tuple[str, str]], seed: int) -> None:
        self.draw = random.Random(f"{seed}{lang}")
        self.lang = lang
        named = Matcher(base, "vi")
        # What a carrier's own source names is not labelled: it must name nothing.
        self.pairs = [
            pair
            for pair in pairs
            if not re.search(r"\d", "".join(pair)) and not named.find(pair[0])
        ]
        self.bad = [
            (concept, term)
            for concept in base
            for term in concept.in_lang(lang)
            if term.status is Status.DEPRECATED
            and concept.preferred(lang)
            and concept.in_lang("vi")
        ]
        self.good = [
            (concept, concept.preferred(lang))
            for concept in base
            if concept.preferred(lang) and concept.in_lang("vi")
        ]
        self.undecided = [c for c, _ in self.good if len(c.in_lang(lang)) > 1]
        self.kinds: list[Callable[[], Case]] = [
            *[self.deprecated] * 6, *[self.right] * 6, *[self.missing] * 3, self.year,
            self.right_year, self.number, self.right_number, self.name, self.right_name,
            self.left, self.left_name, self.document, self.right_document, self.two,
        ]  # fmt: skip

    def cases(self, count: int) -> Iterator[Case]:
        """Cases until `count` faults were planted."""
        planted = 0
        while planted < count:
            case = self.draw.choice(self.kinds)()
            planted += bool(case.code)
            yield case

    def framed(self, source: str, target: str, is_name: bool = False) -> tuple[str, str, int]:
        """Both strings in a clause put into a sentence; where the target's stands."""
        vi, own = self.draw.choice(self.pairs)
        at = self.draw.choice([m.end() for m in re.finditer(r" ", own)] or [0])
        frame = self.draw.randrange(len(FRAMES[self.lang]))
        before, after = FRAMES[self.lang][frame].split("{}")
        if is_name:
            before, after = f"{before} ", f" {after}"  # as names are written in Thai, too
        head = f"{own[:at]}{' ' if at else ''}{before}"
        whole = FRAMES["vi"][frame].format(source) if source else ""
        return f"{vi} {whole}".strip(), f"{head}{target}{after} {own[at:]}", len(head)

    def written(self, term: Term) -> str:
        """A term as it comes: with a stray gap, a plural, another spelling."""
        text = term.text
        if self.draw.random() < 0.4:
            return text
        if self.lang == "th":
            spans = words(text, "th")
            if len(spans) > 1:
                at = self.draw.choice(spans[1:])[0]
                return text[:at] + self.draw.choice([" ", "\u200b", "\u00a0"]) + text[at:]
            return text.replace("ำ", "ํา")
        last = text.rsplit(" ", 1)[-1]
        for ending, others in (
            ("ति", ["तियों", "तियाँ"]),
            ("ा", ["े", "ों"]),
            ("न", ["नों"]),
            ("ग", ["गों"]),
        ):
            if last.endswith(ending) and self.draw.random() < 0.7:
                return text[: -len(ending)] + self.draw.choice(others)
        return text.replace(" ", self.draw.choice(["-", "  ", " "]), 1).replace("ंद", "न्द")

    def vietnamese(self, concept: Concept) -> str:
        text = self.draw.choice(concept.in_lang("vi")).text
        return self.draw.choice([text, text.lower(), text.capitalize()])

    def deprecated(self) -> Case:
        concept, term = self.draw.choice(self.bad)
        text = self.written(term)
        source, target, at = self.framed(self.vietnamese(concept), text)
        good = concept.preferred(self.lang)
        return Case(source, target, "TG101", at, at + len(text), term.text, good.text, concept.name)

    def right(self) -> Case:
        concept, term = self.draw.choice(self.good)
        source, target, _ = self.framed(self.vietnamese(concept), self.written(term))
        return Case(source, target, right=term.text, named=concept.name)

    def missing(self) -> Case:
        concept, term = self.draw.choice(self.good)
        source, target, _ = self.framed(self.vietnamese(concept), "")
        return Case(source, target, "TG103", 0, len(target), "", term.text, concept.name)

    def two(self) -> Case:
        concept = self.draw.choice(self.undecided)
        terms = [term for term in concept.in_lang(self.lang) if term.status.usable]
        if (
            len(terms) < 2
            or normalize(terms[0].text, self.lang).key == normalize(terms[1].text, self.lang).key
        ):
            return self.right()
        one, other = terms[0].text, terms[1].text
        vi = self.vietnamese(concept)
        source, target, _ = self.framed(vi, one)
        more, again, at = self.framed(vi, other)
        return Case(
            f"{source} {more}",
            f"{target} {again}",
            "TG104",
            len(target) + 1 + at,
            len(target) + 1 + at + len(other),
        )

    def _year(self, shift: int) -> tuple[str, str, int, int]:
        year = self.draw.randrange(1990, 2030)
        shown = year + shift
        if self.lang == "th":
            written = self.draw.choice(
                [f"ปี {shown + 543}", f"ปี {shown}", f"พ.ศ. {shown + 543}", f"10 มีนาคม {shown + 543}"]
            )
            if self.draw.random() < 0.3:
                written = written.translate({48 + d: 0x0E50 + d for d in range(10)})
        else:
            written = self.draw.choice([f"वर्ष {shown} में", f"{shown} में", f"10 मार्च {shown} को"])
        given = "ngày 10 tháng 3 năm" if written.startswith(("10", "๑๐")) else "năm"
        source, target, at = self.framed(f"{given} {year}", written)
        return source, target, at, at + len(written)

    def year(self) -> Case:
        source, target, start, end = self._year(self.draw.choice([-10, -1, 1, 10]))
        return Case(source, target, "TG201", start, end)

    def right_year(self) -> Case:
        return Case(*self._year(0)[:2])

    def _number(self, change: bool) -> tuple[str, str, int, int]:
        number = self.draw.randrange(11, 99_999)
        digits = str(number)
        if change:
            at = self.draw.randrange(len(digits))
            other = self.draw.choice([d for d in "123456789" if d != digits[at]])
            digits = digits[:at] + other + digits[at + 1 :]
        shown = f"{int(digits):,}" if self.draw.random() < 0.5 else digits
        if self.draw.random() < 0.2:
            zero = 0x0E50 if self.lang == "th" else 0x0966
            shown = shown.translate({48 + d: zero + d for d in range(10)})
        written = f"{shown} คน" if self.lang == "th" else f"{shown} लोग"
        given = f"{number:,}".replace(",", ".") if number > 9999 else str(number)
        source, target, at = self.framed(f"{given} người", written)
        return source, target, at, at + len(shown)

    def number(self) -> Case:
        source, target, start, end = self._number(True)
        return Case(source, target, "TG204", start, end)

    def right_number(self) -> Case:
        return Case(*self._number(False)[:2])

    def _name(self, one: str, other: str) -> tuple[str, str, int, int]:
        title = "นาย" if self.lang == "th" else "श्री "
        _, first, _ = self.framed("", f"{title}{one}", True)
        _, second, at = self.framed(
            "", other if re.match("[A-Z]", other) else f"{title}{other}", True
        )
        return "", f"{first} {second}", len(first) + 1 + at, len(first) + len(second)

    def name(self) -> Case:
        _, target, start, end = self._name(*self.draw.choice(NAMES[self.lang]))
        return Case("", target, "TG202", start, end)

    def right_name(self) -> Case:
        (one, _), (other, _) = self.draw.sample(NAMES[self.lang], 2)
        return Case(*self._name(one, self.draw.choice([one, other]))[:2])

    def left(self) -> Case:
        text = self.draw.choice(self.pairs)[0].strip("?").split()[-4:]
        text = " ".join(word.lower() for word in text if not re.search(r"[^\w]", word))
        if (
            not re.search("[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9]", text)
            or " " not in text
        ):
            return self.right()
        _, target, at = self.framed("", f" {text} ")
        return Case("", target, "TG203", at, at + len(text))

    def left_name(self) -> Case:
        name = self.draw.choice(["Nguyễn Văn Hùng", "Trần Thị Mỹ Lệ", "Hà Tĩnh", "(dân vận khéo)"])
        return Case("", self.framed("", f" {name} ")[1])

    def _document(self, change: bool) -> tuple[str, str, int, int]:
        number = self.draw.randrange(10, 99)
        shown = number + self.draw.choice([1, 10]) if change else number
        kind, issuer = self.draw.choice(
            [("NQ", "HĐND"), ("QĐ", "UBND"), ("CT", "TU"), ("KL", "TW")]
        )
        mark = self.draw.choice(["/", "-"])
        written = f"{shown}{mark}{kind}/{issuer}".replace("Đ", self.draw.choice("ĐD"))
        source, target, at = self.framed(f"số {number}{mark}{kind}/{issuer}", f" {written} ")
        return source, target, at, at + len(written)

    def document(self) -> Case:
        source, target, start, end = self._document(True)
        return Case(source, target, "TG205", start, end)

    def right_document(self) -> Case:
        return Case(*self._document(False)[:2])


def planted_faults(options: argparse.Namespace, base: Termbase, lang: str) -> None:
    """Precision and recall of ours, per check, and of a plain check."""
    cases = list(
        Planter(base, lang, sentence_pairs(options.public, lang), options.seed).cases(
            options.faults
        )
    )
    checker = Checker(base)
    planted, found, right, shown = Counter(), Counter(), Counter(), options.show
    for case in cases:
        findings = (
            checker.spans(
                "a",
                case.target,
                lang,
                case.source,
                "vi",
                [((0, len(case.source)), (0, len(case.target)))],
            )
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
            _row(code, planted[code], found[code], right[code])
    correct = sum(count for code, count in right.items() if code)
    _row("all", total, sum(found.values()), correct)
    plain_check(cases, base, lang)
    if options.pofilter:
        pofilter(options.pofilter, cases, lang)


def _row(name: str, planted: int, found: int, right: int) -> None:
    precision = f"{right / found:.3f}" if found else "-"
    recall = f"{right / planted:.3f}" if planted else "-"
    print(f"  {name:8} {planted:8} {precision:>10} {recall:>8}")


def plain_check(cases: list[Case], base: Termbase, lang: str) -> None:
    r"""A glossary check as Weblate does it: `\b` around the source term, the target as a substring."""
    terms = [
        (re.compile(rf"\b{re.escape(term.text)}\b", re.IGNORECASE), concept)
        for concept in base
        for term in concept.in_lang("vi")
        if concept.preferred(lang)
    ]
    found = right = 0
    wanted = [case for case in cases if case.code in ("", "TG101", "TG103") and case.named]
    for case in wanted:
        faults = set()
        for pattern, concept in terms:
            if pattern.search(case.source):
                usable = [t for t in concept.in_lang(lang) if t.status.usable]
                if lang == "hi":
                    present = any(
                        re.search(rf"\b{re.escape(t.text)}\b", case.target) for t in usable
                    )
                else:
                    present = any(t.text in case.target for t in usable)
                if not present:
                    faults.add(concept.name)
        found += len(faults)
        right += bool(case.code) and case.named in faults
    print("  a plain \\b and substring check, on the pairs with TG101, TG103 or neither:")
    _row("plain", sum(bool(case.code) for case in wanted), found, right)


def pofilter(program: str, cases: list[Case], lang: str) -> None:
    """translate-toolkit's check of numbers, the one of ours that it has."""
    wanted = [case for case in cases if case.source and case.code in ("", "TG204", "TG201")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.po"
        entries = [
            f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {lang}\\n"\n'
        ]
        for number, case in enumerate(wanted):
            quoted = [
                text.replace("\\", "\\\\").replace('"', '\\"')
                for text in (case.source, case.target)
            ]
            entries.append(f'msgctxt "{number}"\nmsgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n')
        path.write_text("\n".join(entries), encoding="utf-8")
        done = subprocess.run(
            [program, "--progress=none", "-t", "numbers", f"--language={lang}", str(path), f"{folder}/out.po"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        out = Path(folder) / "out.po"
        flagged = (
            set(re.findall(r'msgctxt "(\d+)"', out.read_text(encoding="utf-8")))
            if out.exists()
            else set()
        )
    right = sum(bool(wanted[int(number)].code) for number in flagged)
    print(
        f"  pofilter -t numbers (exit code {done.returncode}), on the pairs with TG201, TG204 or neither:"
    )
    _row("pofilter", sum(bool(case.code) for case in wanted), len(flagged), right)


def clean_text(folder: Path, base: Termbase, lang: str) -> None:
    """False alarms on text that no rule has anything to say about."""
    checker = Checker(base)
    sentences, codes = 0, Counter()
    for ours, theirs in zip(paragraphs(folder, lang), paragraphs(folder, "vi"), strict=True):
        texts = [str(ours["context"]), *(question["question"] for question in ours["qas"])]
        sentences += len(ours["qas"]) + len(re.findall(r"[.!?](?:\s|$)", str(theirs["context"])))
        for text in texts:
            codes.update(finding.code for finding in checker.text("a", text, lang=lang))
    rate = 1000 * sum(codes.values()) / sentences
    print(
        f"  clean text: {sum(codes.values())} findings in {sentences} sentences, {rate:.2f} per 1,000 {dict(codes)}"
    )


def clean_pairs(folder: Path, base: Termbase, lang: str) -> None:
    """Findings on professional translations with their source: some are faults of these."""
    checker = Checker(base)
    codes: Counter[str] = Counter()
    pairs = sentence_pairs(folder, lang)
    for source, target in pairs:
        codes.update(finding.code for finding in checker.spans("a", target, lang, source))
    rate = 1000 * sum(codes.values()) / len(pairs)
    print(f"  clean pairs: {rate:.1f} findings per 1,000 pairs {dict(sorted(codes.items()))}")


def find_speed(folder: Path, terms: Path, lang: str) -> None:
    """10 MB of one language against 5,000 terms."""
    draw = random.Random(1)
    texts = [str(paragraph["context"]) for paragraph in paragraphs(folder, lang)]
    strings = {
        form: [form]
        for concept in termfile.load(terms)
        for term in concept.in_lang(lang)
        for form in (term.text, *term.forms)
    }
    while len(strings) < 5000:
        text = draw.choice(texts)
        spans = words(text, lang)
        first = draw.randrange(len(spans))
        last = min(first + draw.choice([2, 3, 3, 4, 5]), len(spans)) - 1
        piece = text[spans[first][0] : spans[last][1]]
        if "\n" not in piece:
            strings[piece] = [piece]
    parts: list[str] = []
    size = 0
    while size < 10_000_000:
        draw.shuffle(texts)
        parts += texts
        size += len("\n".join(texts).encode())
    text = "\n".join(parts).encode()[:10_000_000].decode(errors="ignore")
    matcher = Matcher.of(strings, lang)
    matcher.find(texts[0])
    start = time.process_time()
    hits = len(matcher.find(text))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{lang}: 10 MB, {len(strings)} terms: {seconds:.2f} s of one core, {hits} hits, peak {peak:.0f} MB"
    )


def start_up(terms: Path) -> None:
    """A small file from process start."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text("คณะกรรมการพรรคประจำจังหวัดประชุมตามมติ\n", encoding="utf-8")
        seconds = []
        for _ in range(11):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "thuatngu", "check", "--terms", str(terms), str(path)],
                check=False, capture_output=True,
            )  # fmt: skip
            seconds.append(time.perf_counter() - start)
    print(
        f"thuatngu check of a small file: median {sorted(seconds)[5] * 1000:.0f} ms, best {min(seconds) * 1000:.0f} ms"
    )


PIECES = [
    *"กขคงจทนมรลวสหอะาิีึืุูเแโใไำัํ่้๊๋์ๆฯ๐๕", *"कखगजटडतदनपबमयरलवशसह\u093cािीुूेैोौंँः्।१", "\u200b", "\u200c",
    "\u200d", "\ufeff", "\u00a0", "\n", "\r\n", "\t", " ", " ", "😀", "\ud800".encode("utf-8", "replace").decode(),
    *"aăâđêôơưyAĐ.,;:/-–—()[]\"'%0123456789\\<>&", "\u0301", "\u0323", "\u0302", "\x00", "\x1b", "\u202e", "พรรค", "มติ",
    "คณะกรรมการ", "समिति", "सेवा कार्य", "dân vận", "Ban Dân vận", "2567", "43/NQ-HĐND", "พ.ศ. ", "https://a.b/c",
]  # fmt: skip


def fuzz(base: Termbase, count: int) -> None:
    """Random and mutated input through readers, normaliser and matchers."""
    draw = random.Random(7)
    matchers = {lang: Matcher(base, lang) for lang in ("vi", "th", "hi", "en")}
    seeds = [
        form for concept in base for term in concept.terms for form in (term.text, *term.forms)
    ]
    start, hits, refused = time.perf_counter(), 0, 0
    for number in range(count):
        parts = [
            draw.choice(PIECES if draw.random() < 0.7 else seeds)
            for _ in range(draw.randrange(1, 25))
        ]
        text = "".join(parts)
        lang = draw.choice(["vi", "th", "hi", "en"])
        normalized = normalize(text, lang)
        if normalized.key:
            first = draw.randrange(len(normalized.key))
            begin, end = normalized.span(first, first + 1)
            assert 0 <= begin < end <= len(text), (lang, text)
        for hit in matchers[lang].find(text):
            hits += 1
            assert 0 <= hit.start < hit.end <= len(text), (lang, text)
            key, own = (normalize(part, lang).key for part in (text[hit.start : hit.end], hit.form))
            assert lang == "hi" or re.sub(r"[\s‐-―-]+", " ", key) == re.sub(
                r"[\s‐-―-]+", " ", own
            ), (lang, text)
        if number % 4 == 0:
            try:
                read_pairs(
                    text,
                    draw.choice(["a.po", "a.tsv", "a.tmx", "a.xlf"]),
                    source_lang="vi",
                    target_lang="th",
                )
            except InputError:
                refused += 1
    seconds = time.perf_counter() - start
    print(f"fuzz: {count} inputs, {hits} hits, {refused} files refused, no crash, {seconds:.0f} s")
    for text, lang in (
        ("ก" * 3_000_000, "th"),
        ("พรรค" * 800_000, "th"),
        ("क" * 3_000_000, "hi"),
        ("a\u0301" * 2_000_000, "vi"),
        ("่" * 3_000_000, "th"),
    ):
        start = time.perf_counter()
        matchers[lang].find(text)
        print(
            f"  {len(text)} characters of {text[:4]!r} without a blank: {time.perf_counter() - start:.1f} s"
        )


if __name__ == "__main__":
    main()
