"""Settling what a merge left in two versions, by key presses."""

from __future__ import annotations

import pytest
import reviews
from test_tui_app import Opening, opening, review, until

from glossary.model import Status

__all__ = ["opening", "review"]


@pytest.fixture
def disputed(review: reviews.Review) -> reviews.Review:
    """Terms that a merge left in two versions."""
    reviews.disagree(review)
    return review


@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize(
    ("keys", "definition", "preferred"),
    [
        pytest.param(["enter", "1", "1"], "The Party's work", "การระดมมวลชน", id="ours"),
        pytest.param(["enter", "2", "2"], "How the Party wins", "บริการสาธารณะ", id="theirs"),
        pytest.param(["t", "left", "right"], "The Party's work", "บริการสาธารณะ", id="arrows"),
        pytest.param(
            ["t", "down", "2", "1"], "The Party's work", "บริการสาธารณะ", id="the-other-first"
        ),
        pytest.param(
            ["t", "up", "up", "2", "1"], "How the Party wins", "การระดมมวลชน", id="round-and-back"
        ),
    ],
)
async def test_what_a_merge_left_is_settled_by_a_key_each(
    opening: Opening, keys: list[str], definition: str, preferred: str
) -> None:
    async with opening() as mai:
        assert mai.concept == "dan-van"
        assert "3 conflicts" in mai.shown().splitlines()[0]
        start = mai.session.termbase
        await mai.press(*keys)
        await until(mai, lambda: not mai.desk.bar.open)
        concept = mai.session.termbase.by_id["dan-van"]
        term = concept.preferred("th")
        assert term is not None
        assert (concept.definition.startswith(definition), term.text) == (True, preferred)
        assert "1 conflict " in mai.shown().splitlines()[0]
        await mai.press("u", "u")
        assert (mai.session.termbase, mai.concept) == (start, "dan-van")


@pytest.mark.usefixtures("disputed")
async def test_a_definition_of_ones_own_settles_a_conflict_too(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "3", *["backspace"] * 7)
        await mai.type("all.")
        await mai.press("enter", "escape")
        definition = mai.session.termbase.by_id["dan-van"].definition
        assert definition == "The Party's work among the all."
        assert len(mai.desk.page.conflicts) == 1
        await mai.press("u")
        assert len(mai.desk.page.conflicts) == 2


@pytest.mark.usefixtures("disputed")
async def test_a_conflict_about_a_term_takes_no_text_of_ones_own_and_a_pick_settles_it(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("enter", "down", "3")
        assert not mai.desk.bar.open
        assert mai.session.undoable == 0
        await mai.press("2", "y")
        assert mai.status("dan-van", "ระดมพล") is Status.PREFERRED
        assert [c.field for c in mai.desk.page.conflicts] == ["definition"]


@pytest.mark.usefixtures("disputed")
async def test_what_was_settled_is_said_one_after_the_other(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "1")
        assert mai.message == "took ours: definition"
        assert mai.desk.bar.open
        await mai.press("2")
        assert mai.message.split("  ")[:2] == [
            "took ours: definition",
            "took theirs: preferred term in th",
        ]


@pytest.mark.usefixtures("disputed")
async def test_enter_takes_no_side_and_says_which_keys_do(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("t", "enter")
        assert mai.message == "Enter takes no side: 1 ours, 2 theirs; Esc closes"
        assert (mai.desk.bar.open, mai.session.undoable) == (True, 0)


@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize("key", ["escape", "q"])
async def test_the_two_versions_are_closed(opening: Opening, key: str) -> None:
    async with opening() as mai:
        await mai.press("t", key)
        assert (mai.desk.bar.open, mai.desk._sheet_open) == (False, False)
        assert (mai.concept, mai.session.undoable) == ("dan-van", 0)


@pytest.mark.usefixtures("disputed")
async def test_taking_a_concept_out_can_be_undone(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("down", "t", "1")
        await until(mai, lambda: not mai.desk.bar.open)
        assert "nghi-quyet" not in mai.session.termbase.by_id
        assert mai.desk.queue.rows == 2
        await mai.press("u")
        assert (mai.concept, mai.desk.queue.rows) == ("nghi-quyet", 3)


@pytest.mark.usefixtures("disputed")
async def test_a_filter_shows_what_a_merge_left_open(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("f2")
        await mai.type("conflicts")
        await mai.press("enter")
        assert [item.concept for item in mai.desk.queue.items] == ["dan-van", "nghi-quyet"]


async def test_settling_where_nothing_is_in_two_versions_says_so(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("t")
        assert mai.message == "no merge left this concept in two versions"
