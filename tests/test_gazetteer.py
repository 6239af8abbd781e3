"""The gazetteer: that its table is sound, and which places are found where."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.configuration import FROZEN
from glossary import gazetteer as module
from glossary.gazetteer import LANGS, are_apart, gazetteer, mentions, places

TABLE = Path(module.__file__).with_name("places.tsv").read_text(encoding="utf-8")
MERGED = """
ba-ria-vung-tau>ho-chi-minh bac-giang>bac-ninh bac-kan>thai-nguyen bac-lieu>ca-mau
ben-tre>vinh-long binh-dinh>gia-lai binh-duong>ho-chi-minh binh-phuoc>dong-nai
binh-thuan>lam-dong dak-nong>lam-dong ha-giang>tuyen-quang ha-nam>ninh-binh hai-duong>hai-phong
hau-giang>can-tho hoa-binh>phu-tho kien-giang>an-giang kon-tum>quang-ngai long-an>tay-ninh
nam-dinh>ninh-binh ninh-thuan>khanh-hoa phu-yen>dak-lak quang-binh>quang-tri quang-nam>da-nang
soc-trang>can-tho thai-binh>hung-yen tien-giang>dong-thap tra-vinh>vinh-long vinh-phuc>phu-tho
yen-bai>lao-cai
"""
"""Which province became part of which on 1 July 2025."""


def test_the_table_is_sorted_and_composed() -> None:
    head, *rows = TABLE.splitlines()
    assert head == "id\tkind\twithin\tvi\tth\thi\ten\tsource"
    assert unicodedata.is_normalized("NFC", TABLE)
    assert TABLE.endswith("\n")
    ids = [row.split("\t")[0] for row in rows]
    assert ids == sorted(set(ids))
    assert {len(row.split("\t")) for row in rows} == {8}


def test_every_place_has_a_name_in_every_language_and_no_two_have_the_same() -> None:
    for lang in LANGS:
        every = [
            name
            for place in gazetteer().values()
            for name in {name.casefold() for name in place.names[lang]}
        ]
        assert [name for name, count in Counter(every).items() if count > 1] == []
        for place in gazetteer().values():
            assert place.names[lang], place.id
            assert all(name == name.strip() != "" for name in place.names[lang]), place.id
            assert len(set(place.names[lang])) == len(place.names[lang]), place.id


def test_the_provinces_are_those_of_before_and_after_july_2025() -> None:
    kinds = Counter(place.kind for place in gazetteer().values())
    assert kinds["province"] == 34
    before = {id_: place.within for id_, place in gazetteer().items() if place.kind == "former"}
    assert before.pop("ha-tay") == "ha-noi"  # since 2008
    assert sorted(f"{a}>{b}" for a, b in before.items()) == MERGED.split()
    # Đắk Lắk and the like keep their name; 34 of today and 29 that were merged are the 63.
    assert len(before) == 29


def test_what_a_place_is_within_is_one_too() -> None:
    for place in gazetteer().values():
        if place.kind in ("town", "island", "former"):
            assert gazetteer()[place.within].kind == "province", place.id
        elif place.kind in ("capital", "city"):
            assert gazetteer()[place.within].kind == "country", place.id
        else:
            assert (place.within, place.id.strip()) == ("", place.id)


@pytest.mark.parametrize("lang", LANGS)
def test_every_name_is_found_in_a_sentence(lang: str) -> None:
    around = {
        "vi": ("Đoàn đến ", " hôm nay."),
        "th": ("คณะเดินทางถึง", "เมื่อวานนี้"),
        "hi": ("दल ", " पहुँचा।"),
        "en": ("They reached ", " today."),
    }[lang]
    for place in gazetteer().values():
        for name in place.names[lang]:
            assert place.id in places(name.join(around), lang), name


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        pytest.param("Tỉnh ủy Quảng Ninh họp.", "vi", {"quang-ninh"}, id="province"),
        pytest.param("Thanh Hoá và Nghệ An", "vi", {"thanh-hoa", "nghe-an"}, id="place-of-tone"),
        pytest.param("bên bờ Thái Bình Dương", "vi", {"pacific"}, id="the-longest-name"),
        pytest.param("vùng quảng ninh", "vi", set(), id="no-capital"),
        pytest.param("đồng bằng sông Cửu Long", "vi", {"mekong-delta"}, id="small-letters-listed"),
        pytest.param("Chủ tịch Hồ Chí Minh", "vi", set(), id="person"),
        pytest.param("TP.HCM và TP. Hồ Chí Minh", "vi", {"ho-chi-minh"}, id="abbreviated"),
        pytest.param("Ông đã thăm Nga và Mỹ.", "vi", {"ru", "us"}, id="one-syllable"),
        pytest.param("Mỹ tuyên bố rút quân.", "vi", {"us"}, id="one-syllable-first"),
        pytest.param("Anh ấy có Ý kiến hay.", "vi", set(), id="words-that-look-like-countries"),
        pytest.param("Chị Nga và bà Trần Thị Huế", "vi", set(), id="given-names"),
        pytest.param("Tại Đức, ông Đức nói", "vi", {"de"}, id="country-and-person"),
        pytest.param("Pháp luật và Mỹ thuật", "vi", set(), id="compounds"),
        pytest.param("จังหวัดกวางนิญได้จัดประชุม", "th", {"quang-ninh"}, id="thai"),
        pytest.param("จังหวัดกว่างนิญ", "th", {"quang-ninh"}, id="thai-other-tone"),
        pytest.param("จังหวัด กวาง นาม", "th", {"quang-nam"}, id="thai-with-blanks"),
        pytest.param("กับกว๋างบิ่ญและห่าติ๋ญ", "th", {"quang-binh", "ha-tinh"}, id="glued-by-icu"),
        pytest.param("ลองอ่านหนังสือ", "th", set(), id="thai-words-that-sound-alike"),
        pytest.param("กล่าวถึงโบราณคดี", "th", set(), id="inside-a-thai-word"),
        pytest.param("ประเทศลาวและไทย", "th", {"la", "th"}, id="short-thai-names"),
        pytest.param("ที่เมือง Hạ Long", "th", {"ha-long"}, id="latin-in-thai"),
        pytest.param("क्वांग निन्ह प्रांत", "hi", {"quang-ninh"}, id="hindi"),
        pytest.param("क्वांग-निन्ह में", "hi", {"quang-ninh"}, id="hindi-hyphen"),
        pytest.param("चीनियों से", "hi", {"cn"}, id="hindi-people"),
        pytest.param("मशीन चीनीमिट्टी", "hi", set(), id="inside-a-hindi-word"),
        pytest.param("Thanh Hoa and Haiphong", "en", {"thanh-hoa", "hai-phong"}, id="english"),
        pytest.param("china cups", "en", set(), id="english-word"),
        pytest.param("Genf und Paris", "de", set(), id="another-language"),
        pytest.param("", "th", set(), id="nothing"),
        pytest.param("\ud800 Quảng Ninh \udfff", "vi", {"quang-ninh"}, id="half-characters"),
    ],
)
def test_places_that_a_text_names(text: str, lang: str, expected: set[str]) -> None:
    assert places(text, lang) == expected


@settings(deadline=None, derandomize=True, max_examples=80)
@given(
    st.sampled_from(LANGS),
    st.lists(st.sampled_from(sorted(gazetteer())), min_size=1, max_size=4),
    st.text(st.sampled_from(" .,ab กานà-\u200bन।\n"), max_size=12),
)
def test_mentions_are_in_order_and_say_where_they_stand(
    lang: str, ids: list[str], between: str
) -> None:
    text = between.join(gazetteer()[id_].names[lang][0] for id_ in ids)
    found = mentions(text, lang)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for mention in found:
        inside = text[mention.start : mention.end]
        assert inside == inside.strip()
        assert mention.place in places(f" {inside} ", lang) or mention.end - mention.start < 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"quang-ninh"}, {"thai-binh"}, True, id="two-provinces"),
        pytest.param({"quang-ninh", "la"}, {"thai-binh", "la"}, False, id="one-in-common"),
        pytest.param({"quang-ninh", "vn"}, {"thai-binh", "vn"}, True, id="vietnam-counts-not"),
        pytest.param({"quang-ninh"}, {"vn"}, False, id="vietnam-added"),
        pytest.param({"bac-giang"}, {"bac-ninh"}, True, id="merged-since"),
        pytest.param({"quang-ninh"}, set(), False, id="one-names-none"),
        pytest.param({"chau-au"}, {"fr"}, False, id="region"),
        pytest.param({"chau-au", "de"}, {"fr", "bien-dong"}, True, id="countries-beside-regions"),
    ],
)
def test_places_apart(one: set[str], other: set[str], expected: bool) -> None:
    assert are_apart(one, other) is expected
    assert are_apart(other, one) is expected


def test_it_is_read_at_the_first_need_and_quickly() -> None:
    code = "import sys, glossary.checks; print('glossary.gazetteer' in sys.modules)"
    times = []
    for _ in range(5):
        gazetteer.cache_clear()
        module._search.cache_clear()
        start = time.process_time()
        for lang in LANGS:
            module._search(lang)
        times.append(time.process_time() - start)
    assert min(times) < 0.04  # 12 ms on a quiet machine
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_another_name_is_another_signature(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = FROZEN.signature("e5")
    other = tmp_path / "places.tsv"
    other.write_text(TABLE.replace("Hạ Long", "Hạ Long|Vịnh Hạ Long"), encoding="utf-8")
    monkeypatch.setattr(module, "_FILE", other)
    module.digest.cache_clear()
    try:
        assert FROZEN.signature("e5") != before
    finally:
        monkeypatch.undo()
        module.digest.cache_clear()
    assert FROZEN.signature("e5") == before


def test_the_names_of_cldr_are_in_it() -> None:
    pytest.importorskip("babel")
    from bench.cldr import HEAD, rows

    assert "\n".join((HEAD, *rows(), "")) == TABLE
