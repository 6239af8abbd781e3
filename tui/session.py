"""A review: the queue, what is decided, what is undone, and when it reaches the termbase.

No screen here. Every decision is in the workspace's log, on the disk, before
`Session.decide` returns; `Session.save` brings the termbase file up to the log and
keeps whatever else was changed in it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import is_
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from uuid import uuid4

from aligner.inventory import Tally
from aligner.model import Occurrence, Rendering
from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Concept, Termbase
from glossary.record import grouped
from glossary.replay import apply
from glossary.revert import revert, snapshot
from glossary.termfile import TermFile
from tui.ledger import Ledger
from tui.lock import held
from tui.page import Choice, Item, Page, State, choices_of, conflicts_of, star

if TYPE_CHECKING:
    from glossary.merge import Conflict

_SAVED = "saved"
"""Key in the workspace: how many decisions of the log the termbase file holds."""

_ROWS = 40
"""Renderings shown of one concept and language: the listed ones and the best of the new."""

_ATTEMPTS = 5

Ingredients = tuple[Concept, tuple[Rendering, ...], frozenset[tuple[str, str]]]
"""What choices are made of: the concept, what was mined of it, and what of that was sent away."""

Stat = tuple[int, int, int]
"""Time, size and inode: what tells one state of a file from the next."""

_SETTLING = frozenset(Action) - {Action.UNDO, Action.SKIP, Action.FLAG}


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a session."""

    decided: int
    skipped: int
    flagged: int
    left: int
    seconds: float
    unsaved: int = 0
    """Decisions that are in the workspace and not in the termbase file yet."""


def _now() -> datetime:
    return datetime.now(UTC)


class Session:
    """One reviewer at work on one termbase and workspace.

    Belongs to one thread, but for `save`, which may run in another.
    """

    def __init__(
        self,
        terms: Path,
        workspace: Workspace,
        reviewer: str,
        *,
        langs: Sequence[str] = ("th", "hi"),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Open a review.

        Args:
            terms: the termbase file.
            workspace: open; the session does not close it.
            reviewer: who decides; goes into every decision.
            langs: languages in review, in the order shown.
            clock: the time of day, in UTC.

        Raises:
            InputError: the termbase cannot be read, or `reviewer` is empty.
        """
        self.terms = terms
        self.workspace = workspace
        self.langs = tuple(langs)
        self._clock = clock
        self._started = clock()
        self._guard = RLock()
        self._changes = -1
        self._mined: dict[tuple[str, str], tuple[Rendering, ...]] = {}
        self._listed: dict[tuple[str, str], tuple[Ingredients, tuple[Choice, ...]]] = {}
        self._tallies: Mapping[str, Sequence[Tally]] = {}
        self._ledger = Ledger(_named(reviewer))
        self._ledger.add(workspace.decisions())
        self._saved = self._in_file()
        self._disk: Stat | None = None
        self._base = self._load()
        self.termbase = self._brought_up(self._base)

    @property
    def reviewer(self) -> str:
        """Who decides."""
        return self._ledger.reviewer

    def rename(self, reviewer: str) -> None:
        """Somebody else goes on with the review.

        Raises:
            InputError: the name is empty.
        """
        with self._guard:
            self._ledger.rename(_named(reviewer))

    def _in_file(self) -> int:
        return int(self.workspace.meta(_SAVED) or 0)

    def _load(self) -> Termbase:
        self._disk = _stat(self.terms)
        self._file = TermFile.read(self.terms)
        return self._file.termbase

    def _brought_up(self, termbase: Termbase) -> Termbase:
        """A termbase as it was read, with the decisions that its file does not hold yet."""
        back, stand = self._ledger.effect(self._saved)
        for decision in back:
            termbase = revert(termbase, decision)
        return grouped(apply(termbase, stand))

    @property
    def unsaved(self) -> int:
        """How many decisions of the log are not in the termbase file yet."""
        return len(self._ledger.log) - self._saved

    @property
    def undoable(self) -> int:
        """How many key presses of this reviewer can be undone."""
        return self._ledger.depth

    def queue(self) -> tuple[Item, ...]:
        """All concepts, conflicts of a merge first, then those whose decision repairs most.

        Of those that repair nothing the ones seen most in the corpus stand first; ties in the
        termbase's order.
        """
        tallies: dict[str, list[Tally]] = {}
        for tally in self.workspace.tallies():
            if tally.lang in self.langs:
                tallies.setdefault(tally.concept, []).append(tally)
        self._tallies = tallies
        items = [self._item(concept) for concept in self.termbase]
        return tuple(sorted(items, key=_order))

    def item(self, concept_id: str) -> Item:
        """A concept as the queue shows it now.

        Raises:
            KeyError: the termbase has no such concept.
        """
        return self._item(self.termbase.by_id[concept_id])

    def _item(self, concept: Concept) -> Item:
        tallies = self._tallies.get(concept.id, ())
        return Item(
            concept=concept.id,
            name=concept.name,
            gloss=concept.gloss,
            subject=concept.subject,
            occurrences=sum(tally.listed for tally in tallies),
            repair=sum(tally.repair for tally in tallies),
            state=self.state(concept),
            conflicts=len(conflicts_of(concept)),
            remark=self._remark(concept.id),
        )

    def _remark(self, concept_id: str) -> str:
        standing = self._ledger.standing(concept_id)
        if not standing or standing[-1].action not in (Action.FLAG, Action.SKIP):
            return ""
        made = standing[-1]
        if made.action is Action.SKIP and not made.reason:
            return ""
        word = "flagged" if made.action is Action.FLAG else "skipped"
        return f"{word} by {made.reviewer}" + (f": {made.reason}" if made.reason else "")

    def state(self, concept: Concept) -> State:
        """Where `concept` stands, from its terms and the last decision about it."""
        standing = self._ledger.standing(concept.id)
        last = standing[-1].action if standing else None
        if last is Action.FLAG:
            return State.FLAGGED
        if conflicts_of(concept):
            return State.SKIPPED if last is Action.SKIP else State.CONFLICT
        langs = [lang for lang in self.langs if concept.in_lang(lang)]
        if langs and all(concept.preferred(lang) for lang in langs):
            return State.DECIDED
        return State.SKIPPED if last is Action.SKIP else State.OPEN

    def history(self, concept: str) -> tuple[tuple[Decision, bool], ...]:
        """Every decision about a concept, oldest first, and whether it stands."""
        return tuple(
            (made, self._ledger.stands(made))
            for made in self._ledger.about(concept)
            if made.action is not Action.UNDO
        )

    def page(self, concept_id: str) -> Page:
        """All there is to show of one concept.

        Raises:
            KeyError: the termbase has no such concept.
        """
        concept = self.termbase.by_id[concept_id]
        gone = frozenset(
            (made.lang, made.text)
            for made in self._ledger.standing(concept_id)
            if made.action in (Action.REJECT, Action.MOVE)
        )
        choices = {lang: self._choices(concept, lang, gone) for lang in self.langs}
        starred = {
            lang: best.text
            for lang in self.langs
            if (best := star(concept.in_lang(lang))) is not None
        }
        return Page(
            concept,
            self.state(concept),
            choices,
            starred,
            conflicts_of(concept),
            self._remark(concept_id),
        )

    def _choices(
        self, concept: Concept, lang: str, gone: frozenset[tuple[str, str]]
    ) -> tuple[Choice, ...]:
        """Kept at hand until what they are made of changes."""
        rows = self._rows(concept.id, lang)
        made_of = concept, rows, gone
        kept = self._listed.get((concept.id, lang))
        if kept is not None and all(map(is_, kept[0][:2], made_of)) and kept[0][2] == gone:
            return kept[1]
        choices = choices_of(
            concept,
            lang,
            [(n, row) for n, row in enumerate(rows) if (lang, row.text) not in gone],
        )
        self._listed[concept.id, lang] = made_of, choices
        return choices

    def _rows(self, concept_id: str, lang: str) -> tuple[Rendering, ...]:
        """What was mined, kept at hand until another program writes to the workspace."""
        changes = self.workspace.changes()
        if changes != self._changes:
            self._changes = changes
            self._mined.clear()
            self._listed.clear()
        key = concept_id, lang
        if key not in self._mined:
            if len(self._mined) > 1000:
                self._mined.clear()
                self._listed.clear()
            self._mined[key] = self.workspace.renderings(concept_id, lang, evidence=0, limit=_ROWS)
        return self._mined[key]

    def occurrences(self, concept_id: str, choice: Choice, limit: int) -> tuple[Occurrence, ...]:
        """Where a choice stands in the corpus: at most `limit` places of each spelling."""
        found: list[Occurrence] = []
        for place, row in zip(choice.places, choice.renderings, strict=True):
            for mined in self.workspace.renderings(
                concept_id, choice.lang, limit=1, offset=place, evidence=limit
            ):
                if mined.text == row.text:  # else it was mined anew meanwhile
                    found.extend(mined.evidence)
        return tuple(found[:limit])

    def approve(self, concept_id: str) -> tuple[Decision, ...]:
        """Prefers the starred term of each language that has no preferred one.

        What a colleague flagged is confirmed: its preferred terms are preferred again.

        Returns:
            The decisions, which one undo takes back; none where nothing is starred.
        """
        page = self.page(concept_id)
        confirms = page.state is State.FLAGGED
        return self._decide(
            [
                Decision("", "", "", Action.PREFER, concept_id, lang, text)
                for lang, text in page.starred.items()
                if confirms or page.concept.preferred(lang) is None
            ]
        )

    def decide(
        self,
        action: Action,
        concept_id: str,
        lang: str = "",
        text: str = "",
        *,
        into: str = "",
        reason: str = "",
    ) -> Decision:
        """Settles one thing; it is on the disk when this returns.

        Raises:
            InputError: the log cannot be written, or the decision makes no sense.
        """
        draft = Decision("", "", "", action, concept_id, lang, text, into, reason)
        return self.settle([draft])[0]

    def settle(self, drafts: Sequence[Decision]) -> tuple[Decision, ...]:
        """Settles several things that one undo takes back together; all or none is kept.

        Args:
            drafts: without id, time and reviewer, which are put in here.

        Raises:
            InputError: the log cannot be written, or a decision makes no sense.
        """
        created: set[str] = set()
        for draft in drafts:
            if draft.action is Action.UNDO:
                raise InputError("undo has its own call")
            if draft.action is Action.CREATE:
                if draft.concept in self.termbase.by_id:
                    raise InputError(f"there is a concept '{draft.concept}' already")
                created.add(draft.concept)
            needed = [draft.concept, *([draft.into] if draft.action is Action.MOVE else [])]
            for id_ in needed:
                if id_ not in self.termbase.by_id and id_ not in created:
                    raise InputError(f"no concept '{id_}' in {self.terms}")
        return self._decide(drafts)

    def _decide(self, drafts: Sequence[Decision]) -> tuple[Decision, ...]:
        press = uuid4().hex
        at = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        made: list[Decision] = []
        with self._guard:
            termbase = self.termbase
            for number, draft in enumerate(drafts):
                decision = replace(
                    draft,
                    id=f"{press}/{number}",
                    at=at,
                    reviewer=self.reviewer,
                    before=snapshot(termbase, draft),
                )
                made.append(decision)
                if decision.action is not Action.UNDO and len(drafts) > 1:
                    termbase = apply(termbase, [decision])
            if made:
                self.workspace.append(*made)
                self.refresh()
        return tuple(made)

    def settle_conflict(self, conflict: Conflict, *, theirs: bool) -> Decision:
        """Takes one side of what a merge left in two versions; on the disk when this returns.

        Raises:
            InputError: the log cannot be written, theirs is no value that the field can
                have, or the conflict is no longer there.
        """
        from glossary.merge import settled

        concept = self.termbase.by_id.get(conflict.concept)
        if concept is None or conflict not in conflicts_of(concept):
            raise InputError("this conflict is settled already")
        settled(self.termbase, conflict, theirs=theirs)  # so that replaying it will not fail
        return self.settle([settling(conflict, theirs=theirs)])[0]

    def undo(self) -> tuple[Decision, ...]:
        """Takes back what this reviewer's last key press decided; empty where nothing is left."""
        taken = self._ledger.last_done
        self._decide([replace(d, action=Action.UNDO, into=d.id) for d in reversed(taken)])
        return taken

    def redo(self) -> tuple[Decision, ...]:
        """Decides again what was last taken back; empty where nothing is left."""
        again = self._ledger.last_undone
        self._decide([replace(d, action=Action.UNDO, into=self._ledger.undo_of(d)) for d in again])
        return again

    def refresh(self) -> tuple[Decision, ...]:
        """Takes in what the log has gained, from here or from another program.

        Returns:
            The decisions of others.
        """
        with self._guard:
            fresh = self.workspace.decisions(after=len(self._ledger.log))
            self._ledger.add(fresh)
            if any(made.action is Action.UNDO for made in fresh):
                self.termbase = self._brought_up(self._base)
            elif fresh:
                self.termbase = grouped(apply(self.termbase, fresh))
        return tuple(d for d in fresh if d.reviewer != self.reviewer)

    def reload(self) -> bool:
        """Takes in the termbase file if another program changed it.

        Returns:
            Whether the termbase is another now.

        Raises:
            InputError: the file changed and cannot be read; the review goes on with what it had.
        """
        if _stat(self.terms) == self._disk:
            return False
        with self._guard:
            before = self.termbase
            self.refresh()
            self._saved = self._in_file()
            self._base = self._load()
            self.termbase = self._brought_up(self._base)
            return before != self.termbase

    def save(self) -> int:
        """Brings the termbase file up to the log, keeping what else was changed in it.

        The file is read again and the decisions that it lacks are applied to it. Another
        session that saves waits meanwhile; who decides does not. If an editor was faster,
        all is done again.

        Returns:
            How many decisions were written.

        Raises:
            InputError: the file cannot be read or written; the decisions stay in the log.
        """
        with held(self.workspace.path.with_name(f"{self.workspace.path.name}-saving")):
            for _ in range(_ATTEMPTS):
                written = self._try_to_save()
                if written is not None:
                    return written
        raise InputError(
            f"{self.terms}: another program keeps changing it; the decisions are safe in the "
            "workspace, save again later"
        )

    def _try_to_save(self) -> int | None:
        self.refresh()
        saved = self._in_file()
        if len(self._ledger.log) == saved:
            self._saved = saved
            return 0
        file = self._file.refreshed()
        with self._guard:  # only for moments: who decides meanwhile must not wait
            self._saved = saved
            done = len(self._ledger.log)
            termbase = self._brought_up(file.termbase)
        updated = file.updated(termbase)
        try:
            if updated is not file:
                updated.save()
        except InputError:
            if TermFile.read(self.terms).text != file.text:
                return None
            raise
        # Killed here, the program applies these decisions again, which changes nothing.
        self.workspace.set_meta(_SAVED, str(done))
        with self._guard:
            self._disk = _stat(self.terms)
            self._saved = done
            self._file = updated
            self._base = updated.termbase
            self.termbase = self._brought_up(self._base)
        return done - saved

    def summary(self) -> Summary:
        """What came of this session so far."""
        started = self._started.strftime("%Y-%m-%dT%H:%M:%SZ")
        mine = [
            made
            for made in self._ledger.log
            if made.reviewer == self.reviewer and made.at >= started and self._ledger.stands(made)
        ]
        states = [self.state(concept) for concept in self.termbase]
        return Summary(
            decided=len({d.concept for d in mine if d.action in _SETTLING}),
            skipped=len({d.concept for d in mine if d.action is Action.SKIP}),
            flagged=len({d.concept for d in mine if d.action is Action.FLAG}),
            left=sum(state.waits for state in states),
            seconds=(self._clock() - self._started).total_seconds(),
            unsaved=self.unsaved,
        )


def _order(item: Item) -> tuple[bool, float, int]:
    return not item.conflicts, -item.repair, -item.occurrences


def settling(conflict: Conflict, *, theirs: bool) -> Decision:
    """The draft of a decision that takes one side of a conflict."""
    return Decision(
        "",
        "",
        "",
        Action.SETTLE,
        conflict.concept,
        conflict.lang,
        conflict.text,
        conflict.key,
        "theirs" if theirs else "ours",
    )


def _named(reviewer: str) -> str:
    if not reviewer.strip():
        raise InputError("a decision needs a name; give yours with --reviewer NAME")
    return reviewer.strip()


def _stat(path: Path) -> Stat | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
