"""Typing ahead, whole characters, the mouse, and the palette: which key is for what."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_tui_app import Opening, Reviewer, opening, review, until
from textual import events

from glossary.model import Status
from tui.page import State

__all__ = ["opening", "review"]


async def test_a_key_pressed_before_an_answer_took_effect_is_done_after_it(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down")
        for key in ("b", "2", "p"):
            mai.app.post_message(events.Key(key, key))
        await until(mai, lambda: mai.session.undoable == 2)
        assert mai.status("dan-van", "ระดม") is Status.PREFERRED


async def test_typing_and_deleting_go_by_whole_characters(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("n")
        mai.app.post_message(events.Paste("ที่นี่\nกำ\n राष्ट्र"))
        await mai.pilot.pause()
        await mai.press("backspace", "left", "left", "left", "delete", "enter")
        assert mai.session.termbase.by_id["dan-van"].note == "ที่นี่  रा"


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        pytest.param(["n", "o"], "no", id="typed-over"),
        pytest.param(["backspace", "x"], "x", id="deleted"),
        pytest.param(["right", "x"], "whyx", id="kept-from-its-end"),
        pytest.param(["left", "x"], "xwhy", id="kept-from-its-beginning"),
        pytest.param([], "why", id="kept-by-enter"),
    ],
)
async def test_what_a_prompt_proposes_is_typed_over_until_an_arrow_keeps_it(
    opening: Opening, keys: list[str], reason: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "f", *"why", "enter", "f", *keys, "enter")
        row = mai.desk.row.choice.term
        assert row is not None
        assert row.reason == reason


async def test_keys_sent_before_the_prompt_is_open_replace_what_it_proposes(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("f2", *"open", "enter")
        sent(mai, "f2", "t", "h", "enter")
        await until(mai, lambda: mai.desk._words == "th")


async def test_a_key_pressed_before_the_concept_was_shown_decides_nothing(
    opening: Opening,
) -> None:
    async with opening() as mai:
        late = events.Key("enter", "\r")
        late.time -= 60
        mai.app.post_message(late)
        await mai.pilot.pause()
        assert "nothing is decided" in mai.message
        assert mai.session.undoable == 0


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        pytest.param(["n", "h", "i", "enter"], "hi", id="typed-into-the-bar"),
        pytest.param(["n", "a", "escape"], "", id="called-off"),
        pytest.param(["m", "a", "escape"], "", id="no-choice-of-the-bar"),
    ],
)
async def test_keys_pressed_before_the_bar_is_open_are_meant_for_it(
    opening: Opening, keys: list[str], note: str
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down")
        for key in keys:
            mai.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(mai, lambda: not mai.desk.bar.open and mai.desk._asking is None)
        await until(mai, lambda: mai.session.termbase.by_id["dan-van"].note == note)
        await mai.pilot.pause(0.05)
        assert mai.status("dan-van", "ระดมพล") is None


async def test_the_mouse_chooses_and_presses(opening: Opening) -> None:
    async with opening() as mai:
        await mai.pilot.click("#queue", offset=(3, 1))
        assert mai.concept == "mttq"
        await mai.pilot.click("#footer", offset=(11, 0))
        await mai.pilot.pause()
        assert mai.status("mttq", "แนวร่วมปิตุภูมิ") is Status.PREFERRED


async def test_the_mouse_takes_an_answer_and_calls_it_off(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("n", "x")
        await mai.pilot.click("#footer", offset=(2, 0))
        await until(mai, lambda: not mai.desk.bar.open)
        assert mai.session.termbase.by_id["dan-van"].note == "x"
        await mai.press("n", "y")
        await mai.pilot.click("#footer", offset=(11, 0))
        await until(mai, lambda: not mai.desk.bar.open)
        assert mai.session.termbase.by_id["dan-van"].note == "x"


async def test_the_palette_reaches_every_command(opening: Opening) -> None:
    async with opening() as mai:
        titles = {command.title for command in mai.app.get_system_commands(mai.desk)}
        assert titles >= {"Approve", "Forbid", "Merge", "History", "Theme", "Quit"}
        await mai.press("ctrl+p")
        await mai.type("skip")
        await mai.press("enter")
        await mai.pilot.pause(0.3)
        await mai.press("enter")
        await until(mai, lambda: mai.desk._items[0].state is State.SKIPPED)


def sent(mai: Reviewer, *keys: str) -> None:
    """Keys that all stand in the terminal's buffer before one is answered."""
    for key in keys:
        character = "\r" if key == "enter" else key if len(key) == 1 else None
        mai.app.post_message(events.Key(key, character))


@pytest.mark.parametrize(
    ("keys", "note", "definition"),
    [
        pytest.param("n a b enter d c d enter", "ab", "+cd", id="another-question"),
        pytest.param("n a escape d c enter", "", "+c", id="called-off"),
        pytest.param("n a b backspace enter d c enter", "a", "+c", id="deleted"),
        pytest.param("n a enter n b enter d c enter", "ab", "+c", id="the-same-question-again"),
    ],
)
@pytest.mark.parametrize("open_already", [False, True], ids=["at-once", "after-a-first-answer"])
async def test_no_letter_typed_fast_after_enter_is_lost(
    opening: Opening, keys: str, note: str, definition: str, open_already: bool
) -> None:
    async with opening() as mai:
        before = mai.session.termbase.by_id["dan-van"].definition
        if open_already:
            await mai.press("n", "escape")
        sent(mai, *keys.split())

        def settled() -> bool:
            concept = mai.session.termbase.by_id["dan-van"]
            return (concept.note, concept.definition) == (note, definition.replace("+", before))

        await until(mai, settled)


async def test_a_word_typed_fast_for_the_second_question_is_whole(
    opening: Opening, tmp_path: Path
) -> None:
    target, source = tmp_path / "th.txt", tmp_path / "vi.txt"
    target.write_text("งานคืบหน้า\n", "utf-8")
    source.write_text("Công tác dân vận.\n", "utf-8")
    async with opening(size=(120, 30)) as mai:
        sent(mai, "f7", *str(target), "enter", *str(source), "enter")
        await until(mai, lambda: mai.desk.sheet.title.endswith(f"against {source}"), 30)


async def test_a_key_typed_fast_after_the_last_answer_decides(opening: Opening) -> None:
    async with opening() as mai:
        sent(mai, "n", "a", "enter", "p")
        await until(mai, lambda: mai.status("dan-van", "การระดมมวลชน") is Status.PREFERRED)
        assert mai.session.termbase.by_id["dan-van"].note == "a"
