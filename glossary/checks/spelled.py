"""Numbers that a text writes in words: ba mươi bảy, สามสิบเจ็ด, सैंतीस, thirty-seven.

They explain why a number in digits has no partner in the other language. Up to 99
is read, and what is of another meaning as often (năm, a year; tư, private) is let be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from glossary.words import words

_VI_DIGITS = {
    word: digit
    for digit, names in enumerate(
        (
            *("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm"),
            *("sáu", "bảy bẩy", "tám", "chín"),
        )
    )
    for word in names.split()
}
_VI_DIGIT = "|".join(_VI_DIGITS)
_VI_UNIT = "|".join(word for word in _VI_DIGITS if word not in ("không", "năm"))  # hai mươi năm
_VI = re.compile(
    rf"\b(?:(?:(?P<tens>{_VI_DIGIT}) mươi|mười)(?: (?P<unit>{_VI_UNIT}))?"
    r"|(?P<one>một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín))\b",
    re.IGNORECASE,
)

# Where năm is a year, and not five: 5 năm, hai năm, đầu năm, năm 2024, năm nay.
_YEAR_BEFORE = re.compile(
    rf"(?:\d|\b(?:{_VI_DIGIT}|mười|mươi|mỗi|hằng|hàng|trong|cả|nhiều|các|những|từng|vài|mấy|đầu|cuối"
    r"|giữa|nửa|từ|cùng|qua|sau|trước|theo|của|vào))\s$",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"\s(?:\d|nay|qua|sau|trước|tới|học|ngoái|đầu|cuối)")

_TH_DIGITS = {
    word: digit
    for digit, names in enumerate(
        ("ศูนย์", "หนึ่ง เอ็ด", "สอง ยี่", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
    )
    for word in names.split()
}
_TH_DIGIT = "|".join(_TH_DIGITS)
_TH = re.compile(rf"(?:(?P<tens>{_TH_DIGIT})?สิบ(?P<unit>{_TH_DIGIT})?|(?P<one>{_TH_DIGIT}))")

_HI = (
    "शून्य|एक,पहला,पहली,पहले,प्रथम|दो,दूसरा,दूसरी,दूसरे,द्वितीय,दोनों|तीन,तीसरा,तीसरी,तीसरे,तृतीय,तीनों"
    "|चार,चौथा,चौथी,चौथे,चतुर्थ,चारों|पाँच,पांच,पाँचवाँ,पाँचवीं,पांचवां,पांचवीं,पाँचवें,पांचवें,पाँचों"
    "|छह,छः,छठा,छठी,छठे|सात,सातवाँ,सातवीं,सातवां,सातवें|आठ,आठवाँ,आठवीं,आठवां,आठवें"
    "|नौ,नौवाँ,नौवीं,नौवां,नौवें|दस,दसवाँ,दसवीं,दसवां,दसवें|ग्यारह|बारह|तेरह|चौदह|पंद्रह,पन्द्रह|सोलह|सत्रह"
    "|अठारह,अट्ठारह|उन्नीस|बीस|इक्कीस|बाईस,बाइस|तेईस,तेइस|चौबीस|पच्चीस|छब्बीस|सत्ताईस,सत्ताइस"
    "|अट्ठाईस,अठाईस|उनतीस,उन्तीस|तीस|इकतीस|बत्तीस|तैंतीस|चौंतीस|पैंतीस|छत्तीस|सैंतीस|अड़तीस|उनतालीस"
    "|चालीस|इकतालीस|बयालीस|तैंतालीस|चौवालीस,चवालीस|पैंतालीस|छियालीस|सैंतालीस|अड़तालीस|उनचास"
    "|पचास|इक्यावन|बावन|तिरपन|चौवन|पचपन|छप्पन|सत्तावन|अट्ठावन|उनसठ|साठ|इकसठ|बासठ|तिरसठ|चौंसठ"
    "|पैंसठ|छियासठ|सड़सठ|अड़सठ|उनहत्तर|सत्तर|इकहत्तर|बहत्तर|तिहत्तर|चौहत्तर|पचहत्तर|छिहत्तर|सतहत्तर"
    "|अठहत्तर|उन्यासी|अस्सी|इक्यासी|बयासी|तिरासी|चौरासी|पचासी|छियासी|सत्तासी|अट्ठासी|नवासी|नब्बे"
    "|इक्यानवे|बानवे|तिरानवे|चौरानवे|पचानवे|छियानवे|सत्तानवे|अट्ठानवे|निन्यानवे"
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_UNITS = (
    "zero,one first,two second both twice,three third,four fourth,five fifth,six sixth,"
    "seven seventh,eight eighth,nine ninth,ten tenth,eleven,twelve,thirteen,fourteen,fifteen,"
    "sixteen,seventeen,eighteen,nineteen"
)


def spelled(text: str, lang: str) -> Counter[str]:
    """How often a text writes each number in words: ``{"37": 1}``; empty for other languages."""
    if lang == "vi":
        return Counter(
            _value(match, _VI_DIGITS)
            for match in _VI.finditer(text)
            if match[0].lower() != "năm" or not _is_year(text, *match.span())
        )
    if lang == "th":
        return Counter(_value(match, _TH_DIGITS) for match in _thai_numbers(text))
    table = _table(lang)
    if not table:
        return Counter()
    return Counter(table[word] for word in _WORD.findall(text.lower()) if word in table)


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether the năm that stands there is a year, as far as its neighbours tell."""
    before = _YEAR_BEFORE.search(text, max(start - 8, 0), start)
    return before is not None or _YEAR_AFTER.match(text, end) is not None


def _thai_numbers(text: str) -> Iterator[re.Match[str]]:
    """Those that are words of their own: not the หก in อุตสาหกรรม."""
    matches = list(_TH.finditer(text))
    if not matches:
        return
    spans = words(text, "th")
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    for match in matches:
        if match.start() in starts and match.end() in ends:
            yield match


_WORD = re.compile(r"[\u0900-\u0963]+|[a-z]+(?:-[a-z]+)?")


def _value(match: re.Match[str], digits: dict[str, int]) -> str:
    if match["one"]:
        return str(digits[match["one"].lower()])
    tens = digits[match["tens"].lower()] if match["tens"] else 1
    unit = digits[match["unit"].lower()] if match["unit"] else 0
    return str(tens * 10 + unit)


@lru_cache(maxsize=2)
def _table(lang: str) -> dict[str, str]:
    """Words of a language and their number in digits."""
    if lang == "hi":
        return {
            word: str(number)
            for number, names in enumerate(_HI.split("|"))
            for word in names.split(",")
        }
    if lang != "en":
        return {}
    units = [names.split() for names in _EN_UNITS.split(",")]
    table = {word: str(number) for number, names in enumerate(units) for word in names}
    for tens, name in enumerate(_EN_TENS, 2):
        table[name] = str(tens * 10)
        table.update({f"{name}-{units[unit][0]}": str(tens * 10 + unit) for unit in range(1, 10)})
    return table
