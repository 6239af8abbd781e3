"""Keys in which spellings of one word are equal, and the way back from them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.normalize import fold, normalize

settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("fixed")


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        pytest.param("th", "ระบบ การเมือง", "ระบบการเมือง", id="a-blank-between-thai-letters"),
        pytest.param("th", "ทํางาน", "ทำงาน", id="nikhahit-and-aa-for-am"),
        pytest.param("th", "นํ้า", "น้ำ", id="tone-within-am"),
        pytest.param("th", "เเผน", "แผน", id="two-e-for-ae"),
        pytest.param("th", "ท่ี", "ที่", id="tone-before-vowel"),
        pytest.param("th", "ที่ี", "ที่", id="vowel-typed-again-behind-its-tone"),
        pytest.param("th", "น\u0e4d\u0e32\u0e49", "น้ำ", id="tone-after-am-in-parts"),
        pytest.param("th", "ปี ๒๕๖๗", "ปี 2567", id="thai-digits"),
        pytest.param("hi", "केन्द्रीय", "केंद्रीय", id="homorganic-nasal"),
        pytest.param("hi", "ज़मीन", "जमीन", id="nukta-after-its-letter"),
        pytest.param("hi", "\u095bमीन", "जमीन", id="letter-with-nukta"),
        pytest.param("hi", "पाँच", "पांच", id="candrabindu"),
        pytest.param("hi", "कॉमरेड", "कामरेड", id="candra-o"),
        pytest.param("hi", "क्\u200dष", "क्ष", id="joiner"),
        pytest.param("vi", "HOÀ BÌNH", "hòa bình", id="case-and-tone-position"),
        pytest.param("vi", "Uỷ ban", "Ủy ban", id="tone-position-uy"),
        pytest.param("vi", "lí luận", "lý luận", id="i-for-y"),
        pytest.param("vi", unicodedata.normalize("NFD", "Đại đoàn kết"), "đại đoàn kết", id="nfd"),
        pytest.param("en", "Party\u00a0 Committee", "party committee", id="blanks"),
    ],
)
def test_spellings_of_one_word_share_a_key(lang: str, one: str, other: str) -> None:
    assert normalize(one, lang).key == normalize(other, lang).key


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        pytest.param("th", "แผน\nงาน", "แผนงาน", id="never-across-a-line-end"),
        pytest.param("th", "ที่ 14", "ที่14", id="a-blank-beside-a-digit-stays"),
        pytest.param("hi", "जन आंदोलन", "जनआंदोलन", id="hindi-blanks-stay"),
        pytest.param("vi", "dân vận", "dan van", id="diacritics-stay"),
        pytest.param("vi", "ma", "mạ", id="tones-stay"),
    ],
)
def test_different_words_keep_different_keys(lang: str, one: str, other: str) -> None:
    assert normalize(one, lang).key != normalize(other, lang).key


def test_a_span_of_the_key_leads_back_to_the_text() -> None:
    text = "\ufeffของระบบ  การเมือง ทํา"
    normalized = normalize(text, "th")
    start = normalized.key.index("ระบบการเมือง")
    first, last = normalized.span(start, start + len("ระบบการเมือง"))
    assert text[first:last] == "ระบบ  การเมือง"
    start = normalized.key.index("ทำ")
    first, last = normalized.span(start, start + 2)
    assert text[first:last] == "ทํา"


def test_a_span_that_is_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be empty: 1, 1"):
        normalize("abc", "en").span(1, 1)


_PIECES = [
    *"กขแเโะาำิีื่้๊์ํ๎ๆฯ๑๒",
    *"कखनमजड\u093c\u095bांिी्ँं\u200d\u200c१",
    *"aăâêôơưđðyuo\u0300\u0301\u0323\u0302İẞ",
    *" \t\n\u00a0\u200b\ufeff😀-.,9",
    "oà",
    "uỷ",
    "ทํา",
    "केन्द्र",
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_LANGS = st.sampled_from(["th", "hi", "vi", "en"])


@given(_TEXTS, _LANGS)
def test_every_span_of_the_key_lies_in_the_text_and_in_order(text: str, lang: str) -> None:
    normalized = normalize(text, lang)
    last = 0
    for at in range(len(normalized.key)):
        start, end = normalized.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last or normalized.span(at - 1, at)[1] == end
        last = start


@given(_TEXTS, _LANGS)
def test_text_outside_every_span_is_only_what_keys_drop(text: str, lang: str) -> None:
    normalized = normalize(text, lang)
    covered: set[int] = set()
    for at in range(len(normalized.key)):
        covered.update(range(*normalized.span(at, at + 1)))
    dropped = {text[at] for at in range(len(text)) if at not in covered}
    assert dropped <= set(" \t\u00a0\u200b\ufeff\u200c\u200d")


@given(_TEXTS, _LANGS)
def test_a_text_that_is_its_own_key_stays_so(text: str, lang: str) -> None:
    key = normalize(normalize(text, lang).key, lang).key
    assert normalize(key, lang).key == key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng bộ", "dang bo"),
        ("UỶ BAN", "uy ban"),
        (unicodedata.normalize("NFD", "Tỉnh ủy"), "tinh uy"),
        ("พรรค", "พรรค"),
    ],
)
def test_folding_takes_case_and_latin_diacritics_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(_TEXTS, _LANGS)
def test_many_spans_are_those_of_each(text: str, lang: str) -> None:
    normalized = normalize(text, lang)
    starts = list(range(len(normalized.key)))
    ends = [start + 1 for start in starts]
    spans = list(zip(*normalized.spans(starts, ends), strict=True))
    assert spans == [normalized.span(start, start + 1) for start in starts]
