"""Bodies named together with one head are counted as what they are."""

from __future__ import annotations

import pytest

from aligner.mining.coordination import Coordination
from aligner.mining.ground import Corpus
from aligner.model import Document, Segment
from aligner.uses import uses
from glossary.match import Matcher
from glossary.model import Concept, Term, Termbase

TERMBASE = Termbase(
    (
        Concept(
            "dan-van",
            (Term("vi", "dân vận"), Term("th", "การระดมมวลชน"), Term("hi", "जन लामबंदी")),
        ),
        Concept(
            "ban-dan-van",
            (
                Term("vi", "Ban Dân vận"),
                Term("th", "คณะกรรมการระดมมวลชน"),
                Term("hi", "जन लामबंदी आयोग"),
            ),
        ),
        Concept(
            "ban-to-chuc",
            (
                Term("vi", "Ban Tổ chức"),
                Term("th", "คณะกรรมการจัดตั้ง"),
                Term("hi", "संगठन आयोग"),
            ),
        ),
        Concept("to-chuc", (Term("vi", "tổ chức"), Term("hi", "संगठन"))),
        Concept("noi-chinh", (Term("vi", "nội chính"),)),
        Concept("ban-noi-chinh", (Term("vi", "Ban Nội chính"),)),
        Concept("mat-tran", (Term("vi", "Mặt trận"), Term("th", "แนวร่วม"))),
    )
)

ROWS = [
    pytest.param("vi", "Ban Tổ chức và Dân vận họp.", ["ban-to-chuc", "ban-dan-van"], id="vi"),
    pytest.param(
        "vi",
        "Ban Tổ chức, Nội chính và Dân vận họp.",
        ["ban-to-chuc", "ban-noi-chinh", "ban-dan-van"],
        id="three",
    ),
    pytest.param(
        "vi", "Ban Tổ chức và dân vận ở xã.", ["ban-to-chuc", "dan-van"], id="vi-work-is-lower-case"
    ),
    pytest.param(
        "vi", "Ban Tổ chức. Dân vận là việc lớn.", ["ban-to-chuc", "dan-van"], id="not-joined"
    ),
    pytest.param("vi", "Mặt trận và Dân vận họp.", ["mat-tran", "dan-van"], id="other-head"),
    pytest.param(
        "vi",
        "Ban Tổ chức và Ban Dân vận họp.",
        ["ban-to-chuc", "ban-dan-van"],
        id="both-heads-are-said",
    ),
    pytest.param(
        "th", "คณะกรรมการจัดตั้งและการระดมมวลชนประชุม", ["ban-to-chuc", "ban-dan-van"], id="th"
    ),
    pytest.param("th", "แนวร่วมและการระดมมวลชน", ["mat-tran", "dan-van"], id="th-other-head"),
    pytest.param(
        "hi", "संगठन और जन लामबंदी आयोग की बैठक", ["ban-to-chuc", "ban-dan-van"], id="hi-head-is-last"
    ),
    pytest.param("hi", "जन लामबंदी आयोग और संगठन", ["ban-dan-van", "to-chuc"], id="hi-head-is-over"),
]


@pytest.mark.parametrize(("lang", "text", "concepts"), ROWS)
def test_a_shared_head_belongs_to_all_that_are_joined(
    lang: str, text: str, concepts: list[str]
) -> None:
    hits = Matcher(TERMBASE, lang).find(text)
    found = Coordination(TERMBASE, lang).resolved(text, list(hits))
    top = sorted((hit for hit in found if not hit.nested), key=lambda hit: hit.start)
    assert [hit.concept for hit in top] == concepts
    assert [(hit.start, hit.end) for hit in found] == [(hit.start, hit.end) for hit in hits]


def test_what_stands_for_a_body_is_counted_for_it() -> None:
    text = "คณะกรรมการจัดตั้งและการระดมมวลชนประชุม"
    document = Document("a", "a", "th", text)
    found = uses(TERMBASE, Corpus((document,), {"a": (Segment(0, len(text)),)}), ["th"])
    assert [(use.concept, use.rendering) for use in found] == [
        ("ban-dan-van", "คณะกรรมการระดมมวลชน"),
        ("ban-to-chuc", "คณะกรรมการจัดตั้ง"),
    ]
