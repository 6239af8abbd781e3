"""Deciding with more than one key: merging, boundaries, terms and concepts of one's own."""

from __future__ import annotations

import pytest
from test_tui_app import Opening, Reviewer, opening, review

from glossary.model import Status
from tui.page import State

__all__ = ["opening", "review"]


def forms(mai: Reviewer, concept: str, text: str) -> tuple[str, ...]:
    (term,) = [t for t in mai.session.termbase.by_id[concept].terms if t.text == text]
    return term.forms


@pytest.mark.parametrize(
    ("keys", "merged"),
    [
        pytest.param(["m", "1", "y"], True, id="confirmed"),
        pytest.param(["m", "1", "right"], True, id="confirmed-with-an-arrow"),
        pytest.param(["ท", "ๅ", "ั"], True, id="on-a-thai-layout"),
        pytest.param(["m", "1", "1"], False, id="not-with-the-same-key"),
        pytest.param(["m", "1", "enter"], False, id="not-with-enter"),
        pytest.param(["m", "1", "escape"], False, id="called-off-late"),
        pytest.param(["m", "escape"], False, id="called-off"),
    ],
)
async def test_merging_asks_and_never_with_the_same_key(
    opening: Opening, keys: list[str], merged: bool
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", *keys)
        assert ("ระดมพล" in forms(mai, "dan-van", "การระดมมวลชน")) is merged
        await mai.press("escape")
        assert mai.session.undoable == merged


@pytest.mark.parametrize(
    ("answer", "text"),
    [pytest.param("y", "जन आंदोलन", id="yes"), pytest.param("escape", "जन लामबंदी", id="no")],
)
async def test_changing_an_approved_entry_asks(opening: Opening, answer: str, text: str) -> None:
    async with opening() as mai:
        await mai.press("enter", "up", "4")
        assert mai.desk.bar.open
        await mai.press(answer)
        preferred = mai.session.termbase.by_id["dan-van"].preferred("hi")
        assert preferred is not None
        assert preferred.text == text


async def test_a_choice_made_on_this_visit_is_changed_without_asking(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("4", "3")
        assert not mai.desk.bar.open
        assert mai.status("dan-van", "जन लामबंदी") is Status.PREFERRED
        assert mai.status("dan-van", "जन आंदोलन") is Status.ADMITTED


async def test_another_boundary_takes_the_place_of_a_rendering(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "2")
        assert mai.status("dan-van", "ระดม") is Status.PROPOSED
        assert "ระดมพล" not in [row.choice.text for row in mai.desk.choices.all]
        assert mai.desk.row.choice.text == "ระดม"
        await mai.press("u")
        assert mai.status("dan-van", "ระดม") is None
        assert "ระดมพล" in [row.choice.text for row in mai.desk.choices.all]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["left", "left"], "ระดม", id="end-back"),
        pytest.param(["shift+left", "shift+left", "shift+left"], "และระดมพล", id="start-back"),
        pytest.param(["shift+right"] * 9, "ล", id="one-character-stays"),
    ],
)
async def test_a_boundary_is_moved_by_whole_characters(
    opening: Opening, keys: list[str], text: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "0", *keys, "enter")
        assert mai.status("dan-van", text) is Status.PROPOSED


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["shift+up"], "และระดมพล", id="start-a-word-back"),
        pytest.param(["tab", "up"], "และระดมพล", id="start-after-tab"),
        pytest.param(["tab", "up", "down"], None, id="there-and-back-is-no-other-cut"),
    ],
)
async def test_a_boundary_is_moved_by_words(
    opening: Opening, keys: list[str], text: str | None
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", "0", *keys, "enter")
        made = [t.text for t in mai.session.termbase.by_id["dan-van"].in_lang("th")][2:]
        assert made == ([text] if text else [])


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param(["enter"], "และระดมพล", id="the-first"),
        pytest.param(["right", "enter"], "ระดม", id="the-next"),
        pytest.param(["left", "left", "enter"], "ระดม", id="round-from-the-other-end"),
    ],
)
async def test_one_of_several_is_chosen_with_arrows_too(
    opening: Opening, keys: list[str], text: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "b", *keys)
        assert mai.status("dan-van", text) is Status.PROPOSED
        assert mai.message == f"proposed th {text}"


async def test_a_term_of_ones_own_is_listed(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("tab", "y")
        await mai.type(" जन  कार्य ")
        await mai.press("enter")
        assert mai.status("dan-van", "जन कार्य") is Status.PREFERRED
        await mai.press("y")
        await mai.type("जन कार्य")
        await mai.press("enter")
        assert mai.message == "जन कार्य is listed already"


async def test_a_new_concept_is_given_terms(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Đảng bộ")
        await mai.press("enter", "y", "right", "enter")
        await mai.type("पार्टी संगठन")
        await mai.press("enter")
        assert mai.status("dang-bo", "पार्टी संगठन") is Status.PREFERRED
        assert mai.desk.row.choice.text == "पार्टी संगठन"


async def test_a_rendering_is_moved_to_the_concept_that_it_renders(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "v")
        await mai.type("nghi quyet")
        await mai.press("enter")
        assert mai.status("nghi-quyet", "ระดมพล") is Status.PROPOSED
        assert mai.concept == "dan-van"


async def test_a_new_concept_is_shown_and_can_be_undone(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Đảng bộ")
        await mai.press("enter")
        assert mai.concept == "dang-bo"
        assert mai.session.termbase.by_id["dang-bo"].name == "Đảng bộ"
        await mai.press("u")
        assert "dang-bo" not in mai.session.termbase.by_id
        assert mai.desk.queue.rows == 3


async def test_a_concept_that_is_there_is_not_made_again(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("c")
        await mai.type("Dân vận")
        await mai.press("enter")
        assert mai.message == "there is a concept 'dan-van' already"


@pytest.mark.parametrize(
    ("keys", "state"),
    [pytest.param("s", State.SKIPPED, id="skip"), pytest.param("g", State.FLAGGED, id="flag")],
)
async def test_a_concept_is_left_with_a_reason(opening: Opening, keys: str, state: State) -> None:
    async with opening() as mai:
        await mai.press(keys)
        await mai.type("ask Lan")
        await mai.press("enter")
        assert mai.desk._items[0].state is state
        assert mai.session.history("dan-van")[0][0].reason == "ask Lan"
        assert mai.concept == "mttq"


async def test_what_is_flagged_for_a_colleague_is_found_by_her(opening: Opening) -> None:
    async with opening(size=(120, 30)) as mai:
        await mai.press("enter", "up", "g")
        await mai.type("Lan: is the Thai one right?")
        await mai.press("enter", "f2")
        await mai.type("flagged lan")
        await mai.press("enter")
        assert [item.concept for item in mai.desk.queue.items] == ["dan-van"]
        assert "flagged by Mai: Lan: is the Thai one right?" in mai.shown()
        mai.session.rename("Lan")
        await mai.press("enter")
        assert mai.session.item("dan-van").state is State.DECIDED
        term = mai.session.termbase.by_id["dan-van"].preferred("th")
        assert term is not None
        assert term.decided_by == "Lan"


async def test_a_definition_is_edited(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("d", *["backspace"] * 7)
        await mai.type("citizens.")
        await mai.press("enter")
        definition = mai.session.termbase.by_id["dan-van"].definition
        assert definition == "Work of the Party among the citizens."


async def test_the_history_shows_who_decided_what(opening: Opening) -> None:
    async with opening(size=(100, 30)) as mai:
        await mai.press("4", "u", "3", "h")
        shown = mai.shown()
        assert "Mai preferred hi जन लामबंदी" in shown
        assert "taken back: Mai preferred hi जन" in shown


async def test_another_reviewer_takes_over(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("f8", *["backspace"] * 3)
        await mai.type("Lan")
        await mai.press("enter", "enter")
        assert mai.session.history("dan-van")[0][0].reviewer == "Lan"
        assert "Lan" in mai.shown().splitlines()[0]


async def test_undoing_an_approval_tells_all_that_it_takes_back(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "u")
        assert mai.message == ("taken back: preferred th การระดมมวลชน  preferred hi जन लामबंदी")


@pytest.mark.parametrize(("key", "status"), [("o", "proposed"), ("a", "admitted")])
async def test_a_status_that_a_term_has_is_not_given_again(
    opening: Opening, key: str, status: str
) -> None:
    async with opening() as mai:
        await mai.press(key)
        before = mai.session.undoable
        await mai.press(key)
        assert mai.session.undoable == before
        assert mai.message == f"การระดมมวลชน is {status} already"
