"""Checks of numbers, years and documents, and of what was not translated: TG201 to TG207."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from glossary.checks.document import ADDRESS, Document, Fault, check, joined, overlaps
from glossary.finding import Severity
from glossary.numerals import BUDDHIST_OFFSET, Numeral, month_names


def _years(found: tuple[Numeral, ...]) -> list[Numeral]:
    return [numeral for numeral in found if numeral.kind == "year"]


def _year(numeral: Numeral) -> int:
    return int(numeral.key.removeprefix("year:"))


def _plain(found: tuple[Numeral, ...]) -> set[str]:
    """All that a number may be said to stand for: the digits of years and dates, too."""
    values: set[str] = set()
    for numeral in found:
        values.update(re.findall(r"\d+(?:\.\d+)?", numeral.key.partition(":")[2]))
        if numeral.other:
            values.add(numeral.other)
    return {re.sub(r"^0+(?=\d)", "", value) for value in values}


@check("TG201", Severity.ERROR)
def wrong_year(document: Document) -> Iterator[Fault]:
    """A year differs from the source's, or is not of the era that its mark or language says."""
    for index, passage in enumerate(document.passages):
        found = _years(document.numerals[index])
        yield from _wrong_era(document, index, found)
        if not passage.source:
            continue
        source = document.source_numerals[index]
        stated = {_year(numeral) for numeral in _years(source)}
        loose = _plain(source)
        strange = [n for n in found if _year(n) not in stated and str(_year(n)) not in loose]
        unmet = stated - {_year(numeral) for numeral in found}
        unmet = {year for year in unmet if str(year) not in _plain(document.numerals[index])}
        for numeral in strange:
            if not unmet or _is_wrong_era(document, passage.text, numeral):
                continue
            written = passage.text[numeral.start : numeral.end]
            year = min(unmet, key=lambda other: (_distance(str(other), str(_year(numeral))), other))
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{written!r} is {_year(numeral)}, and the source says {year}",
                expected=_written(year, numeral, document.lang),
            )


def _written(year: int, numeral: Numeral, lang: str) -> tuple[str, ...]:
    if lang == "th" and numeral.era == "BE":
        return (str(year + BUDDHIST_OFFSET),)
    return (str(year),)


_BUDDHIST = re.compile(r"พ\.\s?ศ\.\s*$")
_COMMON = re.compile(r"ค\.\s?ศ\.\s*$")


def _is_wrong_era(document: Document, text: str, numeral: Numeral) -> bool:
    digits = re.search(r"\d{4}", text[numeral.start : numeral.end])
    if digits is None:
        return False
    value, before = int(digits[0]), text[max(numeral.start - 8, 0) : numeral.start]
    if document.lang == "th":
        return bool(
            (_BUDDHIST.search(before) and value < 2300)
            or (_COMMON.search(before) and value >= 2300)
        )
    return 2400 <= value <= 2699


def _wrong_era(document: Document, index: int, found: list[Numeral]) -> Iterator[Fault]:
    text = document.passages[index].text
    candidates = found
    if document.lang != "th":
        candidates = [
            numeral
            for numeral in document.numerals[index]
            if re.fullmatch(r"(?:num|year):2[4-6]\d\d", numeral.key)
            and _in_year_context(text, numeral, document.lang)
        ]
    for numeral in candidates:
        if not _is_wrong_era(document, text, numeral):
            continue
        written = text[numeral.start : numeral.end]
        digits = re.search(r"\d{4}", written)
        value = int(digits[0]) if digits else 0
        if document.lang == "th":
            to_buddhist = value < 2300
            right = value + BUDDHIST_OFFSET if to_buddhist else value - BUDDHIST_OFFSET
            mark, era = ("พ.ศ.", "Common") if to_buddhist else ("ค.ศ.", "Buddhist")
            message = f"{written!r} after {mark} is a year of the {era} Era; write {right}"
        else:
            right = value - BUDDHIST_OFFSET
            message = f"{written!r} is a year of the Buddhist Era; write {right}"
        yield Fault(index, numeral.start, numeral.end, message, expected=(str(right),))


_YEAR_WORD = {
    "hi": (re.compile(r"(?:वर्ष|साल|सन्?)\s*$"), re.compile(r"\s*(?:में|तक)(?![\u0900-\u097f])")),
    "vi": (re.compile(r"năm\s*$", re.IGNORECASE), re.compile(r"(?!)")),
    "en": (re.compile(r"\b(?:in|year|since|until)\s*$", re.IGNORECASE), re.compile(r"(?!)")),
}


def _in_year_context(text: str, numeral: Numeral, lang: str) -> bool:
    before, after = _YEAR_WORD.get(lang, _YEAR_WORD["en"])
    head = text[max(numeral.start - 12, 0) : numeral.start]
    return bool(before.search(head) or after.match(text, numeral.end))


@check("TG203", Severity.WARNING)
def untranslated_vietnamese(document: Document) -> Iterator[Fault]:
    """Vietnamese words stand untranslated; names, brackets and addresses are let pass."""
    if document.lang not in ("th", "hi", "en"):
        return
    for index, passage in enumerate(document.passages):
        text = passage.text
        if not _MARKED.search(text):
            continue
        skipped = [match.span() for match in ADDRESS.finditer(text)]
        skipped += [match.span() for match in _BRACKETED.finditer(text)]
        skipped = joined(skipped + document.furniture[index])
        for match in _LATIN_RUN.finditer(text):
            start, end = match.span()
            if overlaps(skipped, start, end):
                continue
            if _is_vietnamese(match[0]):
                yield Fault(index, start, end, f"{match[0]!r} was left in Vietnamese")


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_LATIN_RUN = re.compile(rf"[{_LATIN}]+(?:[^\S\n]+[{_LATIN}]+)+")
_MARKED = re.compile("[\u0300-\u036f\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_BRACKETED = re.compile(r"[(\[（][^()\[\]\n（）]{1,200}[)\]）]|“[^“”\n]{1,200}”|\"[^\"\n]{1,200}\"")


def _is_vietnamese(run: str) -> bool:
    """Whether a run of Latin words is Vietnamese and no name.

    In a name every syllable has a capital; two small words with Vietnamese letters
    among them make a phrase.
    """
    words = run.split()
    small = [word for word in words if word[0].islower()]
    return len(small) >= 2 and any(_MARKED.search(word) for word in words)


_SCALE = {
    "vi": {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9},
    "th": {"พันล้าน": 9, "แสนล้าน": 11, "หมื่นล้าน": 10, "ล้านล้าน": 12}
    | {"ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3},
    "hi": {
        "हज़ार": 3,
        "हजार": 3,
        "लाख": 5,
        "मिलियन": 6,
        "करोड़": 7,
        "करोड": 7,
        "अरब": 9,
        "बिलियन": 9,
    },
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
}


def _amounts(text: str, found: tuple[Numeral, ...], lang: str) -> list[tuple[Numeral, str]]:
    """Plain numbers with their value, multiplied by a word such as ``triệu`` after them."""
    amounts = []
    scale = _SCALE.get(lang, {})
    for numeral in found:
        if numeral.kind != "num":
            continue
        value = numeral.key.removeprefix("num:")
        after = text[numeral.end : numeral.end + 12].lstrip(" \u00a0").lower()
        word = max((word for word in scale if after.startswith(word)), key=len, default="")
        amounts.append((numeral, _scaled(value, scale[word]) if word else value))
    return amounts


def _scaled(value: str, zeros: int) -> str:
    whole, _, part = value.partition(".")
    digits = whole + part.ljust(zeros, "0")[:zeros]
    rest = part[zeros:].rstrip("0")
    return (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _grouped(text: str, amounts: list[tuple[Numeral, str]]) -> set[str]:
    """What numbers are if a blank between two groups their digits: 162 584 triệu."""
    values = set()
    for (one, _), (other, value) in pairwise(amounts):
        first, last = text[one.start : one.end], text[other.start : other.end]
        if (
            text[one.end : other.start] in (" ", "\u00a0", "\u202f")
            and re.fullmatch(r"\d{1,3}", first)
            and re.fullmatch(r"\d{3}", last)
        ):
            values.add(first + "0" * (len(last) - len(str(int(last)))) + value)
    return values


_VI_DIGITS = {
    word: digit
    for digit, words in enumerate(
        (
            *("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm"),
            *("sáu", "bảy bẩy", "tám", "chín"),
        )
    )
    for word in words.split()
}
_VI_DIGIT = "|".join(_VI_DIGITS)
_VI_TENS = re.compile(
    rf"\b(?:(?P<tens>{_VI_DIGIT}) mươi|mười)(?: (?P<unit>{_VI_DIGIT}))?\b", re.IGNORECASE
)


def _in_words(text: str) -> set[str]:
    """Numbers from 10 to 99 that a Vietnamese text writes in words: ba mươi bảy."""
    return {
        str(
            _VI_DIGITS[(match["tens"] or "một").lower()] * 10
            + _VI_DIGITS[(match["unit"] or "không").lower()]
        )
        for match in _VI_TENS.finditer(text)
    }


@check("TG204", Severity.WARNING)
def number_differs(document: Document) -> Iterator[Fault]:
    """A number stands there that the source does not have, and a similar one of its is gone.

    Numbers that differ in more than half of their digits are taken for two things,
    not for one and its error.
    """
    for index, passage in enumerate(document.passages):
        if not passage.source:
            continue
        source, target = document.source_numerals[index], document.numerals[index]
        theirs = _amounts(passage.source, source, document.source_lang)
        ours = _amounts(passage.text, target, document.lang)
        known = _plain(source) | {value for _, value in theirs}
        known |= _grouped(passage.source, theirs)
        if document.source_lang == "vi":
            known |= _in_words(passage.source)
        mine = _plain(target) | {value for _, value in ours}
        unmet = {value for numeral, value in theirs if not mine & {value, numeral.other}}
        for numeral, value in ours:
            if known & {value, numeral.other} or not unmet:
                continue
            other = min(unmet, key=lambda other: (_distance(other, value), other))
            if _distance(other, value) * 2 > max(len(value), 2):
                continue
            unmet.discard(other)
            written = passage.text[numeral.start : numeral.end]
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{written!r} is {value}, and the source says {other}",
                expected=(other,),
            )


@check("TG206", Severity.WARNING)
def date_differs(document: Document) -> Iterator[Fault]:
    """A day or month is not that of the source's date."""
    for index, passage in enumerate(document.passages):
        if not passage.source:
            continue
        stated = [n.key for n in document.source_numerals[index] if n.kind == "date"]
        found = [numeral for numeral in document.numerals[index] if numeral.kind == "date"]
        found += _impossible(passage.text, document.numerals[index], document.lang)
        strange = found
        for exactly in (True, False):
            left, strange = strange, []
            for numeral in left:
                same = next((d for d in stated if _is_same_day(numeral.key, d, exactly)), None)
                if same is None:
                    strange.append(numeral)
                else:
                    stated.remove(same)
        if len(stated) != len(strange):
            continue
        for numeral, date in zip(strange, stated, strict=True):
            written = passage.text[numeral.start : numeral.end]
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{written!r} is {_day(numeral.key)} (month-day), and the source says {_day(date)}",
            )


def _is_same_day(one: str, other: str, exactly: bool) -> bool:
    """Whether two dates are one: with the year, or without it."""
    return one == other if exactly else _day(one) == _day(other)


def _impossible(text: str, found: tuple[Numeral, ...], lang: str) -> Iterator[Numeral]:
    """Numbers before the name of a month that are no day of it, as dates."""
    months = month_names(lang)
    for numeral in found:
        value = numeral.key.removeprefix("num:")
        if numeral.kind != "num" or not value.isdigit() or not 31 < int(value) < 100:
            continue
        after = text[numeral.end : numeral.end + 20].lstrip(" \u00a0").lower()
        name = max((name for name in months if after.startswith(name.lower())), key=len, default="")
        if name:
            yield replace(numeral, key=f"date:{months[name]:02}-{value}")


@check("TG207", Severity.INFO)
def years_of_both_eras(document: Document) -> Iterator[Fault]:
    """A Thai document counts some years in the Buddhist Era and others in the Common Era.

    The era of fewer years is reported, each year once; a year that bears its mark
    (พ.ศ., ค.ศ.) is let pass.
    """
    if document.lang != "th":
        return
    eras: dict[str, list[tuple[int, Numeral]]] = {"BE": [], "CE": []}
    for index, passage in enumerate(document.passages):
        for numeral in _years(document.numerals[index]):
            before = passage.text[max(numeral.start - 8, 0) : numeral.start]
            if not (_BUDDHIST.search(before) or _COMMON.search(before)):
                eras[numeral.era].append((index, numeral))
    if not (eras["BE"] and eras["CE"]):
        return
    rare = "CE" if len(eras["CE"]) <= len(eras["BE"]) else "BE"
    name, shift = ("Common", BUDDHIST_OFFSET) if rare == "CE" else ("Buddhist", -BUDDHIST_OFFSET)
    seen: set[int] = set()
    for index, numeral in eras[rare]:
        year = _year(numeral)
        if year in seen:
            continue
        seen.add(year)
        written = document.passages[index].text[numeral.start : numeral.end]
        right = str(year + shift if rare == "CE" else year)
        yield Fault(
            index,
            numeral.start,
            numeral.end,
            f"{written!r} is a year of the {name} Era, the document's others are not; "
            f"write {right}",
            expected=(right,),
        )


def _day(key: str) -> str:
    """Month and day of the key of a date, ``06-26``."""
    return key.removeprefix("date:")[-5:]


def _distance(one: str, other: str) -> int:
    """Digits to change, add or drop to make one number the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        above, row[0] = row[0], at
        for to, own in enumerate(other, 1):
            above, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, above + (char != own))
    return row[-1]


@check("TG205", Severity.ERROR)
def document_number_differs(document: Document) -> Iterator[Fault]:
    """The number of a document is not that of the source."""
    for index, passage in enumerate(document.passages):
        if not passage.source:
            continue
        stated = [n.key for n in document.source_numerals[index] if n.kind == "doc"]
        found = [numeral for numeral in document.numerals[index] if numeral.kind == "doc"]
        unmet = [key for key in stated if key not in {numeral.key for numeral in found}]
        strange = [numeral for numeral in found if numeral.key not in stated]
        for numeral, key in zip(strange, unmet, strict=False):
            written = passage.text[numeral.start : numeral.end]
            number = key.removeprefix("doc:")
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{written!r} is {number!r} in the source",
                expected=(number,),
            )
