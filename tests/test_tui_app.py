"""The application, by key presses: what a reviewer does, and what is then decided."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
import reviews
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from glossary.model import Status
from glossary.termfile import load
from tui import typeset
from tui.app import Review
from tui.cells import Habits
from tui.desk import Desk
from tui.opening import measured
from tui.page import State
from tui.session import Session, Summary
from tui.typeset import plain

SIZE = (80, 24)


class Reviewer:
    """Presses keys and reads the screen."""

    def __init__(self, app: Review, pilot: Pilot[Summary]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def desk(self) -> Desk:
        screen = self.app.screen
        assert isinstance(screen, Desk)
        return screen

    @property
    def session(self) -> Session:
        return self.app.session

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.painted()
        await self.pilot.pause()

    async def painted(self) -> None:
        """Waits until the concept is on the screen and what was decided kept, as a person does."""
        while isinstance(screen := self.app.screen, Desk) and not (
            screen.painted and self.idle(screen)
        ):
            await self.pilot.pause(0.005)

    def idle(self, desk: Desk) -> bool:
        """Whether nothing goes on but what asks in the bar."""
        flows = [worker for worker in desk.workers if worker.group == "flow"]
        return (desk.bar.open and not desk.bar.answered) or all(w.is_finished for w in flows)

    async def type(self, text: str) -> None:
        """Types into the bar, as an input method would."""
        for character in text:
            self.app.post_message(events.Key(_character_to_key(character), character))
        await self.pilot.pause()

    @property
    def concept(self) -> str:
        return self.desk.page.concept.id

    @property
    def message(self) -> str:
        return plain([self.desk._message])

    def status(self, concept: str, text: str) -> Status | None:
        found = self.session.termbase.by_id[concept].terms
        return next((term.status for term in found if term.text == text), None)

    def shown(self) -> str:
        """All that is on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in lines)


async def until(mai: Reviewer, ready: Callable[[], bool], seconds: float = 10.0) -> None:
    end = monotonic() + seconds
    while not ready():
        assert monotonic() < end, f"waited {seconds} seconds for nothing"
        await mai.pilot.pause(0.01)


Opening = Callable[..., AbstractAsyncContextManager[Reviewer]]


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


@pytest.fixture
def opening(review: reviews.Review) -> Opening:
    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = SIZE, *, save_after: float | None = None, **more: object
    ) -> AsyncIterator[Reviewer]:
        with review.open() as workspace, measured(Habits(matra=False)):
            session = Session(review.terms, workspace, "Mai")
            app = Review(session, save_after=save_after, **more)  # type: ignore[arg-type]
            async with app.run_test(size=size) as pilot:
                mai = Reviewer(app, pilot)
                await mai.painted()
                await pilot.pause()
                try:
                    yield mai
                finally:
                    typeset.use_ascii(False)

    return opened


async def test_it_opens_on_the_concept_whose_decision_repairs_most(opening: Opening) -> None:
    async with opening() as mai:
        assert mai.concept == "dan-van"
        shown = mai.shown()
        for words in ("dân vận", "mass mobilization", "Work of the Party", "การระดมมวลชน", "67%"):
            assert words in shown


async def test_enter_prefers_the_starred_pair_and_goes_on(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter")
        assert mai.status("dan-van", "การระดมมวลชน") is Status.PREFERRED
        assert mai.status("dan-van", "जन लामबंदी") is Status.PREFERRED
        assert mai.concept == "mttq"
        assert mai.session.undoable == 1


async def test_enter_says_in_which_language_nothing_is_starred(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("down", "down", "enter")
        assert mai.status("nghi-quyet", "มติ") is Status.PREFERRED
        assert "nothing starred in HI" in mai.message


async def test_a_frequent_rendering_is_never_starred(opening: Opening) -> None:
    async with opening() as mai:
        stars = [row.choice.text for row in mai.desk.choices.all if row.starred]
        assert stars == ["การระดมมวลชน", "जन लामबंदी"]  # जन आंदोलन is the frequent one


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param("2", "ระดมพล", id="latin"),
        pytest.param("๒", "ระดมพล", id="thai-digit"),
        pytest.param("२", "ระดมพล", id="devanagari-digit"),
        pytest.param("4", "जन आंदोलन", id="second-language"),
        pytest.param("ภ", "जन आंदोलन", id="thai-layout"),
    ],
)
async def test_a_digit_prefers_the_choice_with_that_number(
    opening: Opening, key: str, text: str
) -> None:
    async with opening() as mai:
        await mai.press(key)
        assert mai.status("dan-van", text) is Status.PREFERRED
        assert mai.concept == "dan-van"


@pytest.mark.parametrize(
    ("key", "preferred"),
    [
        pytest.param("at", ["ระดมพล", "जन लामबंदी"], id="thai"),
        pytest.param("dollar_sign", ["การระดมมวลชน", "जन आंदोलन"], id="hindi"),
    ],
)
async def test_shift_and_a_digit_prefers_approves_the_rest_and_goes_on(
    opening: Opening, key: str, preferred: list[str]
) -> None:
    async with opening() as mai:
        await mai.press(key)
        assert mai.concept == "mttq"
        for text in preferred:
            assert mai.status("dan-van", text) is Status.PREFERRED
        assert mai.message.startswith("approved dân vận: ")
        await mai.press("u")  # takes back both
        assert (mai.concept, mai.session.undoable) == ("dan-van", 0)
        assert mai.session.item("dan-van").state is State.OPEN


async def test_shift_and_a_digit_asks_before_it_changes_what_was_approved(
    opening: Opening,
) -> None:
    async with opening() as mai:
        await mai.press("enter", "up", "at")
        assert mai.concept == "dan-van"
        assert "Change that?" in mai.shown()
        await mai.press("escape", "left_parenthesis")
        assert mai.message == "there is no choice 9"
        assert mai.session.undoable == 1


async def test_a_digit_without_a_choice_decides_nothing(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("9")
        assert mai.message == "there is no choice 9"
        assert mai.session.undoable == 0


async def test_what_is_preferred_already_is_not_decided_again(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("2", "2", "-", "slash", "escape")
        assert mai.session.undoable == 1


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        pytest.param(["a"], Status.ADMITTED, id="admit"),
        pytest.param(["ฟ"], Status.ADMITTED, id="admit-on-a-thai-layout"),
        pytest.param(["ो"], Status.ADMITTED, id="admit-on-inscript"),
        pytest.param(["f", "enter"], Status.DEPRECATED, id="forbid-without-a-reason"),
        pytest.param(["f", "escape"], None, id="forbid-called-off"),
        pytest.param(["o"], Status.PROPOSED, id="propose"),
        pytest.param(["p"], Status.PREFERRED, id="prefer"),
        pytest.param(["x"], None, id="no-rendering"),
    ],
)
async def test_a_letter_decides_on_the_choice_under_the_cursor(
    opening: Opening, keys: list[str], status: Status | None
) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", *keys)
        assert mai.status("dan-van", "ระดมพล") is status


async def test_a_forbidden_rendering_keeps_the_reason(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "f")
        await mai.type("troops")
        await mai.press("enter")
        (term,) = [t for t in mai.session.termbase.by_id["dan-van"].terms if t.text == "ระดมพล"]
        assert (term.status, term.reason) == (Status.DEPRECATED, "troops")


async def test_what_is_no_rendering_is_not_shown_again(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("right", "down", "down", "x")
        assert "ระดมพล" not in [row.choice.text for row in mai.desk.choices.all]
        await mai.press("u")
        assert "ระดมพล" in [row.choice.text for row in mai.desk.choices.all]


async def test_space_leaves_a_concept_for_later(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("space")
        assert mai.concept == "mttq"
        assert mai.desk._items[0].state is State.SKIPPED
        await mai.press("backspace")
        assert (mai.concept, mai.desk._items[0].state) == ("dan-van", State.OPEN)


async def test_undo_and_redo_go_where_the_decision_was(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "enter", "u", "u")
        assert mai.concept == "dan-van"
        assert mai.session.termbase == load(mai.session.terms)
        await mai.press("r")
        assert mai.status("dan-van", "การระดมมวลชน") is Status.PREFERRED
        await mai.press("U")
        assert mai.status("mttq", "แนวร่วมปิตุภูมิ") is Status.PREFERRED
        await mai.press("r")
        assert mai.message == "nothing to redo"


async def test_a_note_is_kept(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("n")
        await mai.type("ask Hanoi")
        await mai.press("enter")
        assert mai.session.termbase.by_id["dan-van"].note == "ask Hanoi"
        assert "note: ask Hanoi" in mai.shown()


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        pytest.param("mat tran", "mttq", id="without-diacritics"),
        pytest.param("NGHI", "nghi-quyet", id="upper-case"),
        pytest.param("แนวร่วม", "mttq", id="by-a-thai-term"),
        pytest.param("resolution", "nghi-quyet", id="by-the-gloss"),
    ],
)
async def test_search_goes_to_a_concept(opening: Opening, words: str, concept: str) -> None:
    async with opening() as mai:
        await mai.press("f3")
        await mai.type(words)
        await mai.press("enter")
        assert mai.concept == concept
        assert mai.desk.queue.rows == 3


async def test_a_search_called_off_changes_nothing(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("f3")
        await mai.type("nghi")
        await mai.press("escape")
        assert (mai.concept, mai.desk.queue.rows) == ("dan-van", 3)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param("front", ["mttq"], id="subject"),
        pytest.param("open", ["mttq", "nghi-quyet"], id="state"),
        pytest.param("decided", ["dan-van"], id="other-state"),
        pytest.param("inconsistent", ["dan-van"], id="inconsistent"),
        pytest.param("conflicts", [], id="no-merge-left-any"),
        pytest.param("th", ["mttq", "nghi-quyet"], id="language-without-a-decision"),
        pytest.param("moi truong", [], id="nothing"),
    ],
)
async def test_a_filter_shows_a_part_of_the_queue(
    opening: Opening, words: str, left: list[str]
) -> None:
    async with opening() as mai:
        await mai.press("enter", "f2")
        await mai.type(words)
        await mai.press("enter")
        assert [item.concept for item in mai.desk.queue.items] == left
        await mai.press("escape")
        assert mai.desk.queue.rows == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("openinconsistent", "'openinconsistent' is nowhere; ", id="glued"),
        pytest.param("open zzz mass", "'zzz' is nowhere; ", id="one-of-three"),
        pytest.param("open th mass", "", id="all-known"),
        pytest.param("skipped", "", id="a-state-that-nothing-is-in"),
    ],
)
async def test_a_word_that_the_filter_does_not_know_is_named(
    opening: Opening, words: str, said: str
) -> None:
    async with opening() as mai:
        await mai.press("f2")
        await mai.type(words)
        await mai.press("enter")
        named = "there is: open decided skipped flagged conflicts inconsistent th hi"
        assert mai.message.startswith(said + named if said else "")
        assert bool(mai.message) is bool(said)


async def test_help_shows_every_key_and_esc_goes_back(opening: Opening) -> None:
    async with opening(size=(100, 60)) as mai:
        await mai.press("question_mark")
        shown = mai.shown()
        for words in ("take back the last key press", "deprecate it, with a reason", "F3"):
            assert words in shown
        await mai.press("escape")
        assert "mass mobilization" in mai.shown()


async def test_tab_goes_to_the_next_language(opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("tab")
        assert mai.desk.row.choice.text == "जन लामबंदी"
        await mai.press("tab")
        assert mai.desk.row.choice.text == "การระดมมวลชน"


async def test_a_sentence_stands_with_the_one_aligned_with_it(opening: Opening) -> None:
    async with opening() as mai:
        shown = mai.shown()
        assert "งานระดมมวลชนได้รับความสำคัญ" in shown
        assert "Công tác dân vận được chú trọng." in shown


async def test_q_saves_and_leaves(review: reviews.Review, opening: Opening) -> None:
    async with opening() as mai:
        await mai.press("enter", "space", "q")
    summary = mai.app.return_value
    assert summary is not None
    assert (summary.decided, summary.skipped, summary.left) == (1, 1, 1)
    saved = review.terms.read_text("utf-8")
    assert "status: preferred" in saved
    assert "# our glossary" in saved
    assert "unknown: kept" in saved


async def test_decisions_reach_the_file_by_themselves(
    review: reviews.Review, opening: Opening
) -> None:
    async with opening(save_after=0.01) as mai:
        await mai.press("enter")
        for _ in range(200):
            if not mai.session.unsaved and not mai.desk._saving:
                break
            await mai.pilot.pause(0.02)
        assert review.termbase.by_id["dan-van"].preferred("th") is not None
        assert "saved 0s" in mai.shown()
