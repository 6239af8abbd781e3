"""Finding, reading and writing out: what decides nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import programs
from glossary.errors import InputError
from tui import sheets
from tui.filter import FAULTS, STATES
from tui.keeping import Keeping
from tui.page import Item
from tui.session import Session
from tui.typeset import piece

if TYPE_CHECKING:
    from aligner.consistency import Row as ReportRow  # which needs numpy


CHECK = programs.ours("thuatngu", "check")
"""What checks a translation beside its source, as a process."""


class Looking(Keeping):
    """Search, filter, sheets and files."""

    async def _find(self, prompt: str) -> Item | None:
        """Asks for a concept; the queue shows what matches meanwhile."""
        before, cursor = self.queue.items, self.queue.cursor
        page = self._page
        found: tuple[Item, ...] = tuple(self._items)

        def look(text: str) -> None:
            nonlocal found
            found = self._index.found(self._items, text) if text.strip() else tuple(self._items)
            self.queue.show(found, 0, partial(self._index.where, text=text))

        look("")
        self.queue.renew(cursor)
        answer = await self.bar.ask(prompt, live=look)
        chosen = self.queue.item
        self._page = page
        self.queue.show(before, cursor)
        return chosen if answer is not None else None

    def do_search(self) -> None:
        self._flow(self._search())

    async def _search(self) -> None:
        chosen = await self._find("Go to:")
        if chosen is not None:
            self._go(chosen.concept)
        else:
            self._open_page()

    def do_filter(self) -> None:
        self._flow(self._filter())

    async def _filter(self) -> None:
        before = self._words

        def look(text: str) -> None:
            self._words = " ".join(text.split())
            self._refilter()

        subjects = sorted({item.subject for item in self._items if item.subject})
        words = "  ".join(" ".join(each) for each in (STATES, FAULTS, self.session.langs, subjects))
        self._say((piece(words, "dim"),))
        answer = await self.bar.ask("Only:", before, look, replacing=True)
        self._message = ()
        self._words = before if answer is None else " ".join(answer.split())
        self._refilter()
        nowhere = self._index.nowhere(self._words, self._items, (*self.session.langs, *subjects))
        if nowhere:
            named = " ".join(f"'{word}'" for word in nowhere)
            self._say((piece(f"{named} is nowhere; there is: {' '.join(words.split())}", "warn"),))

    def do_more(self) -> None:
        """All choices, or as many as there is room for."""
        self._all_choices = not self._all_choices
        row = self.choices.row
        self._draw_page((row.choice.lang, row.choice.text) if row else None)

    def do_back(self) -> None:
        if self._words:
            self._words = ""
            self._refilter()
        else:
            self.set_focus(self.queue)

    def do_help(self) -> None:
        first = "concept" if self._page is not None and self._page.conflicts else ""
        if self.focused is self.choices:
            first = "decide"
        elif self.focused is self.concordance:
            first = "move"
        ascii_only = self.ascii_only
        self._show_sheet(
            "Keys", lambda cells: sheets.help_text(cells, ascii_only=ascii_only, first=first)
        )

    def do_inspect(self) -> None:
        text = self.row.choice.text
        self._show_sheet("Code points", lambda cells: sheets.code_points(text, cells))

    def do_history(self) -> None:
        page = self.page
        made, termbase = self.session.history(page.concept.id), self.session.termbase
        self._show_sheet(
            f"History of {page.concept.name}", lambda cells: sheets.history(made, termbase, cells)
        )

    def do_neighbours(self) -> None:
        page, langs = self.page, self.session.langs
        self._neighbours.renew(self.session.termbase)
        near = self._neighbours.near(page.concept)
        self._show_sheet(
            f"Near {page.concept.name}", lambda cells: sheets.neighbours(near, langs, cells)
        )

    def do_export(self) -> None:
        self._flow(self._export())

    async def _export(self) -> None:
        from glossary.durable import write_atomically
        from glossary.formats import FORMATS, export, guess

        langs = self.session.langs
        name = await self.bar.ask(
            "Export to (.po .tbx .csv .json …):", f"{langs[0]}.po", replacing=True
        )
        if not name or not name.strip():
            return
        path = Path(name.strip()).expanduser()
        form = FORMATS[guess(path)]
        lang = next((lang for lang in langs if lang in re.split(r"[._-]", path.name)), "")
        if form.per_lang and not lang:
            chosen = await self.bar.pick("In which language:", langs)
            if chosen is None:
                return
            lang = langs[chosen]
        if path.exists() and not await self._confirm(f"{path} is there already. Replace it?"):
            return
        termbase = self.session.termbase
        data = await asyncio.to_thread(export, termbase, form.name, lang if form.per_lang else "")
        await asyncio.to_thread(write_atomically, path, data)
        self._say((piece(f"{path}: written, {len(termbase)} concepts", "preferred"),))

    def do_report(self) -> None:
        self._flow(self._report(), asks=False)

    async def _report(self) -> None:
        self._say("counting…", "dim")
        termbase = self.session.termbase
        rows = await asyncio.to_thread(_report_rows, self.session)
        self._show_sheet("To repair", lambda cells: sheets.report(rows, termbase, cells))

    def do_check(self) -> None:
        self._flow(self._check())

    async def _check(self) -> None:
        name = await self.bar.ask("Check file:")
        if not name or not name.strip():
            return
        path = Path(name.strip()).expanduser()
        _refuse_absent(path)
        given = await self.bar.ask("What it translates (Enter for none):")
        if given is None:
            return
        source = Path(given.strip()).expanduser() if given.strip() else None
        if source is not None:
            _refuse_absent(source)
            from tui.checking import beside

            self._say("aligning and checking…", "dim")
            found = await beside(CHECK, path, source, self.session.termbase)
        else:
            from glossary.checks import Checker, Config, config

            chosen = config.find(Path.cwd())  # as `thuatngu check` does
            checker = Checker(self.session.termbase, config.load(chosen) if chosen else Config())
            found = await asyncio.to_thread(checker.file, path)
        many = f"{len(found)} finding{'s' * (len(found) != 1)}"
        title = f"{path}: {many}" + (f" against {source}" if source else "")
        self._show_sheet(title, lambda cells: sheets.findings(found, cells))

    def do_reviewer(self) -> None:
        self._flow(self._reviewer())

    async def _reviewer(self) -> None:
        name = await self.bar.ask("Who decides:", self.session.reviewer, replacing=True)
        if name is not None:
            try:
                self.session.rename(name)
            except InputError as error:
                self._say(str(error), "deprecated")
            self._status()


def _refuse_absent(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"{path}: no such file; relative names start from {Path.cwd()}")


def _report_rows(session: Session) -> Sequence[ReportRow]:
    """Figures of the whole corpus: for a thread of its own."""
    from aligner.consistency import report
    from aligner.mining import Corpus

    store = session.workspace
    documents = store.documents()
    segments = {document.id: store.segments(document.id) for document in documents}
    corpus = Corpus(documents, segments, store.bitexts())
    found = report(session.termbase, corpus, store.renderings(), langs=session.langs, samples=0)
    return found.rows[:200]
