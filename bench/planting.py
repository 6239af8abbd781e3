# ruff: noqa: E501 -- a kind of fault reads better on one line.
"""Faults of every kind planted in pairs of sentences, and the same pairs without them."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from glossary.checks.countries import COUNTRIES
from glossary.match import Matcher
from glossary.model import Concept, Status, Term, Termbase
from glossary.normalize import normalize
from glossary.numerals import month_names
from glossary.words import words

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


def decided(base: Termbase) -> Termbase:
    """The termbase as if the first usable term of each language had been preferred, the second admitted."""

    def chosen(concept: Concept) -> Concept:
        ranks: Counter[str] = Counter()
        terms = []
        for term in concept.terms:
            status = term.status
            if status.usable:
                status = (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED)[
                    min(ranks[term.lang], 2)
                ]
                ranks[term.lang] += 1
            terms.append(replace(term, status=status))
        return replace(concept, terms=tuple(terms))

    return Termbase(tuple(chosen(concept) for concept in base))


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
    """The concept that the source names, for a check of terms alone."""
    lines: tuple[int, int] | None = None
    """Where the second of two pairs begins, in the source and in the target."""

    @property
    def beads(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """The pairs in it."""
        whole = (len(self.source), len(self.target))
        if self.lines is None:
            return [((0, whole[0]), (0, whole[1]))]
        first, second = self.lines
        return [((0, first - 1), (0, second - 1)), ((first, whole[0]), (second, whole[1]))]


def row(name: str, planted: int, found: int, right: int) -> None:
    """Prints precision and recall."""
    precision = f"{right / found:.3f}" if found else "-"
    recall = f"{right / planted:.3f}" if planted else "-"
    print(f"  {name:8} {planted:8} {precision:>10} {recall:>8}")


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
            *[self.deprecated] * 4, *[self.right] * 6, *[self.missing] * 2, self.year, self.proposed,
            self.right_year, self.number, self.right_number, self.name, self.right_name, self.day,
            self.left, self.left_name, self.document, self.right_document, self.two, self.other,
            self.unlisted, self.unlisted, self.body, self.right_body, self.right_day,
        ]  # fmt: skip
        if lang == "th":
            self.kinds += [self.eras, self.right_eras]
        self.matcher = Matcher(base, lang)
        self.base = base

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
        """An everyday word is missed only where it is rendered elsewhere, so it is there first."""
        concept, term = self.draw.choice(self.good)
        written = self.vietnamese(concept)
        source, target, _ = self.framed(written, "")
        if self.draw.random() < 0.5 and not self.is_everyday(concept, written):
            return Case(source, target, "TG103", 0, len(target), "", term.text, concept.name)
        source_1, target_1, _ = self.framed(written, self.written(term))
        at = (len(source_1) + 1, len(target_1) + 1)
        return Case(
            f"{source_1}\n{source}",
            f"{target_1}\n{target}",
            "TG103",
            at[1],
            at[1] + len(target),
            lines=at,
        )

    def is_everyday(self, concept: Concept, written: str) -> bool:
        """As the check says it: short, in lower case, and no rendering of it is forbidden."""
        return len(written.split()) <= 2 and not any(
            t.status in (Status.DEPRECATED, Status.SUPERSEDED) for t in concept.in_lang(self.lang)
        )

    def proposed(self) -> Case:
        concept, term = self.draw.choice([
            (concept, term)
            for concept, _ in self.good
            for term in concept.in_lang(self.lang)
            if term.status is Status.PROPOSED and self._is_only_of(concept, term.text)
        ])  # fmt: skip
        text = self.written(term)
        source, target, at = self.framed(self.vietnamese(concept), text)
        return Case(source, target, "TG102", at, at + len(text))

    def _is_only_of(self, concept: Concept, text: str) -> bool:
        hits = [hit for hit in self.matcher.find(text) if not hit.nested]
        return {hit.concept for hit in hits} == {concept.id} and len(
            {h.term.text for h in hits}
        ) == 1

    def other(self) -> Case:
        """The rendering of a related concept that the source does not name."""
        concept, term = self.draw.choice([
            (concept, other.preferred(self.lang))
            for concept, _ in self.good
            if len(concept.name.split()) > 2
            for other in map(self.base.by_id.__getitem__, concept.related)
            if other.preferred(self.lang)
            and self._is_only_of(other, other.preferred(self.lang).text)
            and not self._share_words(concept, other.preferred(self.lang).text)
        ])  # fmt: skip
        source, target, at = self.framed(self.vietnamese(concept), term.text)
        return Case(source, target, "TG105", at, at + len(term.text))

    def _share_words(self, concept: Concept, text: str) -> bool:
        own = {text[a:b] for a, b in words(text, self.lang)}
        return any(
            own & {form[a:b] for a, b in words(form, self.lang)}
            for term in concept.in_lang(self.lang)
            for form in (term.text, *term.forms)
        )

    def unlisted(self) -> Case:
        """A body under another head, or a term with a word left out."""
        heads = {"th": ["ฝ่าย", "แผนก", "กอง"], "hi": ["दल", "प्रकोष्ठ", "विभाग"]}[self.lang]
        while True:
            concept, term = self.draw.choice(self.good)
            written = self.vietnamese(concept)
            spans = words(term.text, self.lang)
            if len(spans) < 3 or self.is_everyday(concept, written):
                continue
            is_thai = self.lang == "th"
            if concept.name.startswith(("Ban ", "Ủy ban ", "Hội ", "Hội đồng ", "Trung tâm ")):
                head = 2 if term.text.startswith("คณะกรรมการ") else 1
                text = (
                    self.draw.choice(heads) + term.text[spans[head][0] :]
                    if is_thai
                    else term.text[: spans[-1][0]] + self.draw.choice(heads)
                )
            else:
                # A word that carries meaning, which a particle, a part of a compound or a head do not.
                inner = [
                    span
                    for span in spans[1:-1]
                    if span[1] - span[0] > 3 and "-" not in term.text[span[0] - 1 : span[1] + 1]
                ]
                if not inner:
                    continue
                first, last = min(inner, key=lambda span: span[1] - span[0])
                text = (
                    term.text[:first].rstrip()
                    + ("" if is_thai else " ")
                    + term.text[last:].lstrip()
                )
            key = normalize(text, self.lang).key
            forms = [form for t in concept.in_lang(self.lang) for form in (t.text, *t.forms)]
            if len(text) * 2 < len(term.text) or any(
                normalize(f, self.lang).key in key for f in forms
            ):
                continue
            source, target, at = self.framed(written, text)
            return Case(source, target, "TG107", at, at + len(text))

    def _body(self, is_named: bool) -> Case:
        country = self.draw.choice([c for c in COUNTRIES if c.en not in ("Thailand", "India")])
        if self.lang == "th":
            text = self.draw.choice(["พรรคคอมมิวนิสต์", "รัฐบาล"]) + country.th[0]
        else:
            text = f"{country.hi[0]} " + self.draw.choice(["कम्युनिस्ट पार्टी", "पार्टी समिति"])
        source, target, at = self.framed(
            f"đoàn {country.vi[0]}" if is_named else "đoàn công tác", text
        )
        if is_named or any(name.lower() in source.lower() for name in country.vi):
            return Case(source, target)
        return Case(source, target, "TG106", at, at + len(text))

    def body(self) -> Case:
        return self._body(False)

    def right_body(self) -> Case:
        return self._body(True)

    def _day(self, change: bool) -> tuple[str, str, int, int]:
        day, month = self.draw.randrange(1, 28), self.draw.randrange(1, 13)
        name = self.draw.choice(
            [n for n, m in month_names(self.lang).items() if m == month and "." not in n]
        )
        shown = day % 27 + 1 if change else day
        text = f"วันที่ {shown} {name}" if self.lang == "th" else f"{shown} {name} को"
        source, target, at = self.framed(f"ngày {day}/{month}", text)
        return source, target, at, at + len(text)

    def day(self) -> Case:
        source, target, start, end = self._day(True)
        return Case(source, target, "TG206", start, end)

    def right_day(self) -> Case:
        return Case(*self._day(False)[:2])

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

    def _eras(self, mark: str) -> tuple[str, str, int, int]:
        """Two years of the Buddhist Era, and one of the other."""
        first, second = (self.framed("", f"ปี {self.draw.randrange(2540, 2570)}")[1] for _ in "12")
        year = str(self.draw.randrange(1990, 2030))
        _, third, at = self.framed("", f"{mark}{year}")
        start = len(first) + len(second) + 2 + at + len(mark)
        return "", f"{first} {second} {third}", start, start + len(year)

    def eras(self) -> Case:
        source, target, start, end = self._eras("ปี ")
        return Case(source, target, "TG207", start, end)

    def right_eras(self) -> Case:
        return Case(*self._eras("ค.ศ. ")[:2])

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
