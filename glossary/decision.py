"""What a reviewer settled, as data, and what it does to the termbase.

Decisions are appended to a log and never changed; taking one back is a decision
of its own. `apply` replays them, so the same log gives the same termbase.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What was decided."""

    PREFER = "prefer"
    """`text` is the term to use; a former preferred term of that language becomes admitted."""
    ADMIT = "admit"
    DEPRECATE = "deprecate"
    """`text` must not be used; `reason` says why."""
    PROPOSE = "propose"
    """`text` joins the concept without a status; also how a status is taken away."""
    REMOVE = "remove"
    """`text` is no term of the concept (a term that was listed by mistake)."""
    REJECT = "reject"
    """`text` was shown as a rendering and is none; it is not shown for the concept again."""
    MERGE = "merge"
    """`text` becomes a look-up form of the term `into`."""
    MOVE = "move"
    """`text` is a rendering of the concept `into` and not of this one."""
    CREATE = "create"
    """A new concept, `concept`, named by the Vietnamese term `text`."""
    DEFINE = "define"
    """The definition of the concept becomes `text`."""
    NOTE = "note"
    """The note of the concept becomes `text`."""
    SETTLE = "settle"
    """What a merge left open, the conflict `into` of the term `text` or of the concept, is
    settled for ``ours`` or ``theirs``, which `reason` says."""
    SKIP = "skip"
    """Left for later, with `reason`."""
    FLAG = "flag"
    """Left for a colleague, with `reason`."""
    UNDO = "undo"
    """Takes back the decision whose id is in `into`; undoing an undo redoes."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that one reviewer settled at one time."""

    id: str
    """Unique over all logs: ``<UUID>/<n>``, so that logs of two reviewers can be joined.

    Decisions made with one key press share the UUID and are undone together.
    """
    at: str
    """ISO 8601 UTC time with seconds."""
    reviewer: str
    action: Action
    concept: str
    """Concept id."""
    lang: str = ""
    text: str = ""
    into: str = ""
    """The target of a merge (term), a move (concept id), an undo (decision id) or of settling a
    conflict (its key)."""
    reason: str = ""
    before: str = ""
    """JSON of the concepts it changed, as they stood; empty where it changes none.

    A termbase may be edited between a decision and its undoing. Undoing gives back
    what the decision changed, and leaves alone what was changed since.
    """
