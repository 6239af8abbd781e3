from __future__ import annotations

import re

from aligner.alignment import side
from aligner.bitext_page import page
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
    assert "<script" not in PAGE
    assert "&lt;script&gt;alert(1)" in PAGE
    assert "[TTXVN] &lt;b&gt;Một" in PAGE
    assert "<title>a.txt – b&lt;i&gt;.txt</title>" in PAGE


def test_what_acts_on_the_reader_is_shown() -> None:
    assert not re.search("[\u202e\x1b]", PAGE)


def test_a_doubtful_bead_stands_out_and_one_alone_has_no_score() -> None:
    rows = re.findall(r'<tr id="bead-(\d+)" class="(\w*)"><td class="score">([\d.]*)</td>', PAGE)
    assert rows == [("1", "", "0.98"), ("2", "doubtful", "0.40"), ("3", "alone", "")]
    assert "parallel; 2 beads, 1 doubtful" in PAGE


def test_nothing_is_fetched() -> None:
    assert not re.search(r"(?:src|href)=|url\(|@import", PAGE)
    assert "default-src 'none'" in PAGE


def test_the_same_bitext_gives_the_same_page() -> None:
    assert page(BITEXT, SOURCE, TARGET, ("a.txt", "b<i>.txt")) == PAGE
