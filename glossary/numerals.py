"""Numbers, years, dates and document numbers in a text, under keys that no language changes.

Years of the Buddhist era (Thai text) become years of the Common Era, digits of
any script become ASCII digits, and a decimal comma or point is read by the
language's custom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

BUDDHIST_OFFSET = 543
"""Years that the Buddhist era, as Thailand counts it, is ahead of the Common Era."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number of some kind in a text."""

    start: int
    end: int
    key: str
    """``num:6``, ``num:5.2``, ``year:2024``, ``month:6``, ``date:2024-06-26``, ``date:06-26``
    (no year given) or ``doc:43/NQ-HDND``."""
    other: str = ""
    """For ``1,435`` and ``1.435`` the value under the other language's custom; else empty."""
    era: str = ""
    """For years: ``BE`` or ``CE`` as written; empty for the rest."""
    nested: bool = False
    """Whether it is part of a date that is listed too."""

    @property
    def kind(self) -> str:
        """``num``, ``year``, ``month``, ``date`` or ``doc``."""
        return self.key.partition(":")[0]


_MONTHS: dict[str, tuple[str, ...]] = {
    "th": (
        "มกราคม|ม.ค.",
        "กุมภาพันธ์|ก.พ.",
        "มีนาคม|มี.ค.",
        "เมษายน|เม.ย.",
        "พฤษภาคม|พ.ค.",
        "มิถุนายน|มิ.ย.",
        "กรกฎาคม|ก.ค.",
        "สิงหาคม|ส.ค.",
        "กันยายน|ก.ย.",
        "ตุลาคม|ต.ค.",
        "พฤศจิกายน|พ.ย.",
        "ธันวาคม|ธ.ค.",
    ),
    "hi": (
        "जनवरी",
        "फ़रवरी|फरवरी",
        "मार्च",
        "अप्रैल",
        "मई",
        "जून",
        "जुलाई",
        "अगस्त",
        "सितंबर|सितम्बर",
        "अक्टूबर|अक्तूबर",
        "नवंबर|नवम्बर",
        "दिसंबर|दिसम्बर",
    ),
    "en": (
        "January|Jan",
        "February|Feb",
        "March|Mar",
        "April|Apr",
        "May",
        "June|Jun",
        "July|Jul",
        "August|Aug",
        "September|Sept|Sep",
        "October|Oct",
        "November|Nov",
        "December|Dec",
    ),
}


@lru_cache(maxsize=8)
def month_names(lang: str) -> dict[str, int]:
    """Names and abbreviations of the months in one language, lower case, to 1–12."""
    return {
        name.lower(): number
        for number, names in enumerate(_MONTHS.get(lang, ()), 1)
        for name in names.split("|")
    }


_DIGITS = str.maketrans(
    {zero + d: chr(48 + d) for zero in (0x0966, 0x0E50, 0xFF10) for d in range(10)}
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_DOCUMENT = re.compile(
    r"(?<![\w/.-])\d{1,5}(?:[/-]\d{4})?\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ]{1,6}"
    r"(?:\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ]{1,9}\d{0,2}){0,3}(?![\w])"
)
_NUMBER = re.compile(
    r"(?<![\w.,/])\d{1,15}(?:[.,]\d{1,15}){0,6}|(?<![\d.,])\d{1,15}(?:[.,]\d{1,15}){0,6}"
)
_ROMAN = re.compile(r"(?<![\w.])[IVXL]{1,7}(?!\w)")
_ROMAN_AFTER = re.compile(
    r"(?:khóa|khoá|quý|thứ|kỳ|kì|kỷ|cấp|chương|mục|phần|đại hội|ครั้งที่|ไตรมาสที่|ไตรมาส|สมัยที่|ชุดที่)\s?$",
    re.IGNORECASE,
)
_ROMAN_VALUE = re.compile(r"(XL|L?X{0,3})(IX|IV|V?I{0,3})$")

_YEAR_BEFORE: dict[str, re.Pattern[str]] = {
    "th": re.compile(r"(?:ปี|พ\.\s?ศ\.|ค\.\s?ศ\.|วาระ|สมัย|ระหว่าง|ช่วง|ศักราช|ปีงบประมาณ)\s*(?:ที่\s*)?$"),
    "hi": re.compile(r"(?:वर्ष|साल|सन|सन्|अवधि|कार्यकाल|ईस्वी|से|शताब्दी वर्ष)\s*:?\s*$"),
    "vi": re.compile(
        r"(?:năm|nhiệm kỳ|nhiệm kì|giai đoạn|từ năm|niên khóa|khóa)\s*$", re.IGNORECASE
    ),
    "en": re.compile(r"(?:in|year|since|by|of|from|until|term|period|during)\s*$", re.IGNORECASE),
}
_YEAR_AFTER: dict[str, re.Pattern[str]] = {
    "hi": re.compile(r"\s*(?:में|तक|से|का|के|की|के लिए|कार्यकाल|की अवधि)(?![\w\u0900-\u097f])"),
    "th": re.compile(r"(?!)"),
    "vi": re.compile(r"(?!)"),
    "en": re.compile(r"(?!)"),
}
_RANGE = re.compile(r"(?<![\w.,/-])(\d{4})(\s?[-–—]\s?|\s?(?:đến|ถึง|से|to)\s?)(\d{4})(?![\w.,]*\d)")
_ERA = re.compile(r"พ\.\s?ศ\.\s*$")
_COMMON_ERA = re.compile(r"ค\.\s?ศ\.\s*$")
_VI_DATE = re.compile(
    r"(?<![\d/.,-])(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:(?:\s*[/.-]\s*|,?\s+năm\s+)(\d{4}))?(?![\d/]|[.,]\d|-[A-ZĐ])",
    re.IGNORECASE,
)
_VI_MONTH = re.compile(
    r"\btháng\s+(\d{1,2})(?:(?:\s*[/-]\s*|\s+năm\s+)(\d{4}))?(?![\d/]|[.,]\d)", re.IGNORECASE
)
_SLASH_DATE = re.compile(r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")


def numerals(text: str, lang: str) -> list[Numeral]:
    """All numerals of a text outside addresses, in order; the year of a date follows it, nested.

    A number of four digits is a year only beside a word, a month or a second year
    that makes it one: ``2500`` may be a quantity.
    """
    return _Reading(text, lang).numerals()


class _Reading:
    """One text while its numerals are taken out of it; what is read is read once."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.digits = text.translate(_DIGITS) if not text.isascii() else text
        self.lang = lang
        self.found: list[Numeral] = []
        self.taken = bytearray(len(text))
        for match in _ADDRESS.finditer(text):
            self.taken[match.start() : match.end()] = b"\x01" * len(match[0])

    def numerals(self) -> list[Numeral]:
        self._documents()
        self._dates()
        self._ranges()
        self._numbers()
        self._romans()
        return sorted(self.found, key=lambda n: (n.start, -n.end, n.key))

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _take(self, start: int, end: int, key: str, era: str = "", other: str = "") -> None:
        self.taken[start:end] = b"\x01" * (end - start)
        self.found.append(Numeral(start, end, key, other, era))

    def _documents(self) -> None:
        for match in _DOCUMENT.finditer(self.digits):
            key = re.sub(r"\s", "", match[0]).replace("–", "-").replace("Đ", "D").replace("đ", "d")
            if self._free(*match.span()):
                self._take(*match.span(), "doc:" + key.upper())

    def _dates(self) -> None:
        patterns = [_SLASH_DATE]
        if self.lang == "vi":
            patterns = [_VI_DATE]
        for pattern in patterns:
            for match in pattern.finditer(self.digits):
                self._date(match, match[1], int(match[2]), 3)
        if self.lang == "vi":
            for match in _VI_MONTH.finditer(self.digits):
                self._date(match, None, int(match[1]), 2)
        elif self.lang in _MONTHS:
            names = month_names(self.lang)
            for match in _named_dates(self.lang).finditer(self.digits):
                day = match["day"] or (match["day2"] if self.lang == "en" else None)
                self._date(match, day, names[match["month"].lower()], "year")

    def _date(self, match: re.Match[str], day: str | None, month: int, year: int | str) -> None:
        if not self._free(*match.span()) or not 1 <= month <= 12:
            return
        if day is not None and not 1 <= int(day) <= 31:
            return
        written = match[year]
        number, era = _era(int(written), self.lang) if written else (0, "")
        if written and not 1000 <= number <= 2199:
            return
        head = f"{number:04d}-" if written else ""
        key = f"date:{head}{month:02d}-{int(day):02d}" if day else f"month:{head}{month:02d}"
        self._take(*match.span(), key, era)
        if written:
            year_span = match.span(year)
            self.found.append(Numeral(*year_span, f"year:{number}", era=era, nested=True))

    def _ranges(self) -> None:
        for match in _RANGE.finditer(self.digits):
            first, last = int(match[1]), int(match[3])
            if not 0 < abs(last - first) <= 60 or not self._free(*match.span()):
                continue
            thai = self.lang == "th" and 2400 <= first <= 2699
            if not thai and not 1800 <= first <= 2199:
                continue
            for group in (1, 3):
                number, era = _era(int(match[group]), self.lang)
                self._take(*match.span(group), f"year:{number}", era)

    def _numbers(self) -> None:
        for match in _NUMBER.finditer(self.digits):
            start, end = match.span()
            if not self._free(start, end):
                continue
            written = match[0]
            if len(written) == 4 and written.isdigit():
                number, era = self._year(start, end, int(written))
                if era:
                    self._take(start, end, f"year:{number}", era)
                    continue
            value = _value(written, self.lang)
            swapped = _value(written, "en" if self.lang == "vi" else "vi")
            self._take(start, end, f"num:{value}", other=swapped if swapped != value else "")

    def _year(self, start: int, end: int, number: int) -> tuple[int, str]:
        before = self.digits[max(start - 16, 0) : start]
        if self.lang == "th":
            if _COMMON_ERA.search(before):
                return number, "CE"
            if _ERA.search(before):
                return number - BUDDHIST_OFFSET, "BE"
        lang = self.lang if self.lang in _YEAR_BEFORE else "en"
        after = self.digits[end : end + 16]
        if not (_YEAR_BEFORE[lang].search(before) or _YEAR_AFTER[lang].match(after)):
            return number, ""
        value, era = _era(number, self.lang)
        return (value, era) if 1800 <= value <= 2199 else (number, "")

    def _romans(self) -> None:
        for match in _ROMAN.finditer(self.text):
            start, end = match.span()
            number = _roman(match[0])
            before = self.text[max(start - 12, 0) : start]
            if number and self._free(start, end) and _ROMAN_AFTER.search(before):
                self._take(start, end, f"num:{number}")


def _era(number: int, lang: str) -> tuple[int, str]:
    if lang == "th" and 2300 <= number <= 2742:
        return number - BUDDHIST_OFFSET, "BE"
    return number, "CE"


def _value(written: str, lang: str) -> str:
    """The number without group marks, with a decimal point, without idle zeros."""
    decimal, group = (",", ".") if lang == "vi" else (".", ",")
    head, *tail = re.split(r"[.,]", written)
    marks = re.findall(r"[.,]", written)
    # A lone mark before other than three digits is decimal in whatever language.
    if len(marks) == 1 and (marks[0] == decimal or len(tail[0]) != 3):
        number = f"{head}.{tail[0]}".rstrip("0").rstrip(".")
    elif len(marks) > 1 and marks[-1] == decimal and set(marks[:-1]) == {group}:
        number = f"{head}{''.join(tail[:-1])}.{tail[-1]}".rstrip("0").rstrip(".")
    else:
        number = head + "".join(tail)
    return re.sub(r"^0+(?=\d)", "", number)


def _roman(text: str) -> int:
    match = _ROMAN_VALUE.match(text)
    if not match or not text:
        return 0
    tens = {"": 0, "X": 10, "XX": 20, "XXX": 30, "XL": 40, "L": 50, "LX": 60, "LXX": 70, "LXXX": 80}
    ones = {
        "": 0,
        "I": 1,
        "II": 2,
        "III": 3,
        "IV": 4,
        "V": 5,
        "VI": 6,
        "VII": 7,
        "VIII": 8,
        "IX": 9,
    }
    return tens[match[1]] + ones[match[2]]


@lru_cache(maxsize=8)
def _named_dates(lang: str) -> re.Pattern[str]:
    names = "|".join(
        re.escape(name) for name in sorted(month_names(lang), key=lambda name: (-len(name), name))
    )
    letters = {"th": "\u0e01-\u0e4e", "hi": "\u0900-\u097f", "en": "A-Za-z"}[lang]
    era = r"(?:พ\.\s?ศ\.\s*|ค\.\s?ศ\.\s*|ปี\s*|सन्?\s|वर्ष\s)?"
    year = rf"(?:,?\s*{era}(?P<year>\d{{4}})(?!\d|[.,]\d|-\d))?"
    second = r"(?:\s+(?P<day2>\d{1,2})(?!\d))?" if lang == "en" else ""
    free = rf"(?<![{letters}])" if lang != "th" else ""
    ends = rf"(?![{letters}])" if lang != "th" else ""
    flags = re.IGNORECASE if lang == "en" else 0
    return re.compile(
        rf"(?:(?<![\w.,/])(?P<day>\d{{1,2}})\s*)?{free}(?P<month>{names}){ends}{second}{year}",
        flags,
    )
