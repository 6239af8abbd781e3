"""Terms that a reviewer writes: what is proposed for them, and what Enter takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_tui_app import Opening, opening, review, until
from textual import events

from glossary.model import Status
from tui.proposals import MOST, Proposals, parts

__all__ = ["opening", "review"]

BOARD = "प्रांतीय समिति के स्थायी बोर्ड"


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        pytest.param(
            BOARD,
            "hi",
            ("समिति के स्थायी बोर्ड", "के स्थायी बोर्ड", "स्थायी बोर्ड", "बोर्ड"),
            id="hindi-keeps-the-last-word",
        ),
        pytest.param("ระดมพล", "th", ("ระดม",), id="thai-keeps-the-first"),
        pytest.param("बोर्ड", "hi", (), id="one-word-has-no-parts"),
        pytest.param("…", "hi", (), id="no-word"),
        pytest.param("", "th", (), id="nothing"),
    ],
)
def test_parts_keep_the_head(text: str, lang: str, found: tuple[str, ...]) -> None:
    assert parts(text, lang) == found


@given(st.text("กขค้าำเ ะ๑1अकि् "), st.sampled_from(["th", "hi"]))
def test_parts_are_shorter_and_at_one_end(text: str, lang: str) -> None:
    for part in parts(text, lang):
        assert part
        assert len(part) < len(text)
        assert part in text


def test_what_is_listed_is_not_proposed() -> None:
    found = Proposals("hi", [BOARD], {"स्थायी बोर्ड"}).found("स्")
    assert found == ()


def test_what_is_frequent_follows_the_parts_of_what_was_mined() -> None:
    proposals = Proposals("hi", [BOARD], set())
    proposals.learn(["स्थायी समिति और स्थायी समिति", "स्थायी समिति", "स्थान"])
    found = [(each.text, each.count) for each in proposals.found("स्था")]
    assert found[:3] == [("स्थायी बोर्ड", 0), ("स्थायी", 2), ("स्थायी समिति", 2)]
    assert ("स्थान", 1) in found
    assert len(proposals.found("स")) == MOST
    assert proposals.found("बच") == ()


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        pytest.param("स्थायी", True, id="a-word-of-the-corpus"),
        pytest.param("स्था", False, id="the-beginning-of-one"),
        pytest.param("बचाव", True, id="nothing-begins-so"),
    ],
)
def test_what_was_typed_is_whole_or_begun(typed: str, whole: bool) -> None:
    proposals = Proposals("hi", [], set())
    proposals.learn(["स्थायी समिति"])
    assert proposals.whole(typed) is whole


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["1"], "ระดม", id="a-digit"),
        pytest.param(["๑"], "ระดม", id="a-thai-digit"),
        pytest.param(["down", "enter"], "ระดม", id="an-arrow"),
        pytest.param(["ร", "ะ", "enter"], "ระดม", id="what-is-begun"),
        pytest.param(["ร", "ะ", "up", "enter"], "ระ", id="as-typed"),
        pytest.param(["ข", "enter"], "ข", id="what-begins-nothing"),
        pytest.param(["space", "1", "enter"], "1", id="a-term-that-begins-with-a-digit"),
        pytest.param(["8", "enter"], "8", id="a-digit-of-no-proposal"),
        pytest.param(["escape"], "", id="called-off"),
        pytest.param(["enter"], "", id="nothing-typed"),
    ],
)
async def test_a_proposal_or_what_was_typed_is_preferred(
    opening: Opening, keys: list[str], text: str
) -> None:
    async with opening() as mai:
        await mai.press("y", *keys)
        assert not mai.desk.bar.open
        term = mai.session.termbase.by_id["dan-van"].preferred("th")
        assert (term.text if term else "") == text
        assert mai.session.undoable == bool(text)


async def test_an_own_term_beside_a_preferred_one_is_proposed(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("1", "y", "1")
        assert mai.status("dan-van", "ระดม") is Status.PROPOSED
        assert mai.status("dan-van", "การระดมมวลชน") is Status.PREFERRED


async def test_a_key_after_an_answer_waits_until_it_took_effect(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("1", "y")
        for key, character in (("kho_khai", "ข"), ("enter", "\r"), ("a", "a")):
            mai.app.post_message(events.Key(key, character))
        await until(mai, lambda: mai.session.undoable == 3)
        assert mai.status("dan-van", "ข") is Status.ADMITTED
        assert mai.status("dan-van", "การระดมมวลชน") is Status.PREFERRED
