"""Checks of numbers, years and documents, and of what was not translated: TG201 to TG207."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from glossary.checks.amounts import Side, differences, distance
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
        stated = [_year(numeral) for numeral in _years(source)]
        loose, own = _plain(source), _plain(document.numerals[index])
        strange = [n for n in found if _year(n) not in stated and str(_year(n)) not in loose]
        unmet = {year for year in stated if str(year) not in own}
        if len(found) == len(stated):
            if strange and not unmet:  # one that both have stands once too seldom
                unmet = set(Counter(stated) - Counter(map(_year, found)))
            strange = strange or _instead(found, stated, unmet)
        for numeral in strange:
            if not unmet or _is_wrong_era(document, passage.text, numeral):
                continue
            written = passage.text[numeral.start : numeral.end]
            year = min(unmet, key=lambda other: (distance(str(other), str(_year(numeral))), other))
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{_read(written, str(_year(numeral)))}, and the source says {year}",
                expected=_written(year, numeral, document.lang),
            )


def _read(written: str, value: str) -> str:
    """What stands there, and what it is where that is not what one reads."""
    return f"{written!r} stands here" if written == value else f"{written!r} is {value}"


def _instead(found: list[Numeral], stated: list[int], unmet: set[int]) -> list[Numeral]:
    """The year that stands once too often, where that of the source should which is gone.

    There are as many on both sides: of several places that which has the same rank is meant.
    """
    extra = list((Counter(map(_year, found)) - Counter(stated)).elements())
    if len(extra) != 1 or len(unmet) != 1:
        return []
    rank = stated.index(next(iter(unmet)))
    places = [(abs(at - rank), n) for at, n in enumerate(found) if _year(n) == extra[0]]
    return [min(places, key=lambda place: place[0])[1]]


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
    """Vietnamese words stand untranslated; names, brackets and addresses are let pass.

    Words are Vietnamese by letters that no other language has, or where the source, or the
    Vietnamese side of the termbase, has them. A bracket or quotation is let pass if nothing
    but Latin letters stands in it.
    """
    if document.lang not in ("th", "hi", "en"):
        return
    for index, passage in enumerate(document.passages):
        text = passage.text
        if not _ACCENTED.search(text):
            continue
        skipped = [match.span() for match in ADDRESS.finditer(text)]
        skipped += [m.span() for m in _BRACKETED.finditer(text) if not _NATIVE.search(m[0])]
        skipped = joined(skipped + document.furniture[index])
        for match in _LATIN_RUN.finditer(text):
            start, end = match.span()
            if overlaps(skipped, start, end):
                continue
            if _is_vietnamese(match[0], passage.source or "", document):
                yield Fault(index, start, end, f"{match[0]!r} was left in Vietnamese")


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_LATIN_RUN = re.compile(rf"[{_LATIN}]+(?:[^\S\n]+[{_LATIN}]+)+")
_MARKED = re.compile("[\u0300-\u036f\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff]")
_NATIVE = re.compile("[\u0900-\u0963\u0e01-\u0e4e]")
_BRACKETED = re.compile(r"[(\[（][^()\[\]\n（）]{1,200}[)\]）]|“[^“”\n]{1,200}”|\"[^\"\n]{1,200}\"")


def _is_vietnamese(run: str, source: str, document: Document) -> bool:
    """Whether a run of Latin words is Vietnamese and no name.

    In a name every syllable has a capital; two small words make a phrase.
    """
    words = run.split()
    small = [word for word in words if word[0].islower()]
    if len(small) < 2 or not any(_ACCENTED.search(word) for word in small):
        return False
    if any(_MARKED.search(word) for word in words):
        return True
    phrase = unicodedata.normalize("NFC", " ".join(small)).lower()
    return phrase in source.lower() or document.is_termed(phrase)


@check("TG204", Severity.WARNING)
def number_differs(document: Document) -> Iterator[Fault]:
    """A number stands there that the source does not have, and a similar one of its is gone.

    Numbers that differ in more than half of their digits, and not in the order of them
    alone, are taken for two things, not for one and its error. Each is counted as often
    as it stands: of two fives one may be the source's four.
    """
    for index, passage in enumerate(document.passages):
        if not passage.source:
            continue
        source = Side(passage.source, document.source_lang, document.source_numerals[index])
        target = Side(passage.text, document.lang, document.numerals[index])
        for numeral, value, right in differences(source, target):
            written = passage.text[numeral.start : numeral.end]
            yield Fault(
                index,
                numeral.start,
                numeral.end,
                f"{_read(written, value)}, and the source says {right}",
                expected=(right,),
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
    """Numbers before the name of a month that are no day of any, as dates."""
    months = month_names(lang)
    for numeral in found:
        value = numeral.key.removeprefix("num:")
        if (
            numeral.kind != "num"
            or not value.isdigit()
            or not (value == "0" or 31 < int(value) < 100)
        ):
            continue
        after = text[numeral.end : numeral.end + 20].lstrip(" \u00a0").lower()
        name = max((name for name in months if after.startswith(name.lower())), key=len, default="")
        if name:
            yield replace(numeral, key=f"date:{months[name]:02}-{value:0>2}")


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
