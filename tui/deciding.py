"""Deciding: from a key to a decision, with the questions in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Concept, Status, Term
from glossary.normalize import fold
from glossary.words import words
from tui import sheets
from tui.cells import cluster_after, cluster_before, snapped, width
from tui.evidence import Sentence
from tui.keeping import draft
from tui.keys import answering
from tui.page import Page, conflicts_of
from tui.rows import Row
from tui.session import settling
from tui.typeset import Line, keyword, piece, plain
from tui.widgets.bar import options
from tui.writing import Writing

if TYPE_CHECKING:
    from glossary.merge import Conflict


_GIVES = {
    Action.PREFER: Status.PREFERRED,
    Action.ADMIT: Status.ADMITTED,
    Action.PROPOSE: Status.PROPOSED,
}
"""The statuses that say all; a term is deprecated once more for another reason."""


class Deciding(Writing):
    """What is settled about the concept on screen."""

    async def do_approve(self) -> None:
        await self._approve(self.page)

    async def do_pick_on(self, number: int) -> None:
        page, row = self.page, self._numbered(number)
        lang, text = row.choice.lang, row.choice.text
        if page.conflicts or page.concept.preferred(lang) is not None:
            await self._give(Action.PREFER, row)  # which asks, or says why not
        else:
            await self._approve(page, (lang, text))

    async def _approve(self, page: Page, chosen: tuple[str, str] | None = None) -> None:
        """Prefers what is starred, or `chosen` (language, text) in its place, and goes on."""
        if page.conflicts:
            self.do_settle()
            return
        made = await self._kept(self.session.approve, page.concept.id, chosen)
        langs = {*page.starred, *(decision.lang for decision in made)}
        lacking = [
            lang.upper() for lang in self.session.langs if lang not in langs and page.choices[lang]
        ]
        if not made and not any(page.concept.preferred(lang) for lang in self.session.langs):
            raise InputError("nothing is starred; pick a choice by its number")
        self._settled(made, advance=True)
        if made:
            said: list[tuple[str, str]] = [
                ("approved ", ""),
                piece(f"{page.concept.name}: ", "dim"),
            ]
            for decision in made:
                said += [(f"{decision.lang} ", "label"), piece(f"{decision.text}  ", "preferred")]
            if lacking:
                said.append((f"nothing starred in {', '.join(lacking)}  ", "warn"))
            self._say((*said, *self._over()))

    def do_settle(self) -> None:
        if not self.page.conflicts:
            raise InputError("no merge left this concept in two versions")
        self._flow(self._settle(self.page.concept))

    async def _settle(self, concept: Concept) -> None:
        """Asks about one conflict of a merge after the other, for as long as there are any."""
        from tui import conflicts

        keys = {**options(["ours", "theirs"]), "left": "0", "right": "1"}
        keys |= dict.fromkeys(answering("3"), "own") | {"up": "up", "down": "down"}
        keys |= dict.fromkeys(answering("q"), "close")
        at, taken = 0, list[Line]()
        while left := self._left(concept.id):
            at = min(at, len(left) - 1)
            conflict = left[at]
            self._show_sheet(
                f"A merge left {concept.name} in two versions",
                partial(conflicts.text, left, at),
                reveal=conflicts.row_of,
            )
            if taken:
                self._say(taken[-1])
            own = not conflict.lang and conflict.field in conflicts.EDITABLE
            sides = self._sides(own=own, several=len(left) > 1)
            which = partial(self._say, "Enter takes no side: 1 ours, 2 theirs; Esc closes", "warn")
            answer = await self.bar.steer(sides.__str__, {"enter": which}, keys)
            if answer in (None, "close") or (answer == "own" and not own):
                break
            if answer in ("up", "down"):
                at = (at + (1 if answer == "down" else -1)) % len(left)
                continue
            if made := await self._take(conflict, answer):
                taken.append(sheets.said(made[-1], self.session.termbase))
        self._close_sheet()
        waits = concept.id in self._known and self.session.item(concept.id).state.waits
        if taken and not self._left(concept.id) and not waits:
            self._advance()
        if taken:
            said = [part for line in taken for part in (*line, ("  ", ""))]
            self._say((*said, *self._over()))

    def _left(self, concept_id: str) -> tuple[Conflict, ...]:
        concept = self.session.termbase.by_id.get(concept_id)
        return conflicts_of(concept) if concept is not None else ()

    def _sides(self, *, own: bool, several: bool) -> str:
        arrows = ("Left", "Right", "Up/Down") if self.ascii_only else ("←", "→", "↑↓")
        said = f"1 {arrows[0]} ours   2 {arrows[1]} theirs"
        said += "   3 your own" if own else ""
        return said + (f"   {arrows[2]} another" if several else "")

    async def _take(self, conflict: Conflict, answer: str | None) -> list[Decision]:
        """Decides on a conflict; nothing where that was called off or cannot be, which is said."""
        try:
            if answer != "own":
                theirs = answer == "1"
                made = [await self._kept(self.session.settle_conflict, conflict, theirs=theirs)]
            else:
                text = await self.bar.ask(f"{conflict.field.capitalize()}:", str(conflict.ours))
                if text is None:
                    return []
                action = Action.DEFINE if conflict.field == "definition" else Action.NOTE
                drafts = [
                    settling(conflict, theirs=False),
                    draft(action, conflict.concept, text=text.strip()),
                ]
                made = list(await self._kept(self.session.settle, drafts))
        except InputError as error:
            self._say(str(error), "deprecated")
            return []
        self._settled(made)
        return made

    async def do_pick(self, number: int) -> None:
        await self._give(Action.PREFER, self._numbered(number))

    def _numbered(self, number: int) -> Row:
        row = next((row for row in self.choices.all if row.number == number), None)
        if row is None:
            raise InputError(f"there is no choice {number}")
        return row

    async def do_prefer(self) -> None:
        await self._give(Action.PREFER, self.row)

    async def do_admit(self) -> None:
        await self._give(Action.ADMIT, self.row)

    async def do_propose(self) -> None:
        await self._give(Action.PROPOSE, self.row)

    async def _give(self, action: Action, row: Row, reason: str = "") -> None:
        """A status for a choice; what a person approved before is changed only on a second key."""
        page, choice = self.page, row.choice
        change = draft(action, page.concept.id, choice.lang, choice.text, reason=reason)
        approved = page.concept.preferred(choice.lang)
        if (
            approved is not None
            and approved.text == self._visited_with.get(choice.lang)
            and (action is Action.PREFER) != (approved.text == choice.text)
        ):
            self._flow(self._change(approved, change))
        elif choice.term is not None and choice.term.status is _GIVES.get(action):
            raise InputError(f"{choice.text} is {choice.term.status} already")
        else:
            await self._try([change], (choice.lang, choice.text))

    async def _change(self, approved: Term, change: Decision) -> None:
        who = f" by {approved.decided_by}" if approved.decided_by else ""
        if await self._confirm(f"{approved.text} is preferred{who}. Change that?"):
            await self._try([change], (change.lang, change.text))

    def do_forbid(self) -> None:
        self._flow(self._forbid(self.page, self.row))

    async def _forbid(self, page: Page, row: Row) -> None:
        term = row.choice.term
        reason = await self.bar.ask("Forbid, because:", term.reason if term else "", replacing=True)
        if reason is not None:
            choice = row.choice
            change = draft(
                Action.DEPRECATE, page.concept.id, choice.lang, choice.text, "", reason.strip()
            )
            await self._try([change], (choice.lang, choice.text))

    async def do_reject(self) -> None:
        page, row = self.page, self.row
        if row.choice.term is not None:
            raise InputError("it is listed as a term; f forbids it")
        await self._try([draft(Action.REJECT, page.concept.id, row.choice.lang, row.choice.text)])

    def do_merge(self) -> None:
        self._flow(self._merge(self.page, self.row))

    async def _merge(self, page: Page, row: Row) -> None:
        others = [
            other.choice
            for other in self.choices.all
            if other.choice.lang == row.choice.lang
            and other.choice.term is not None
            and other.choice.text != row.choice.text
        ][:9]
        if not others:
            self._say("there is no other term to merge it into", "warn")
            return
        chosen = await self.bar.pick("Merge into:", [other.text for other in others])
        if chosen is None:
            return
        into = others[chosen].text
        if await self._confirm(f"{row.choice.text} becomes a form of {into}?"):
            lang, text = row.choice.lang, row.choice.text
            await self._try([draft(Action.MERGE, page.concept.id, lang, text, into)], (lang, into))

    def do_boundary(self) -> None:
        self._flow(self._boundary(self.page, self.row))

    async def _boundary(self, page: Page, row: Row) -> None:
        choice = row.choice
        sentence = self.concordance.sentence
        found = [a for r in choice.renderings for a in r.alternatives][:8]
        text: str | None = None
        if found:
            chosen = await self.bar.pick("Take:", found, last="your own")
            if chosen is None:
                return
            text = found[chosen] if chosen < len(found) else None
        if text is None:
            text = (
                await self._adjust(sentence)
                if sentence is not None
                else await self.bar.ask("It reads:", choice.text)
            )
        text = " ".join(text.split()) if text else ""
        if not text or text == choice.text:
            return
        concept = page.concept.id
        drafts = [draft(Action.PROPOSE, concept, choice.lang, text)]
        if choice.term is None:
            drafts.insert(0, draft(Action.REJECT, concept, choice.lang, choice.text))
        await self._try(drafts, (choice.lang, text))

    async def _adjust(self, sentence: Sentence) -> str | None:
        """The reviewer moves both ends of the hit through its sentence.

        Left and right go by whole characters, up and down by words. Tab says which end; Shift
        moves the other one, where the terminal sends it.
        """
        text = sentence.text
        ends = list(snapped(text, sentence.start, sentence.end))
        found = words(text, sentence.lang)
        edges = [start for start, _ in found], [end for _, end in found]
        active = 1

        def other_end() -> None:
            nonlocal active
            active = 1 - active

        def move(go: Callable[[int, int], int], other: bool) -> None:
            end = active ^ other
            place = go(ends[end], end)
            if end:
                ends[1] = max(place, cluster_after(text, ends[0]))
            else:
                ends[0] = min(place, cluster_before(text, ends[1]))

        goes: dict[str, Callable[[int, int], int]] = {
            "left": lambda place, _: cluster_before(text, place),
            "right": lambda place, _: cluster_after(text, place),
            "up": lambda place, end: max((e for e in edges[end] if e < place), default=0),
            "down": lambda place, end: min((e for e in edges[end] if e > place), default=len(text)),
        }
        keys: dict[str, Callable[[], None]] = {"tab": other_end}
        for name, go in goes.items():
            keys[name] = partial(move, go, False)
            keys[f"shift+{name}"] = partial(move, go, True)

        def prompt() -> str:
            lead = f"{('Start', 'End')[active]}: "
            room = self.size.width - width(lead) - 2
            return lead + plain([keyword(text, ends[0], ends[1], room, marks=("[", "]"))])

        hints = [
            ("left", ""),
            ("right", "by letters"),
            ("up", ""),
            ("down", "by words"),
            ("tab", "the other end"),
        ]
        taken = await self.bar.steer(prompt, keys, {"enter": "taken"}, hints)
        return text[ends[0] : ends[1]] if taken else None

    def do_move(self) -> None:
        self._flow(self._move(self.page, self.row))

    async def _move(self, page: Page, row: Row) -> None:
        into = await self._find("It renders:")
        if into is None:
            return
        if into.concept == page.concept.id:
            self._say("it is there already", "warn")
            return
        lang, text = row.choice.lang, row.choice.text
        await self._try([draft(Action.MOVE, page.concept.id, lang, text, into.concept)])

    def do_create(self) -> None:
        self._flow(self._create())

    async def _create(self) -> None:
        name = await self.bar.ask("New concept, in Vietnamese:")
        name = " ".join(name.split()) if name else ""
        if not name:
            return
        id_ = "-".join(
            "".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split()
        )
        if not id_:
            self._say("a concept is named in Latin letters", "deprecated")
            return
        if await self._try([draft(Action.CREATE, id_, "vi", name)]):
            self._requeue(id_)
            self._say((("new concept: ", ""), piece(name, "name")))

    def do_note(self) -> None:
        concept = self.page.concept
        self._flow(self._word(Action.NOTE, concept.id, "Note:", concept.note))

    def do_define(self) -> None:
        concept = self.page.concept
        self._flow(self._word(Action.DEFINE, concept.id, "Definition:", concept.definition))

    async def _word(self, action: Action, concept_id: str, question: str, now: str) -> None:
        text = await self.bar.ask(question, now)
        if text is not None and text.strip() != now:
            await self._try([draft(action, concept_id, text=text.strip())])

    async def do_skip(self) -> None:
        await self._leave_it(Action.SKIP, self.page, "")

    def do_skip_because(self) -> None:
        self._flow(self._skip_because(self.page))

    async def _skip_because(self, page: Page) -> None:
        reason = await self.bar.ask("Skip, because:")
        if reason is not None:
            await self._leave_it(Action.SKIP, page, reason.strip())

    def do_flag(self) -> None:
        self._flow(self._flag(self.page))

    async def _flag(self, page: Page) -> None:
        reason = await self.bar.ask("For whom, and about what:")
        if reason is not None:
            await self._leave_it(Action.FLAG, page, reason.strip())

    async def _leave_it(self, action: Action, page: Page, reason: str) -> None:
        if await self._try([draft(action, page.concept.id, reason=reason)], advance=True):
            word = "skipped" if action is Action.SKIP else "flagged"
            self._say((piece(f"{word}: {page.concept.name}  ", "dim"), *self._over()))

    def _over(self) -> Line:
        """Said when nothing waits any more."""
        if any(item.state.waits for item in self.queue.items):
            return ()
        return (("nothing is left", "preferred"),)

    async def do_undo(self) -> None:
        self._again(await self._kept(self.session.undo), "taken back: ", "nothing to undo")

    async def do_redo(self) -> None:
        self._again(await self._kept(self.session.redo), "decided again: ", "nothing to redo")

    def _again(self, turned: Sequence[Decision], word: str, nothing: str) -> None:
        if not turned:
            self._say(nothing, "warn")
            return
        first = turned[0]
        known = {item.concept for item in self._items}
        now = {concept.id for concept in self.session.termbase}
        if known != now:
            self._requeue(first.concept if first.concept in now else "")
        else:
            self._index.renew(self.session.termbase)
            self._replace(*{d.concept for d in turned})
        at = (first.lang, first.text) if first.lang else None
        if not self._go(first.concept, at):
            self._reread(at)
        line: list[tuple[str, str]] = [(word, "")]
        for decision in turned:
            line += [*sheets.said(decision, self.session.termbase), ("  ", "")]
        self._say(tuple(line[:-1]))
        self._save_soon()
