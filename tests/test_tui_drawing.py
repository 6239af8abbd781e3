"""What the screen is drawn with: themes, ASCII, no colour, every size, hostile text."""

from __future__ import annotations

import pytest
import reviews
from test_tui_app import Opening, opening, review, until
from textual import events

from glossary.errors import InputError

__all__ = ["opening", "review"]


async def test_a_theme_that_is_none_is_told(opening: Opening) -> None:
    with pytest.raises(InputError, match="no theme 'dark'; ours are thuatngu, thuatngu-day"):
        async with opening(theme="dark"):
            pass


@pytest.mark.parametrize("theme", ["thuatngu-day", "thuatngu-contrast"])
async def test_a_theme_is_chosen_at_start(opening: Opening, theme: str) -> None:
    async with opening(theme=theme) as mai:
        assert mai.app.theme == theme
        assert "dân vận" in mai.shown()


HOSTILE = "[/red]\\x1b[31m \\u202e evil [@click=app.bell]x[/]"


async def test_hostile_text_is_shown_and_acts_on_nothing(
    opening: Opening, review: reviews.Review
) -> None:
    text = review.terms.read_text("utf-8")
    text = text.replace("gloss: mass mobilization", f'gloss: "{HOSTILE}"')
    text = text.replace("text: जन लामबंदी", f'text: "{HOSTILE}"')
    review.terms.write_text(text, "utf-8")
    async with opening(size=(120, 40)) as mai:
        shown = mai.shown()
        assert "[/red]␛[31m \ufffd evil [@click=app.bell]x[/]" in shown
        assert not {"\x1b", "\u202e"} & set(shown)
        await mai.press("enter", "f3", "escape", "up", "m", "escape", "n", "escape", "i", "w", "h")
        assert not {"\x1b", "\u202e"} & set(mai.shown())


async def test_what_is_pasted_or_was_noted_acts_on_nothing(
    opening: Opening, review: reviews.Review
) -> None:
    text = review.terms.read_text("utf-8")
    note = '    note: "left \\u202e right \\e[31m"\n    subject: front'
    review.terms.write_text(text.replace("    subject: front", note), "utf-8")
    async with opening(size=(120, 40)) as mai:
        await mai.press("down", "n")
        await until(mai, lambda: "Note:" in mai.shown())
        assert not {"\x1b", "\u202e"} & set(mai.shown())
        await mai.press("end")
        mai.app.post_message(events.Paste("a\tb\x1b[31m \u202e ก\u200bข\nline"))
        await mai.press("enter")
        await until(mai, lambda: mai.session.undoable == 1)
        noted = mai.session.termbase.by_id["mttq"].note
        assert noted == "left \u202e right \x1b[31ma b [31m ก\u200bข line"


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 60)], ids=str)
async def test_every_size_shows_the_concept(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size=size) as mai:
        assert "dân vận" in mai.shown()
        await mai.press("question_mark", "escape", "enter", "tab", "right", "down", "i", "escape")
        assert all(line.strip() or True for line in mai.shown().splitlines())


async def test_ascii_draws_with_ascii_alone(opening: Opening) -> None:
    async with opening(size=(100, 30), ascii_only=True) as mai:
        await mai.press("enter", "up")
        frame = "".join(
            c
            for c in mai.shown()
            if ord(c) > 0x7E and not (c.isalpha() or ord(c) in range(0x300, 0xE80))
        )
        assert frame == ""


async def test_no_color_marks_hits_with_brackets(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening() as mai:
        assert "งาน[ระดมมวลชน]" in mai.shown()
        await mai.press("enter", "question_mark", "escape", "q")


async def test_ascii_draws_the_palette_with_ascii_too(opening: Opening) -> None:
    async with opening(size=(100, 30), ascii_only=True) as mai:
        for lead in ("Search for commands...", "Search for themes..."):
            if "themes" in lead:
                mai.app.search_themes()
            else:
                await mai.pilot.press("ctrl+p")
            await until(mai, lambda lead=lead: lead in mai.shown())  # type: ignore[misc]
            await mai.pilot.pause(0.3)
            page = mai.app.screen.query_one("#--container").region
            lines = mai.app.screen._compositor.render_strips()[page.y :][: page.height]
            assert "".join(line.text for line in lines).isascii()
            await mai.pilot.press("escape")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((60, 20), "TH ★1    12 · การระดมมวลชน "),
        ((80, 24), "TH ★1    12  67% · proposed   การระดมมวลชน "),
    ],
)
async def test_what_one_chooses_by_is_whole_where_the_screen_is_narrow(
    opening: Opening, size: tuple[int, int], shown: str
) -> None:
    async with opening(size=size) as mai:
        assert shown in mai.shown()
