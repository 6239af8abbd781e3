"""Numbers of all kinds under keys that no language changes."""

from __future__ import annotations

import pytest

from glossary.numerals import month_names, numerals


@pytest.mark.parametrize(
    ("lang", "text", "keys"),
    [
        pytest.param("th", "ปี 2567", ["year:2024"], id="buddhist-year"),
        pytest.param("th", "ปี ๒๕๖๗", ["year:2024"], id="thai-digits"),
        pytest.param("th", "ปี 2024", ["year:2024"], id="common-year-in-thai"),
        pytest.param("th", "พ.ศ. 2564-2568", ["year:2021", "year:2025"], id="range"),
        pytest.param("th", "2567-2572", ["year:2024", "year:2029"], id="range-alone-is-a-context"),
        pytest.param("th", "2500 คน", ["num:2500"], id="a-quantity-is-no-year"),
        pytest.param("th", "2,500 คน", ["num:2500"], id="a-grouped-quantity"),
        pytest.param("th", "10 มีนาคม 2566", ["date:2023-03-10", "year:2023"], id="thai-date"),
        pytest.param("th", "26 มิ.ย.", ["date:06-26"], id="short-month"),
        pytest.param("th", "มติ 43/NQ-HDND ลง", ["doc:43/NQ-HDND"], id="document"),
        pytest.param("th", "มติ 57-NQ/TW", ["doc:57-NQ/TW"], id="document-of-the-centre"),
        pytest.param("hi", "2023 में", ["year:2023"], id="hindi-year"),
        pytest.param("hi", "२०२४ में", ["year:2024"], id="devanagari-digits"),
        pytest.param("hi", "26 जून, 2024 को", ["date:2024-06-26", "year:2024"], id="hindi-date"),
        pytest.param("hi", "1,00,000 लोग", ["num:100000"], id="lakh"),
        pytest.param("hi", "14वीं कांग्रेस", ["num:14"], id="ordinal"),
        pytest.param("vi", "26 tháng 6 năm 2024", ["date:2024-06-26", "year:2024"], id="vi-date"),
        pytest.param("vi", "ngày 26/6/2024", ["date:2024-06-26", "year:2024"], id="vi-slashes"),
        pytest.param("vi", "tháng 6/2024", ["month:2024-06", "year:2024"], id="vi-month"),
        pytest.param("vi", "6 tháng", ["num:6"], id="six-months-are-no-june"),
        pytest.param("vi", "1.250 người", ["num:1250"], id="vi-group-mark"),
        pytest.param("vi", "5,20%", ["num:5.2"], id="vi-decimal-mark"),
        pytest.param("vi", "khóa XIV, quý II", ["num:14", "num:2"], id="roman-after-its-noun"),
        pytest.param("vi", "số 43/2024/NQ-HĐND", ["doc:43/2024/NQ-HDND"], id="document-of-a-year"),
        pytest.param("en", "June 26, 2024", ["date:2024-06-26", "year:2024"], id="english"),
        pytest.param("th", "https://example.com/n/2024-06", [], id="never-in-an-address"),
        pytest.param("en", "VI and I", [], id="no-roman-without-a-noun"),
    ],
)
def test_numerals_have_keys_of_their_own(lang: str, text: str, keys: list[str]) -> None:
    assert [numeral.key for numeral in numerals(text, lang)] == keys


def test_spans_are_those_of_the_text() -> None:
    text = "เมื่อวันที่ ๑๐ มีนาคม ๒๕๖๖ มี 3 แห่ง"
    found = [(text[n.start : n.end], n.era, n.nested) for n in numerals(text, "th")]
    assert found == [("๑๐ มีนาคม ๒๕๖๖", "BE", False), ("๒๕๖๖", "BE", True), ("3", "", False)]


@pytest.mark.parametrize("lang", ["th", "hi", "en"])
def test_the_names_of_months_are_those_of_unicode(lang: str) -> None:
    from babel.dates import get_month_names

    names = month_names(lang)
    for width in ("wide", "abbreviated") if lang == "th" else ("wide",):
        for number, name in get_month_names(width, locale=lang).items():
            assert names[name.lower()] == number
