"""The log of decisions as a review needs it: what stands, what was taken back, what comes next.

Fed decision by decision, each in constant time, so a log of many years costs nothing
at a key press.
"""

from __future__ import annotations

from collections.abc import Iterable

from glossary.decision import Action, Decision


class Ledger:
    """All decisions, and for one reviewer the way back and forth among their own."""

    def __init__(self, reviewer: str) -> None:
        self.reviewer = reviewer
        self.log: list[Decision] = []
        self.by_id: dict[str, Decision] = {}
        self._place: dict[str, int] = {}
        self._about: dict[str, list[Decision]] = {}
        self._back: set[str] = set()
        self._depth: dict[str, tuple[str, int]] = {}
        """By id of an undo, the decision that it is about in the end, and how often it turns it."""
        self._last_undo: dict[str, str] = {}
        self._done: list[tuple[str, ...]] = []
        self._undone: list[tuple[str, ...]] = []

    def add(self, decisions: Iterable[Decision]) -> None:
        """Takes in what the log has gained."""
        for decision in decisions:
            self._place[decision.id] = len(self.log)
            self.log.append(decision)
            self.by_id[decision.id] = decision
            for concept in {decision.concept, *([decision.into] if _reaches(decision) else [])}:
                self._about.setdefault(concept, []).append(decision)
            if decision.action is Action.UNDO:
                self._take_back(decision)
            elif decision.reviewer == self.reviewer:
                self._press(decision)

    def _take_back(self, undo: Decision) -> None:
        root, depth = self._depth.get(undo.into, (undo.into, 0))
        self._depth[undo.id] = root, depth + 1
        self._last_undo[root] = undo.id
        taken = depth % 2 == 0
        (self._back.add if taken else self._back.discard)(root)
        original = self.by_id.get(root)
        if original is None or original.reviewer != self.reviewer:
            return
        take, give = (self._done, self._undone) if taken else (self._undone, self._done)
        found = next((move for move in reversed(take) if root in move), None)
        if found is not None:
            take.remove(found)
            give.append(found)

    def _press(self, decision: Decision) -> None:
        if self._done and batch(self._done[-1][0]) == batch(decision.id):
            self._done[-1] = (*self._done[-1], decision.id)
        else:
            self._done.append((decision.id,))
        self._undone.clear()

    def rename(self, reviewer: str) -> None:
        """Another reviewer goes on; what can be undone is theirs."""
        log = self.log
        self.__init__(reviewer)  # type: ignore[misc]
        self.add(log)

    def effect(self, after: int) -> tuple[list[Decision], list[Decision]]:
        """What the log after its first `after` decisions comes to.

        Returns:
            The decisions that were taken back, the last first, and those that stand, in
            order; one that was taken back and decided again stands.
        """
        roots: dict[str, None] = {}
        for made in self.log[after:]:
            roots[self._depth[made.id][0] if made.action is Action.UNDO else made.id] = None
        known = sorted((id_ for id_ in roots if id_ in self._place), key=self._place.__getitem__)
        touched = [self.by_id[id_] for id_ in known]
        back = [made for made in reversed(touched) if made.id in self._back]
        return back, [made for made in touched if made.id not in self._back]

    def stands(self, decision: Decision) -> bool:
        """Whether it is no undo and was not taken back."""
        return decision.action is not Action.UNDO and decision.id not in self._back

    def about(self, concept: str) -> tuple[Decision, ...]:
        """Every decision that touches a concept, oldest first, with those taken back."""
        return tuple(self._about.get(concept, ()))

    def standing(self, concept: str) -> tuple[Decision, ...]:
        """What stands of a concept's own decisions, oldest first."""
        return tuple(
            made
            for made in self._about.get(concept, ())
            if made.concept == concept and self.stands(made)
        )

    @property
    def last_done(self) -> tuple[Decision, ...]:
        """What this reviewer's last key press decided that still stands."""
        return tuple(self.by_id[id_] for id_ in self._done[-1]) if self._done else ()

    @property
    def last_undone(self) -> tuple[Decision, ...]:
        """What a redo would decide again."""
        return tuple(self.by_id[id_] for id_ in self._undone[-1]) if self._undone else ()

    @property
    def depth(self) -> int:
        """How many key presses can be undone."""
        return len(self._done)

    def undo_of(self, decision: Decision) -> str:
        """Id of the last undo that is about a decision."""
        return self._last_undo[decision.id]


def batch(decision_id: str) -> str:
    """What decisions made with one key press have in common."""
    return decision_id.partition("/")[0]


def _reaches(decision: Decision) -> bool:
    return decision.action is Action.MOVE
