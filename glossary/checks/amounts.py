"""Amounts of a passage and of its source: which have no partner on the other side."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from glossary.checks.spelled import spelled
from glossary.numerals import Numeral

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


MANY = 100
"""Numbers without a partner from which on two texts are not each other's translation."""
# What the context makes a year in one language only may seem to stand there twice.
_YEAR = re.compile(r"1\d{3}|2[0-6]\d\d")


class Amount(NamedTuple):
    """A plain number of a text."""

    numeral: Numeral
    value: str
    """Its digits, multiplied by a word such as ``triệu`` after it."""


class Side(NamedTuple):
    """All numbers of a passage's source, or of its target."""

    text: str
    lang: str
    numerals: tuple[Numeral, ...]

    @property
    def amounts(self) -> list[Amount]:
        """The plain numbers among them."""
        scale = _SCALE.get(self.lang, {})
        found = []
        for numeral in self.numerals:
            if numeral.kind == "num":
                value = numeral.key.removeprefix("num:")
                after = self.text[numeral.end : numeral.end + 12].lstrip(" \u00a0").lower()
                word = max((word for word in scale if after.startswith(word)), key=len, default="")
                found.append(Amount(numeral, _scaled(value, scale[word]) if word else value))
        return found


class Difference(NamedTuple):
    """A number that stands in the target, and that of the source which it should be."""

    numeral: Numeral
    value: str
    right: str


def differences(source: Side, target: Side) -> list[Difference]:
    """Numbers of a target for which its source has none, each with a similar one that is gone.

    A number has as many partners as stand on the other side: where a source says four and
    five and its target five and five, the one that takes the place of the four is meant. A
    part of a date, year or document's number that has no partner of its own may be one
    of a number, and so may what is written in words.
    """
    theirs, ours = source.amounts, target.amounts
    left, extra = _without_partner(theirs, ours)
    keys = {n.key for n in source.numerals} & {n.key for n in target.numerals}
    gone = _without(left, _digits(target.numerals, keys), spelled(target.text, target.lang))
    if not (extra and gone) or max(len(extra), len(gone)) > MANY:
        return []
    grouped = _grouped(source.text, theirs)
    extra = _without(extra, grouped, spelled(source.text, source.lang))
    known = _digits(source.numerals, frozenset()) | {amount.value for amount in theirs}
    new = [a for a in extra if not _readings(a) & known]
    found = _pairs(new, gone)
    if found or new or len(extra) != 1 or len(gone) != 1 or _YEAR.fullmatch(extra[0].value):
        return found
    return _pairs([_at_rank(extra[0], ours, theirs.index(gone[0]))], gone)


def _at_rank(amount: Amount, ours: list[Amount], rank: int) -> Amount:
    """Of the places where a number stands, that which comes at about a rank among all numbers."""
    places = [(abs(at - rank), at) for at, other in enumerate(ours) if other.value == amount.value]
    return ours[min(places)[1]]


def _without_partner(theirs: list[Amount], ours: list[Amount]) -> tuple[list[Amount], list[Amount]]:
    """Those of two texts that are equal to none of the other, each taken once, in order.

    Numbers are equal by either language's custom of marking decimals.
    """
    places: dict[str, deque[int]] = {}
    for at, amount in enumerate(theirs):
        for value in _readings(amount):
            places.setdefault(value, deque()).append(at)
    taken: set[int] = set()
    extra = []
    for amount in ours:
        found = []
        for value in _readings(amount):
            queue = places.get(value, deque())
            while queue and queue[0] in taken:
                queue.popleft()
            found += [queue[0]] if queue else []
        if found:
            taken.add(min(found))
        else:
            extra.append(amount)
    return [amount for at, amount in enumerate(theirs) if at not in taken], extra


def _readings(amount: Amount) -> set[str]:
    return {amount.value, amount.numeral.other} - {""}


def _without(amounts: list[Amount], values: set[str], words: Counter[str]) -> list[Amount]:
    """Numbers that are none of some values, nor written in words, each word taken once."""
    kept = []
    for amount in amounts:
        if _readings(amount) & values:
            continue
        if words[amount.value] > 0:
            words[amount.value] -= 1
        else:
            kept.append(amount)
    return kept


def _digits(found: tuple[Numeral, ...], besides: Collection[str]) -> set[str]:
    """All numbers that stand in years, dates and documents, but for those with some keys."""
    values: set[str] = set()
    for numeral in found:
        if numeral.kind != "num" and numeral.key not in besides:
            values.update(re.findall(r"\d+", numeral.key.partition(":")[2]))
    return {re.sub(r"^0+(?=\d)", "", value) for value in values}


def _pairs(extra: list[Amount], gone: list[Amount]) -> list[Difference]:
    """Each number with the most similar of those that are gone, while any is similar."""
    found, left = [], [amount.value for amount in gone]
    for numeral, value in extra:
        if not left:
            break
        right = min(left, key=lambda other: (distance(other, value), other))
        if _are_similar(value, right):
            left.remove(right)
            found.append(Difference(numeral, value, right))
    return found


def _are_similar(one: str, other: str) -> bool:
    """Whether half of the digits are the same ones, or all of them in another order."""
    return distance(one, other) * 2 <= max(len(one), 2) or sorted(one) == sorted(other)


def distance(one: str, other: str) -> int:
    """Digits to change, add or drop to make one number the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        above, row[0] = row[0], at
        for to, own in enumerate(other, 1):
            above, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, above + (char != own))
    return row[-1]


def _scaled(value: str, zeros: int) -> str:
    whole, _, part = value.partition(".")
    digits = whole + part.ljust(zeros, "0")[:zeros]
    rest = part[zeros:].rstrip("0")
    return (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _grouped(text: str, amounts: list[Amount]) -> set[str]:
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
