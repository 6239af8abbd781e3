from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.slugs import pairs, published, slug, tie

NAME = "giao-ban-cong-tac-dan-van-quy-ii"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(f"https://bao.example.org/{NAME}", NAME, id="plain"),
        pytest.param(f"http://www.bao.example.org/{NAME}/", NAME, id="www-and-slash"),
        pytest.param(f"https://bao.example.org/th/{NAME}.html", NAME, id="language-prefix"),
        pytest.param(f"https://bao.example.org/{NAME}.htm?utm_source=x#top", NAME, id="query"),
        pytest.param(f"https://bao.example.org/{NAME}-3146328.html/", NAME, id="number"),
        pytest.param(f"https://bao.example.org/{NAME}-post48812.html", NAME, id="post"),
        pytest.param(f"https://bao.example.org/{NAME}-20250218.html", NAME, id="date"),
        pytest.param(f"https://bao.example.org/{NAME}/d20240626101916807.htm", NAME, id="next"),
        pytest.param(f"https://bao.example.org/news/147968p24c32/{NAME}.htm", NAME, id="before"),
        pytest.param(f"https://bao.example.org/a/202511/{NAME}-9c41a07", NAME, id="hexadecimal"),
        pytest.param(f"https://bao.example.org/{NAME}-c46a1234.html", NAME, id="two-numbers"),
        pytest.param(f"https://bao.example.org/814522-{NAME}", NAME, id="number-first"),
        pytest.param(f"//bao.example.org/{NAME.upper()}.HTML", NAME, id="case"),
        pytest.param(f"https: //bao.example.org/ {NAME} .htm", NAME, id="spaces-of-a-translation"),
        pytest.param(
            "https://bao.example.org/Giao_ban-công-tác%20dân-vận-quý-II", NAME, id="diacritics"
        ),
        pytest.param(
            "https://bao.example.org/hoi-nghi-6-thang-dau-nam-2024.htm",
            "hoi-nghi-6-thang-dau-nam-2024",
            id="a-year-stays",
        ),
        pytest.param(
            "https://bao.example.org/nghi-quyet-57-nq-tw", "nghi-quyet-57-nq-tw", id="document"
        ),
        pytest.param("https://bao.example.org/", "", id="none"),
        pytest.param("https://bao.example.org/thoi-su", "", id="section"),
        pytest.param("https://bao.example.org/?p=12345", "", id="query-only"),
        pytest.param("https://[bad", "", id="broken"),
        pytest.param("", "", id="empty"),
    ],
)
def test_the_name_of_the_article_is_what_translations_share(url: str, expected: str) -> None:
    assert slug(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://b.example/x/d20240626101916807.htm", "2024-06-26", id="number"),
        pytest.param("https://b.example/2024/6/9/x.html", "2024-06-09", id="folders"),
        pytest.param("https://b.example/x-20250218.html", "2025-02-18", id="end"),
        pytest.param("https://b.example/x-20251399.html", "", id="no-such-day"),
        pytest.param("https://b.example/x-3146328.html", "", id="number-of-the-page"),
        pytest.param("https://b.example/202511/x", "", id="month-only"),
        pytest.param("https://b20240626.example/x", "", id="host"),
    ],
)
def test_a_date_in_an_address(url: str, expected: str) -> None:
    assert published(url) == expected


@dataclass(frozen=True)
class Page:
    id: str
    lang: str
    slug: str


def test_documents_are_tied_by_slug() -> None:
    pages = [
        Page("1", "hi", "b"),
        Page("2", "th", "b"),
        Page("3", "th", "a"),
        Page("4", "vi", "b"),
        Page("0", "th", "b"),
        Page("5", "th", ""),
        Page("6", "hi", ""),
    ]
    assert [[page.id for page in group] for group in tie(pages)] == [["4", "0", "2", "1"]]
    assert [source.id + target.id for source, target in pairs(pages)] == [
        "40",
        "42",
        "41",
        "01",
        "21",
    ]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_an_address_with_or_without_a_name(text: str) -> None:
    for url in (text, f"https://b.example/{text}"):
        found = slug(url)
        assert not any(character.isspace() for character in found)
        assert slug(f"https://other.example/{found}") in (found, "")
        published(url)
