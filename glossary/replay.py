"""Replaying decisions: the same log on the same termbase gives the same termbase."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from glossary.decision import Action, Decision
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase

STATUS_OF = {
    Action.PREFER: Status.PREFERRED,
    Action.ADMIT: Status.ADMITTED,
    Action.DEPRECATE: Status.DEPRECATED,
    Action.PROPOSE: Status.PROPOSED,
}


def apply(termbase: Termbase, decisions: Iterable[Decision]) -> Termbase:
    """The termbase after the decisions, in their order.

    A log may be applied to a termbase that holds its effects already, as `terms.yaml`
    does after a save: that changes nothing. A decision about a concept that the
    termbase does not have changes nothing either.

    - A status carries who gave it and when; the term that a new preferred one
      demotes carries them too, and a term whose status was taken away has neither.
    - A term that is new comes after those that the termbase has. One that was
      removed and comes back has its forms and notes again.
    - A form belongs to one term of its concept: a form that becomes a term leaves
      the list that it was in.
    - A status that is decided after a merge settles what the merge could not, and so
      does taking the one side or the other.
    - An undone decision is as if it had never been made. Where the termbase holds
      its effects already, it is taken back as far as nobody changed them since.

    Args:
        termbase: what the decisions were made on, or what came of them.
        decisions: the log; one whose id was there before is left out.
    """
    first: dict[str, Decision] = {}
    for decision in decisions:
        first.setdefault(decision.id, decision)
    log = list(first.values())
    undone = undone_ids(log)
    for decision in reversed(log):
        if decision.id in undone and decision.before:
            from glossary.revert import revert  # which replays single decisions itself

            termbase = revert(termbase, decision)
    state = _State(termbase)
    for decision in log:
        if decision.id not in undone:
            state.decide(decision)
    return state.termbase()


def undone_ids(log: Sequence[Decision]) -> frozenset[str]:
    """Ids of the decisions of a log that a later one takes back, undoings among them."""
    undone: set[str] = set()
    for decision in reversed(log):
        if decision.action is Action.UNDO and decision.id not in undone:
            undone.add(decision.into)
    return frozenset(undone)


def joined(*logs: Iterable[Decision]) -> list[Decision]:
    """Several reviewers' logs as one, by time; each keeps its own order within a second."""
    found: dict[str, Decision] = {}
    for log in logs:
        for decision in log:
            found.setdefault(decision.id, decision)
    return sorted(found.values(), key=lambda decision: (decision.at, decision.reviewer))


Key = tuple[str, str]
"""Language and text of a term."""


@dataclass
class _Draft:
    """A concept being changed."""

    concept: Concept
    terms: dict[Key, Term]
    gone: dict[Key, Term] = field(default_factory=dict)
    """Terms that were removed, as they last were."""

    def __post_init__(self) -> None:
        self.before = dict(self.terms)


class _State:
    def __init__(self, termbase: Termbase) -> None:
        self.start = termbase
        self.drafts: dict[str, _Draft] = {}
        self.new: list[str] = []
        self.gone: set[str] = set()
        self.known = termbase.by_id

    def termbase(self) -> Termbase:
        done: set[str] = set()
        concepts = []
        for concept in self.start.concepts:
            # Of two concepts with one id, the first is the one that decisions are about.
            changed = concept.id in self.drafts and concept.id not in done
            done.add(concept.id)
            if changed and concept.id in self.gone:
                continue
            concepts.append(_finished(self.drafts[concept.id]) if changed else concept)
        concepts += [_finished(self.drafts[id_]) for id_ in self.new if id_ not in self.gone]
        result = replace(self.start, concepts=tuple(concepts))
        return self.start if result == self.start else result

    def draft(self, id_: str) -> _Draft | None:
        if id_ in self.gone:
            return None
        if id_ not in self.drafts:
            concept = self.known.get(id_)
            if concept is None:
                return None
            self.drafts[id_] = _Draft(concept, {(t.lang, t.text): t for t in concept.terms})
        return self.drafts[id_]

    def decide(self, decision: Decision) -> None:
        if decision.action is Action.CREATE:
            self.create(decision)
            return
        draft = self.draft(decision.concept)
        act = _ACTS.get(decision.action)
        if draft is not None and act is not None:
            act(self, draft, decision)

    def create(self, decision: Decision) -> None:
        if not decision.concept or self.draft(decision.concept) is not None:
            return
        lang = decision.lang or SOURCE_LANG
        term = Term(lang, decision.text, source=decision.reviewer)
        terms = {(lang, decision.text): term} if decision.text else {}
        self.drafts[decision.concept] = _Draft(Concept(decision.concept, ()), terms)
        self.gone.discard(decision.concept)
        if decision.concept not in (*self.known, *self.new):
            self.new.append(decision.concept)

    def settle(self, draft: _Draft, decision: Decision) -> None:
        if not decision.text:
            return
        key = (decision.lang, decision.text)
        if decision.action is Action.PREFER:
            for other, term in draft.terms.items():
                if term.status is Status.PREFERRED and other[0] == key[0] and other != key:
                    draft.terms[other] = _stamped(term, Status.ADMITTED, decision, term.reason)
        term = _brought(draft, key, decision)
        draft.terms[key] = _stamped(term, STATUS_OF[decision.action], decision, decision.reason)
        _settle_conflicts(draft, decision)

    def remove(self, draft: _Draft, decision: Decision) -> None:
        _take_out(draft, (decision.lang, decision.text))
        _settle_conflicts(draft, decision)

    def merge(self, draft: _Draft, decision: Decision) -> None:
        if not decision.text or not decision.into or decision.text == decision.into:
            return
        term = _take_out(draft, (decision.lang, decision.text))
        key = (decision.lang, decision.into)
        into = _brought(draft, key, decision)
        forms = (decision.text, *(term.forms if term else ()))
        _disown(draft, key[0], forms, key)
        draft.terms[key] = _with_forms(into, forms)

    def move(self, draft: _Draft, decision: Decision) -> None:
        target = self.draft(decision.into)
        if target is None or target is draft or not decision.text:
            return
        key = (decision.lang, decision.text)
        term = _take_out(draft, key)
        if key in target.terms:
            return
        if term is not None and key not in target.gone:
            cleared = replace(term, status=Status.PROPOSED, reason="", decided_by="", decided_at="")
            target.gone[key] = cleared
        _brought(target, key, decision)
        draft_term = target.terms[key]
        target.terms[key] = _stamped(draft_term, Status.PROPOSED, decision, "")

    def define(self, draft: _Draft, decision: Decision) -> None:
        draft.concept = replace(draft.concept, definition=decision.text)

    def annotate(self, draft: _Draft, decision: Decision) -> None:
        draft.concept = replace(draft.concept, note=decision.text)

    def settle_conflict(self, draft: _Draft, decision: Decision) -> None:
        from glossary.merge import conflicts, settled

        now = Termbase((_finished(draft),))
        about = decision.lang, decision.text, decision.into
        for conflict in conflicts(now):
            if (conflict.lang, conflict.text, conflict.key) == about:
                after = settled(now, conflict, theirs=decision.reason == "theirs")
                if not after.concepts:
                    self.gone.add(decision.concept)
                    return
                draft.concept = after.concepts[0]
                draft.terms = {(term.lang, term.text): term for term in draft.concept.terms}
                return


_ACTS: dict[Action, Callable[[_State, _Draft, Decision], None]] = {
    Action.PREFER: _State.settle,
    Action.ADMIT: _State.settle,
    Action.DEPRECATE: _State.settle,
    Action.PROPOSE: _State.settle,
    Action.REMOVE: _State.remove,
    Action.MERGE: _State.merge,
    Action.MOVE: _State.move,
    Action.DEFINE: _State.define,
    Action.NOTE: _State.annotate,
    Action.SETTLE: _State.settle_conflict,
}


def _stamped(term: Term, status: Status, decision: Decision, reason: str) -> Term:
    decided = status is not Status.PROPOSED
    return replace(
        term,
        status=status,
        reason=reason,
        decided_by=decision.reviewer if decided else "",
        decided_at=decision.at if decided else "",
    )


def _settle_conflicts(draft: _Draft, decision: Decision) -> None:
    """Take out the conflicts of a merge that the decision, made after both sides, settles."""
    if not draft.concept.extra:
        return
    from glossary.merge import CONFLICTS  # which a termbase without conflicts does not need

    carried = draft.concept.extra.get(CONFLICTS)
    if isinstance(carried, list):
        rest = [each for each in carried if not _settles(decision, each)]
        extra = {name: value for name, value in draft.concept.extra.items() if name != CONFLICTS}
        extra |= {CONFLICTS: rest} if rest else {}
        draft.concept = replace(draft.concept, extra=extra)


def _settles(decision: Decision, conflict: object) -> bool:
    if not isinstance(conflict, dict) or conflict.get("lang") != decision.lang:
        return False
    sides = [conflict.get(name) for name in ("ours", "theirs")]
    told = [side for side in sides if isinstance(side, dict)]
    if any(str(side.get("decided_at", "")) >= decision.at for side in told):
        return False
    if conflict.get("field") == "preferred":
        about = {side.get("text") for side in told}
        return decision.action is Action.PREFER or decision.text in about
    return conflict.get("field") in ("status", "term") and conflict.get("text") == decision.text


def _brought(draft: _Draft, key: Key, decision: Decision) -> Term:
    """The term, put into the concept where it was not; its forms are then nobody else's."""
    if key not in draft.terms:
        term = draft.gone.get(key) or Term(*key, source=decision.reviewer)
        draft.terms[key] = term
        _disown(draft, key[0], (key[1], *term.forms), key)
    return draft.terms[key]


def _take_out(draft: _Draft, key: Key) -> Term | None:
    term = draft.terms.pop(key, None)
    if term is not None:
        draft.gone[key] = term
    return term


def _disown(draft: _Draft, lang: str, forms: Sequence[str], owner: Key) -> None:
    """Take forms out of the terms that have them, all but `owner`."""
    for key, term in draft.terms.items():
        if key[0] == lang and key != owner and any(form in forms for form in term.forms):
            rest = tuple(form for form in term.forms if form not in forms)
            draft.terms[key] = replace(term, forms=rest)


def _with_forms(term: Term, forms: Sequence[str]) -> Term:
    wanted = dict.fromkeys((*term.forms, *forms))
    return replace(term, forms=tuple(form for form in wanted if form != term.text))


def _finished(draft: _Draft) -> Concept:
    """The concept with its old terms and forms in their old order, and the new ones after."""
    keys = [*(key for key in draft.before if key in draft.terms)]
    keys += [key for key in draft.terms if key not in draft.before]
    terms = []
    for key in keys:
        term = draft.terms[key]
        old = draft.before[key].forms if key in draft.before else ()
        forms = [*(f for f in old if f in term.forms), *(f for f in term.forms if f not in old)]
        terms.append(term if tuple(forms) == term.forms else replace(term, forms=tuple(forms)))
    return replace(draft.concept, terms=tuple(terms))
