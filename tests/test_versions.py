from __future__ import annotations

import pytest

from aligner.model import Document
from aligner.segment import segment
from aligner.versions import versions

SENTENCES = [f"Hội nghị thứ {n} đã thảo luận báo cáo số {n} của tỉnh." for n in range(10)]


def groups(*texts: str, langs: str = "") -> list[list[str]]:
    pages = [
        Document(f"{number}", "", "vi" if not langs else langs[2 * number : 2 * number + 2], text)
        for number, text in enumerate(texts)
    ]
    cut = {page.id: segment(page.text, page.lang, page.marks) for page in pages}
    found = versions(reversed(pages), cut)
    return [list(group) for group in found]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([" ".join(SENTENCES), "\n".join(SENTENCES)], [["0", "1"]], id="same"),
        pytest.param(
            [" ".join(SENTENCES), " ".join(SENTENCES[:8]) + " Một câu mới được thêm vào đây."],
            [["0", "1"]],
            id="edited",
        ),
        pytest.param([" ".join(SENTENCES), " ".join(SENTENCES[:2])], [], id="a-short-extract"),
        pytest.param([" ".join(SENTENCES[:5]), " ".join(SENTENCES[5:])], [], id="one-topic"),
        pytest.param(
            [" ".join(SENTENCES[:7]), " ".join(SENTENCES[2:9]), " ".join(SENTENCES[4:])],
            [["0", "1", "2"]],
            id="versions-of-versions",
        ),
        pytest.param(["Hội nghị. Kết thúc.", "Hội nghị. Kết thúc."], [], id="formulas-only"),
        pytest.param(["", ""], [], id="empty"),
    ],
)
def test_versions_share_most_of_their_text(texts: list[str], expected: list[list[str]]) -> None:
    assert groups(*texts) == expected


def test_one_text_in_two_languages_is_no_version() -> None:
    assert groups(" ".join(SENTENCES), " ".join(SENTENCES), langs="vien") == []


def test_a_text_of_hundreds_of_pages_is_one_group() -> None:
    (group,) = groups(*([" ".join(SENTENCES)] * 200))
    assert len(group) == 200
