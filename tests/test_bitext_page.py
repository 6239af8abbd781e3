from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from aligner.alignment import side
from aligner.bitext_page import MOVED, doubtful_below, page
from aligner.model import Bead, Bitext, Mode

SOURCE = side(["[TTXVN] <b>Một</b>", "Hai & ba", "Bốn\u202e\x1b"], "vi")
TARGET = side(["<script>alert(1)</script>", "สอง"], "th")
BITEXT = Bitext(
    "s",
    "t",
    Mode.PARALLEL,
    (Bead((0,), (0,), 0.98), Bead((1,), (1,), 0.4), Bead((2,), (), 1.0)),
    "align-1/toy/00000000",
)
PAGE = page(BITEXT, SOURCE, TARGET, ("a.txt", "b<i>.txt"))


def test_text_is_never_markup() -> None:
    assert PAGE.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in PAGE
    assert "[TTXVN] &lt;b&gt;Một" in PAGE
    assert "<title>a.txt – b&lt;i&gt;.txt</title>" in PAGE


def test_what_acts_on_the_reader_is_shown() -> None:
    assert not re.search("[\u202e\x1b]", PAGE)


def test_a_doubtful_bead_stands_out_and_one_alone_has_no_score() -> None:
    rows = re.findall(r'<tr id="bead-(\d+)" class="(\w*)"><td class="score">(.*?)</td>', PAGE)
    assert [(number, kind) for number, kind, _ in rows] == [
        ("1", ""),
        ("2", "doubtful"),
        ("3", "alone"),
    ]
    assert [re.findall(r">([\d.]+)</a>", score) for *_, score in rows] == [["0.98"], ["0.40"], []]
    assert "parallel: 2 beads, 1 doubtful (below 0.7),\n1 segments without a partner" in PAGE
    assert PAGE.count('<td class="none"></td>') == 1


def test_what_a_translation_puts_elsewhere_is_marked() -> None:
    beads = (Bead((0,), (1,), 0.83), Bead((1,), (0,), 0.83))
    assert [
        MOVED in row for row in page(replace(BITEXT, beads=beads), SOURCE, TARGET).split("<tr id")
    ] == [False, True, False]
    assert MOVED not in PAGE


def test_why_the_texts_are_paired_is_said_and_is_text() -> None:
    assert "parallel (a &lt; b): 2 beads" in page(BITEXT, SOURCE, TARGET, reason="a < b")


@pytest.mark.parametrize(
    ("text", "lang", "least"),
    [
        pytest.param("Câu một.\nCâu hai.\nCâu ba.", "vi", 0.7, id="sentences"),
        pytest.param("ฝนตกหนัก ถนนลื่นมาก รถติดยาว คนกลับบ้านช้า", "th", 0.3, id="cut-at-spaces"),
        pytest.param("", "th", 0.7, id="nothing"),
    ],
)
def test_a_text_cut_at_spaces_has_lower_scores(text: str, lang: str, least: float) -> None:
    assert doubtful_below(side("Một câu.", "vi"), side(text, lang)) == least


def test_nothing_is_fetched_and_no_script_but_its_own_runs() -> None:
    assert not re.search(r"(?:src|href)=(?!\"#)|url\(|@import", PAGE)
    assert "default-src 'none'" in PAGE
    (script,) = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in PAGE


def test_the_same_bitext_gives_the_same_page() -> None:
    assert page(BITEXT, SOURCE, TARGET, ("a.txt", "b<i>.txt")) == PAGE
