"""A term that the reviewer writes, with proposals as it is typed."""

from __future__ import annotations

import asyncio
import unicodedata
from contextlib import suppress
from functools import partial

from textual import events

from glossary.decision import Action
from glossary.errors import InputError
from tui import sheets
from tui.evidence import Sentence
from tui.keeping import draft
from tui.looking import Looking
from tui.page import Page
from tui.proposals import Proposal, Proposals

_PLACES = 20
"""Sentences of each choice in which proposals are looked for."""
_CHOICES = 20
"""Choices whose sentences are looked at."""


class Writing(Looking):
    """Own terms."""

    def do_write(self) -> None:
        self._flow(self._write(self.page))

    async def _write(self, page: Page) -> None:
        """A term that the reviewer writes, in the language of the cursor.

        It is preferred, unless another term of that language is.
        """
        lang = self.choices.row.choice.lang if self.choices.row else self.session.langs[0]
        empty = [each for each in self.session.langs if not page.choices[each]]
        if empty and len(self.session.langs) > 1:
            chosen = await self.bar.pick("A term in:", self.session.langs)
            if chosen is None:
                return
            lang = self.session.langs[chosen]
        text = await self._written(page, lang)
        self._close_sheet()
        text = " ".join(text.split()) if text else ""
        if not text:
            return
        if any(choice.text == text and choice.term for choice in page.choices[lang]):
            self._say(f"{text} is listed already", "warn")
            return
        action = Action.PROPOSE if page.concept.preferred(lang) else Action.PREFER
        await self._try([draft(action, page.concept.id, lang, text)], (lang, text))

    async def _written(self, page: Page, lang: str) -> str | None:
        """Asks for the term; Enter takes the proposal that is marked, or what was typed."""
        proposals = proposals_of(page, lang)
        sentences: list[Sentence] = []
        shown: tuple[Proposal, ...] = ()
        typed = ""
        at = 0

        def look(text: str) -> None:
            nonlocal shown, typed, at
            typed = " ".join(text.split())
            shown = proposals.found(typed) if typed or not text else ()
            at = 0 if not typed or proposals.whole(typed) else 1
            draw()

        def draw() -> None:
            text = shown[at - 1].text if at else typed
            seen = next((each for each in sentences if text and text in each.text), None)
            self._show_sheet(
                f"A term in {lang.upper()}: your own, or one of these",
                partial(sheets.proposals, shown, at, typed, seen),
            )

        def before(event: events.Key) -> bool:
            nonlocal at
            if event.key in ("up", "down"):
                at = max(0, min(at + (1 if event.key == "down" else -1), len(shown)))
                draw()
                return True
            number = unicodedata.digit(event.character or " ", 0) if not typed else 0
            if 0 < number <= len(shown):
                self.bar.answer(shown[number - 1].text)
                return True
            if event.key == "enter" and at:
                self.bar.answer(shown[at - 1].text)
                return True
            return False

        async def learn() -> None:
            with suppress(InputError):  # it is told where the sentences are shown
                sentences.extend(await asyncio.to_thread(self._sentences, page, lang))
                await asyncio.to_thread(proposals.learn, [each.text for each in sentences])
                if self.bar.typing:
                    look(typed)

        look("")
        learning = asyncio.create_task(learn())
        try:
            hints = [("1-9", "take"), ("up", ""), ("down", "another")]
            prompt = f"Term in {lang.upper()}:"
            return await self.bar.ask(prompt, live=look, before=before, hints=hints)
        finally:
            learning.cancel()

    def _sentences(self, page: Page, lang: str) -> list[Sentence]:
        """The sentences in which a concept's choices of a language stand, each once."""
        found: dict[str, Sentence] = {}
        for choice in page.choices[lang][:_CHOICES]:
            places = self.session.occurrences(page.concept.id, choice, _PLACES)
            for sentence in self._evidence.sentences(places):
                found.setdefault(sentence.text, sentence)
        return list(found.values())


def proposals_of(page: Page, lang: str) -> Proposals:
    """What may be meant by a term that somebody writes for a concept."""
    choices = page.choices[lang]
    forms = [form for choice in choices if choice.term for form in choice.term.forms]
    mined = [choice.text for choice in choices if choice.term is None]
    return Proposals(lang, mined, {*forms, *(choice.text for choice in choices)})
