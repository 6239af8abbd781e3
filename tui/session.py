"""A review: the queue, what is decided, what is undone, and when it reaches the termbase.

No screen here. Every decision is in the workspace's log, on the disk, before
`Session.decide` returns; `Session.save` brings the termbase file up to the log and
keeps whatever else was changed in it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.inventory import Tally
from aligner.model import Occurrence
from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Concept, Termbase
from tui.ledger import Ledger
from tui.mined import Mined
from tui.page import Choice, Item, Page, State, conflicts_of, star
from tui.ranking import Ranking, ordered
from tui.working_copy import Saved, WorkingCopy

if TYPE_CHECKING:
    from glossary.merge import Conflict

_SETTLING = frozenset(Action) - {Action.UNDO, Action.SKIP, Action.FLAG}


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a session."""

    decided: int
    """Concepts that are decided now, and of which this session settled something that stands."""
    skipped: int
    flagged: int
    left: int
    """Concepts that wait."""
    seconds: float
    changed: int = 0
    """Other concepts of which this session settled something that stands."""
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
        self.ranking = Ranking(langs)
        self._clock = clock
        self._started = clock()
        self._copy = WorkingCopy(terms, workspace, reviewer)
        self._mined = Mined(workspace)
        self._tallies: Mapping[str, Sequence[Tally]] = {}

    @property
    def _ledger(self) -> Ledger:
        return self._copy.ledger

    @property
    def termbase(self) -> Termbase:
        """The termbase with every decision of the log."""
        return self._copy.termbase

    @property
    def unsaved(self) -> int:
        """How many decisions of the log are not in the termbase file yet."""
        return self._copy.unsaved

    @property
    def reviewer(self) -> str:
        """Who decides."""
        return self._ledger.reviewer

    def rename(self, reviewer: str) -> None:
        """Somebody else goes on with the review.

        Raises:
            InputError: the name is empty.
        """
        self._copy.rename(reviewer)

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
        gone, orders = self.rejected(concept_id), self.ranking.orders
        choices = {
            lang: ordered(
                self._mined.choices(concept, lang, gone), orders.get((concept_id, lang), ())
            )
            for lang in self.langs
        }
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

    def rejected(self, concept_id: str) -> frozenset[tuple[str, str]]:
        """What was sent away of a concept: languages and texts."""
        return frozenset(
            (made.lang, made.text)
            for made in self._ledger.standing(concept_id)
            if made.action in (Action.REJECT, Action.MOVE)
        )

    def occurrences(self, concept_id: str, choice: Choice, limit: int) -> tuple[Occurrence, ...]:
        """Where a choice stands in the corpus: at most `limit` places of each spelling."""
        return self._mined.occurrences(concept_id, choice, limit)

    def approve(
        self, concept_id: str, chosen: tuple[str, str] | None = None
    ) -> tuple[Decision, ...]:
        """Prefers the starred term of each language that has no preferred one.

        What a colleague flagged is confirmed: its preferred terms are preferred again.

        Args:
            concept_id: of the concept.
            chosen: language and text of what is preferred in place of that language's star.

        Returns:
            The decisions, which one undo takes back; none where nothing is starred.
        """
        page = self.page(concept_id)
        confirms = page.state is State.FLAGGED
        return self._decide(
            [
                Decision("", "", "", Action.PREFER, concept_id, lang, text)
                for lang, text in {**page.starred, **dict([chosen] if chosen else [])}.items()
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
        return self._copy.decide(drafts, self._clock().strftime("%Y-%m-%dT%H:%M:%SZ"))

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
        """Takes in what the log has gained; returns the decisions of others."""
        return self._copy.refresh()

    def reload(self) -> bool:
        """Takes in the termbase file if another program changed it.

        Returns:
            Whether the termbase is another now.

        Raises:
            InputError: the file changed and cannot be read; the review goes on with what it had.
        """
        return self._copy.reload()

    def save(self) -> int:
        """Brings the termbase file up to the log, keeping what else was changed in it.

        Returns:
            How many decisions were written.

        Raises:
            InputError: the file cannot be read or written; the decisions stay in the log.
        """
        return self._copy.save().written

    def follow(self, saved: Saved) -> None:
        """Takes in that a process beside has brought the termbase file up to the log."""
        self._copy.follow(saved)

    def summary(self) -> Summary:
        """What came of this session so far."""
        started = self._started.strftime("%Y-%m-%dT%H:%M:%SZ")
        mine = [
            made
            for made in self._ledger.log
            if made.reviewer == self.reviewer and made.at >= started and self._ledger.stands(made)
        ]
        states = {concept.id: self.state(concept) for concept in self.termbase}

        def touched(state: State, actions: frozenset[Action]) -> set[str]:
            about = {d.concept for d in mine if d.action in actions}
            return {id_ for id_ in about if states.get(id_) is state}

        decided = touched(State.DECIDED, _SETTLING)
        skipped = touched(State.SKIPPED, frozenset({Action.SKIP}))
        flagged = touched(State.FLAGGED, frozenset({Action.FLAG}))
        settled = {d.concept for d in mine if d.action in _SETTLING}
        return Summary(
            decided=len(decided),
            skipped=len(skipped),
            flagged=len(flagged),
            left=sum(state.waits for state in states.values()),
            seconds=(self._clock() - self._started).total_seconds(),
            changed=len(settled - decided - skipped - flagged),
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
