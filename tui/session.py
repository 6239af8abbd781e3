"""A review: the queue, what is decided, what is undone, and when it reaches the termbase.

No screen here. Every decision is in the workspace's log, on the disk, before
`Session.decide` returns; `Session.save` brings the termbase file up to the log and
keeps whatever else was changed in it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from aligner.model import Rendering
from aligner.workspace import Tally, Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase
from glossary.normalize import normalize
from glossary.replay import apply
from glossary.revert import revert, snapshot
from glossary.termfile import TermFile, load

_SAVED = "saved"
"""Key in the workspace: how many decisions of the log the termbase file holds."""

_SETTLING = frozenset(Action) - {Action.UNDO, Action.SKIP, Action.FLAG}


class State(StrEnum):
    """Where a concept stands in the review."""

    OPEN = "open"
    DECIDED = "decided"
    """Each language in review has a preferred term."""
    SKIPPED = "skipped"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Item:
    """A concept in the queue."""

    concept: str
    """Concept id."""
    name: str
    gloss: str
    subject: str
    occurrences: int
    """Of its listed renderings, in all languages."""
    repair: float
    """How many occurrences a decision may change; the order of the queue."""
    state: State


@dataclass(frozen=True, slots=True)
class Choice:
    """A term or a rendering that a reviewer can decide on."""

    lang: str
    text: str
    status: Status | None
    """None for a rendering that is not listed."""
    count: int
    share: float
    """Of the occurrences of all listed renderings of the concept in this language, 0 to 1."""
    term: Term | None = None
    renderings: tuple[Rendering, ...] = ()
    """What was mined of it: the term itself and its look-up forms, or the rendering."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown of one concept."""

    concept: Concept
    state: State
    choices: Mapping[str, tuple[Choice, ...]]
    """By language: listed terms in the termbase's order, then new renderings by rank."""
    starred: Mapping[str, str]
    """By language, the text that approving prefers; a language without a usable term has none."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a session."""

    decided: int
    skipped: int
    flagged: int
    left: int
    seconds: float


def _now() -> datetime:
    return datetime.now(UTC)


class Session:
    """One reviewer at work on one termbase and workspace.

    Not for two threads at once, but for `save`, which may run in a thread of its own.
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
        if not reviewer.strip():
            raise InputError("a decision needs a name; give yours with --reviewer NAME")
        self.terms = terms
        self.workspace = workspace
        self.reviewer = reviewer
        self.langs = tuple(langs)
        self._clock = clock
        self._started = clock()
        self._log: list[Decision] = []
        self._by_id: dict[str, Decision] = {}
        self._done: list[tuple[str, ...]] = []
        """Ids of this reviewer's decisions that stand, a tuple for each key press."""
        self._undone: list[tuple[str, ...]] = []
        """The same of those taken back, the next to be redone last."""
        self._undoing: dict[str, str] = {}
        """By id of a decision, that of the last decision that took it back."""
        self._skipped: set[str] = set()
        self._decided: set[str] = set()
        self.termbase = load(terms)
        log = workspace.decisions()
        self._take(log, self._unsaved(log))

    def _unsaved(self, log: Sequence[Decision]) -> list[Decision]:
        return list(log[int(self.workspace.meta(_SAVED) or 0) :])

    def _take(self, fresh: Sequence[Decision], effective: Sequence[Decision]) -> None:
        """Adds `fresh` to what the session knows of the log, and lets `effective` change terms."""
        for decision in fresh:
            self._log.append(decision)
            self._by_id[decision.id] = decision
            if decision.reviewer == self.reviewer:
                self._record(decision)
        for decision in effective:
            self.termbase = self._step(self.termbase, decision)

    def _record(self, decision: Decision) -> None:
        """Keeps the stacks of undo and redo in step with the log."""
        if decision.action is Action.UNDO:
            target = self._by_id.get(decision.into)
            if target is None:
                return
            redo = target.action is Action.UNDO
            original = self._by_id[target.into] if redo else target
            if not redo:
                self._undoing[original.id] = decision.id
            take, give = (self._undone, self._done) if redo else (self._done, self._undone)
            found = next((move for move in reversed(take) if original.id in move), None)
            if found is not None:
                take.remove(found)
                give.append(found)
            return
        if self._done and _batch(self._done[-1][0]) == _batch(decision.id):
            self._done[-1] = (*self._done[-1], decision.id)
        else:
            self._done.append((decision.id,))
        self._undone.clear()

    def _step(self, termbase: Termbase, decision: Decision) -> Termbase:
        if decision.action is not Action.UNDO:
            return apply(termbase, [decision])
        target = self._by_id.get(decision.into)
        if target is None:
            return termbase
        if target.action is Action.UNDO:
            return apply(termbase, [self._by_id[target.into]])
        return revert(termbase, target)

    @property
    def unsaved(self) -> int:
        """How many decisions of the log are not in the termbase file yet."""
        return len(self._log) - int(self.workspace.meta(_SAVED) or 0)

    def queue(self) -> tuple[Item, ...]:
        """All concepts, those first whose decision repairs most; ties in the termbase's order."""
        tallies: dict[str, list[Tally]] = {}
        for tally in self.workspace.tallies():
            tallies.setdefault(tally.concept, []).append(tally)
        items = [
            Item(
                concept=concept.id,
                name=concept.name,
                gloss=concept.gloss,
                subject=concept.subject,
                occurrences=sum(t.listed for t in tallies.get(concept.id, ())),
                repair=sum(t.repair for t in tallies.get(concept.id, ())),
                state=self.state(concept),
            )
            for concept in self.termbase
        ]
        return tuple(sorted(items, key=lambda item: -item.repair))

    def state(self, concept: Concept) -> State:
        """Where `concept` stands, from its terms and the last decision about it."""
        langs = [lang for lang in self.langs if concept.in_lang(lang)]
        if langs and all(concept.preferred(lang) for lang in langs):
            return State.DECIDED
        last = self._last(concept.id)
        if last is not None and last.action is Action.FLAG:
            return State.FLAGGED
        if last is not None and last.action is Action.SKIP:
            return State.SKIPPED
        return State.OPEN

    def history(self, concept: str) -> tuple[Decision, ...]:
        """Every decision about a concept, oldest first, with those taken back."""
        return tuple(d for d in self._log if concept in (d.concept, d.into))

    def _standing(self) -> list[Decision]:
        """The log without what was taken back, and without the taking back."""
        back: set[str] = set()
        for decision in reversed(self._log):
            if decision.action is Action.UNDO and decision.id not in back:
                back.add(decision.into)
        return [d for d in self._log if d.id not in back and d.action is not Action.UNDO]

    def _last(self, concept: str) -> Decision | None:
        return next((d for d in reversed(self._standing()) if d.concept == concept), None)

    def page(self, concept_id: str) -> Page:
        """All there is to show of one concept.

        Raises:
            KeyError: the termbase has no such concept.
        """
        concept = self.termbase.by_id[concept_id]
        rejected = {
            (d.lang, d.text)
            for d in self._standing()
            if d.action is Action.REJECT and d.concept == concept_id
        }
        choices = {
            lang: _choices(
                concept,
                lang,
                [
                    row
                    for row in self.workspace.renderings(concept_id, lang, evidence=0)
                    if (lang, row.text) not in rejected
                ],
            )
            for lang in self.langs
        }
        starred = {
            lang: star.text
            for lang in self.langs
            if (star := _star(concept.in_lang(lang))) is not None
        }
        return Page(concept, self.state(concept), choices, starred)

    def approve(self, concept_id: str) -> tuple[Decision, ...]:
        """Prefers the starred term of each language that has no preferred one.

        Returns:
            The decisions, which one undo takes back; none where nothing is starred.
        """
        page = self.page(concept_id)
        return self._decide(
            [
                Decision("", "", "", Action.PREFER, concept_id, lang, text)
                for lang, text in page.starred.items()
                if page.concept.preferred(lang) is None
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
        if action is Action.UNDO:
            raise InputError("undo has its own call")
        if action is not Action.CREATE and concept_id not in self.termbase.by_id:
            raise InputError(f"no concept '{concept_id}' in {self.terms}")
        return self._decide([Decision("", "", "", action, concept_id, lang, text, into, reason)])[0]

    def _decide(self, drafts: Sequence[Decision]) -> tuple[Decision, ...]:
        batch = uuid4().hex
        at = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        made: list[Decision] = []
        termbase = self.termbase
        for number, draft in enumerate(drafts):
            decision = replace(
                draft,
                id=f"{batch}/{number}",
                at=at,
                reviewer=self.reviewer,
                before=snapshot(termbase, draft),
            )
            made.append(decision)
            if decision.action is not Action.UNDO:
                termbase = apply(termbase, [decision])
        if made:
            self.workspace.append(*made)
            self.refresh()
        return tuple(made)

    def undo(self) -> tuple[Decision, ...]:
        """Takes back what this reviewer's last key press decided; empty where nothing is left."""
        if not self._done:
            return ()
        taken = tuple(self._by_id[id_] for id_ in self._done[-1])
        self._decide([replace(d, action=Action.UNDO, into=d.id) for d in reversed(taken)])
        return taken

    def redo(self) -> tuple[Decision, ...]:
        """Decides again what was last taken back; empty where nothing is left."""
        if not self._undone:
            return ()
        taken = tuple(self._by_id[id_] for id_ in self._undone[-1])
        self._decide([replace(d, action=Action.UNDO, into=self._undoing[d.id]) for d in taken])
        return taken

    def refresh(self) -> tuple[Decision, ...]:
        """Takes in what the log has gained, from here or from another program.

        Returns:
            The decisions of others.
        """
        fresh = self.workspace.decisions(after=len(self._log))
        self._take(fresh, fresh)
        return tuple(d for d in fresh if d.reviewer != self.reviewer)

    def save(self) -> int:
        """Brings the termbase file up to the log, keeping what else was changed in it.

        The file is read again, the decisions that it lacks are applied to it, and it is
        replaced atomically; other sessions wait meanwhile.

        Returns:
            How many decisions were written.

        Raises:
            InputError: the file cannot be read; the decisions stay in the log.
            OSError: it cannot be written; likewise.
        """
        with self.workspace.transaction():
            self.refresh()
            pending = self._unsaved(self._log)
            file = TermFile.read(self.terms)
            termbase = file.termbase
            for decision in pending:
                termbase = self._step(termbase, decision)
            if termbase != file.termbase:
                file.updated(termbase).save()
            self.workspace.set_meta(_SAVED, str(len(self._log)))
        self.termbase = termbase
        return len(pending)

    def summary(self) -> Summary:
        """What came of this session so far."""
        started = self._started.strftime("%Y-%m-%dT%H:%M:%SZ")
        mine = [d for d in self._standing() if d.reviewer == self.reviewer and d.at >= started]
        states = [self.state(concept) for concept in self.termbase]
        return Summary(
            decided=len({d.concept for d in mine if d.action in _SETTLING}),
            skipped=len({d.concept for d in mine if d.action is Action.SKIP}),
            flagged=len({d.concept for d in mine if d.action is Action.FLAG}),
            left=states.count(State.OPEN),
            seconds=(self._clock() - self._started).total_seconds(),
        )


def _batch(decision_id: str) -> str:
    return decision_id.partition("/")[0]


def _star(terms: Sequence[Term]) -> Term | None:
    """The term that approving prefers: what a person chose or proposed, never what is frequent."""
    for status in (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED):
        for term in terms:
            if term.status is status:
                return term
    return None


def _choices(concept: Concept, lang: str, rows: Sequence[Rendering]) -> tuple[Choice, ...]:
    terms = concept.in_lang(lang)
    owner = {normalize(text, lang).key: term for term in terms for text in (term.text, *term.forms)}
    mined: dict[str, list[Rendering]] = {term.text: [] for term in terms}
    new: list[Rendering] = []
    for row in rows:
        term = owner.get(normalize(row.text, lang).key)
        (mined[term.text] if term else new).append(row)
    total = sum(row.count for found in mined.values() for row in found)

    def choice(text: str, term: Term | None, found: Sequence[Rendering]) -> Choice:
        count = sum(row.count for row in found)
        return Choice(
            lang,
            text,
            term and term.status,
            count,
            count / total if total else 0.0,
            term,
            tuple(found),
        )

    return (
        *(choice(term.text, term, mined[term.text]) for term in terms),
        *(choice(row.text, None, [row]) for row in new),
    )
