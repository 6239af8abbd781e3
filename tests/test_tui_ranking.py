"""New renderings are ordered again after a decision, by a process that knows the vectors kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from reviews import TERMS, Review, document

from aligner.mining import Corpus, mine, signature
from aligner.model import Vectors
from aligner.segment import segment
from aligner.vectors import Cached
from aligner.workspace import Workspace
from glossary.termfile import load
from tui.app import Review as App
from tui.desk import Desk
from tui.page import Choice
from tui.ranking import ordered
from tui.session import Session

TEXT = "\n".join(["ตลาดไฟฟ้า", "ราคาหอมไทย", "น้ำมันไทยไทย", "ตลาดหอมไทย", "ข้าวไทยไทย", "ตลาด"] * 3)
MARKET, RICE, OIL, PLACE = "ตลาดหอมไทย", "ข้าวไทยไทย", "น้ำมันไทยไทย", "ตลาด"


class Letters:
    """Vectors by pairs of letters."""

    signature = "letters/1"
    dim = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dim), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for one, other in pairwise(text):
                row[(31 * ord(one) + ord(other)) % self.dim] += 1.0
        made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made


def mined(folder: Path, *, kept: bool) -> Review:
    """A review of what was mined, with or without its vectors in the workspace."""
    made = Review(folder / "terms.yaml", folder / "workspace.sqlite")
    made.terms.write_text(TERMS, encoding="utf-8")
    page = document(TEXT, "th")
    with Workspace.open(made.workspace) as store:
        store.add([page])
        corpus = Corpus((page,), {page.id: segment(page.text, "th")})
        embed = Cached(Letters(), store if kept else None).embed
        rows = mine(load(made.terms), corpus, embed, langs=["th"], least=0.0)
        store.save_renderings(signature(Letters.signature), rows)
    return made


@asynccontextmanager
async def opened(review: Review) -> AsyncIterator[App]:
    with review.open() as store:
        session = Session(review.terms, store, "Mai")
        app = App(session, save_after=None)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            yield app
        assert session.ranking._process is None or session.ranking._process.wait(5) is not None


async def ranked(session: Session) -> None:
    """Until the concept on screen was ranked once."""
    end = monotonic() + 20
    while session.ranking._answer[0] < 2:
        assert monotonic() < end
        await asyncio.sleep(0.02)


def new(app: App) -> list[str]:
    rows = app.screen.choices.all  # type: ignore[attr-defined]
    return [row.choice.text for row in rows if row.choice.status is None]


def test_only_new_renderings_that_were_ranked_change_places() -> None:
    choices = [Choice("th", text, None, 1, 0.0) for text in "abcd"]
    assert [c.text for c in ordered(choices, ["d", "x", "a"])] == ["d", "b", "c", "a"]
    assert ordered(choices, []) == tuple(choices)


async def at(app: App, text: str) -> None:
    """Puts the cursor on a choice."""
    desk = app.screen
    assert isinstance(desk, Desk)
    desk.choices.focus()
    rows = desk.choices.all
    desk.choices.move_to(next(n for n, row in enumerate(rows) if row.choice.text == text))
    desk._chosen(desk.choices)


@pytest.mark.parametrize(
    ("do", "text", "first", "then"),
    [
        pytest.param("admit", PLACE, RICE, MARKET, id="its-like-rises"),
        pytest.param("reject", RICE, OIL, PLACE, id="its-like-falls"),
    ],
)
async def test_new_renderings_follow_what_is_decided_and_what_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, do: str, text: str, first: str, then: str
) -> None:
    monkeypatch.setattr("tui.ranking.PATIENCE", 10.0)
    async with opened(mined(tmp_path, kept=True)) as app:
        await ranked(app.session)
        before = new(app)
        assert before.index(first) < before.index(then)
        await at(app, text)
        desk = app.screen
        assert isinstance(desk, Desk)
        await desk.perform(do)
        after = new(app)
        assert after.index(then) < after.index(first)
        assert sorted([*after, text]) == sorted(before)
        assert desk.row.choice.text == (text if do == "admit" else "การระดมมวลชน")
        monkeypatch.setattr("tui.ranking.PATIENCE", 0.0)  # the order before is known
        await desk.perform("undo")
        assert new(app) == before
        assert desk.row.choice.text == text


async def test_a_decision_does_not_wait_long_for_an_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.ranking.PATIENCE", 0.0)
    async with opened(mined(tmp_path, kept=True)) as app:
        await ranked(app.session)
        before = new(app)
        await at(app, RICE)
        await app.screen.perform("admit")  # type: ignore[attr-defined]
        assert new(app) == [row for row in before if row != RICE]


async def test_without_vectors_the_order_stays(tmp_path: Path) -> None:
    async with opened(mined(tmp_path, kept=False)) as app:
        process = app.session.ranking._process
        while process is None:
            await asyncio.sleep(0.01)
            process = app.session.ranking._process
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert not app.session.ranking.ready
        before = new(app)
        await at(app, RICE)
        await app.screen.perform("admit")  # type: ignore[attr-defined]
        assert new(app) == [row for row in before if row != RICE]
