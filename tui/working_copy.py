"""The working copy of the termbase: its file as it was read, with the decisions that it lacks.

Every decision goes to the workspace's log first. The file follows when it is saved, here or by
`tui.saving` in a process of its own, and keeps whatever an editor or another session changed in
it meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Termbase
from tui import reading
from tui.ledger import Ledger
from tui.lock import held

if TYPE_CHECKING:
    from glossary.termfile import TermFile  # only who saves needs it

_SAVED = "saved"
"""Key in the workspace: how many decisions of the log the termbase file holds."""

_ATTEMPTS = 5

Stat = tuple[int, int, int]
"""Time, size and inode: what tells one state of a file from the next."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did to the termbase file."""

    written: int
    """Decisions that the file did not hold before."""
    held: int
    """Decisions of the log that it holds now, from the first on."""
    before: str
    """Digest of its content as the decisions were put in."""
    after: str
    """Digest of its content then."""
    stat: Stat | None
    """What tells this state of it from the next."""


class WorkingCopy:
    """The termbase as it stands for one reviewer, between the log and the file.

    Belongs to one thread, but for `save` and `follow`, which may run in another.
    """

    def __init__(self, terms: Path, workspace: Workspace, reviewer: str) -> None:
        """Read the file, and bring it up to the log.

        Raises:
            InputError: the termbase cannot be read, or `reviewer` is empty.
        """
        self.terms = terms
        self.workspace = workspace
        self._guard = RLock()
        self.ledger = Ledger(_named(reviewer))
        self.ledger.add(workspace.decisions())
        self._saved = self._in_file()
        self._file: TermFile | None = None
        """The file with its lines, once something was saved from here."""
        self._base, self._digest, self._disk = self._read()
        self._held = self._saved
        """How many decisions of the log `_base` holds; those that follow are put in here."""
        self.termbase = self._brought_up(self._base, self._held)
        self._states = {len(self.ledger.log): self.termbase}
        """The termbase as it was after so many decisions of the log, since the last save."""

    def rename(self, reviewer: str) -> None:
        """Somebody else goes on with the review.

        Raises:
            InputError: the name is empty.
        """
        with self._guard:
            self.ledger.rename(_named(reviewer))

    def _in_file(self) -> int:
        return int(self.workspace.meta(_SAVED) or 0)

    def _read(self) -> tuple[Termbase, str, Stat | None]:
        """The termbase of the file, the digest of its content, and what tells its state."""
        stat = _stat(self.terms)
        return *reading.termbase(self.terms, self.workspace.path), stat

    def _brought_up(self, termbase: Termbase, held: int) -> Termbase:
        """A termbase with the decisions of the log that follow the first `held`."""
        back, stand = self.ledger.effect(held)
        if not (back or stand):
            return termbase
        from glossary.record import grouped
        from glossary.replay import apply
        from glossary.revert import revert

        for decision in back:
            termbase = revert(termbase, decision)
        return grouped(apply(termbase, stand))

    @property
    def unsaved(self) -> int:
        """How many decisions of the log are not in the termbase file yet."""
        return max(0, len(self.ledger.log) - self._saved)  # others' may not be taken in yet

    def decide(self, drafts: Sequence[Decision], at: str) -> tuple[Decision, ...]:
        """Keeps what one key press decided; it is on the disk when this returns.

        Args:
            drafts: without id, time and reviewer, which are put in here.
            at: the time of day, in UTC.

        Raises:
            InputError: the log cannot be written; nothing is decided.
        """
        from glossary.replay import apply
        from glossary.revert import snapshot

        press = os.urandom(16).hex()
        made: list[Decision] = []
        with self._guard:
            termbase = self.termbase
            for number, draft in enumerate(drafts):
                decision = replace(
                    draft,
                    id=f"{press}/{number}",
                    at=at,
                    reviewer=self.ledger.reviewer,
                    before=snapshot(termbase, draft),
                )
                made.append(decision)
                if decision.action is not Action.UNDO and len(drafts) > 1:
                    termbase = apply(termbase, [decision])
            if made:
                self.workspace.append(*made)
                self.refresh()
        return tuple(made)

    def refresh(self) -> tuple[Decision, ...]:
        """Takes in what the log has gained, from here or from another program.

        Returns:
            The decisions of others.
        """
        with self._guard:
            fresh = self.workspace.decisions(after=len(self.ledger.log))
            self.ledger.add(fresh)
            if any(made.action is Action.UNDO for made in fresh):
                before = self.termbase.by_id
                made = self._brought_up(self._base, self._held)
                # What reads the same is the same object, so that nothing is worked out again.
                concepts = (before[c.id] if before.get(c.id) == c else c for c in made.concepts)
                self.termbase = replace(made, concepts=tuple(concepts))
            elif fresh:
                from glossary.record import grouped
                from glossary.replay import apply

                self.termbase = grouped(apply(self.termbase, fresh))
            if fresh:
                self._states[len(self.ledger.log)] = self.termbase
        return tuple(d for d in fresh if d.reviewer != self.ledger.reviewer)

    def reload(self) -> bool:
        """Takes in the termbase file if another program changed it.

        Returns:
            Whether the termbase is another now.

        Raises:
            InputError: the file changed and cannot be read; the review goes on with what it had.
        """
        if _stat(self.terms) == self._disk:
            return False
        saved = self._in_file()  # first: decisions that the file holds may be put in again
        base, digest, stat = self._read()
        with self._guard:
            before = self.termbase
            self.refresh()
            self._base, self._digest, self._disk = base, digest, stat
            self._saved = self._held = saved
            self.termbase = self._brought_up(base, self._held)
            self._states = {len(self.ledger.log): self.termbase}
            return before != self.termbase

    def follow(self, saved: Saved) -> None:
        """Another process brought the file up to the log.

        Where it began from what is known here nothing need be read; else the file counts as
        changed by another program, which `reload` takes in.
        """
        with self._guard:
            if saved.before != self._digest:
                return
            self._digest, self._disk, self._saved = saved.after, saved.stat, saved.held
            written = self._states.get(saved.held)
            if written is not None:
                self._base, self._held = written, saved.held
            self._states = {n: state for n, state in self._states.items() if n >= saved.held}

    def save(self) -> Saved:
        """Brings the termbase file up to the log, keeping what else was changed in it.

        The file is read again and the decisions that it lacks are applied to it. Another
        session that saves waits meanwhile; who decides does not. If an editor was faster,
        all is done again.

        Raises:
            InputError: the file cannot be read or written; the decisions stay in the log.
        """
        with held(self.workspace.path.with_name(f"{self.workspace.path.name}-saving")):
            for _ in range(_ATTEMPTS):
                saved = self._try_to_save()
                if saved is not None:
                    return saved
        raise InputError(
            f"{self.terms}: another program keeps changing it; the decisions are safe in the "
            "workspace, save again later"
        )

    def _try_to_save(self) -> Saved | None:
        from glossary.termfile import TermFile

        self.refresh()
        saved = self._in_file()
        if len(self.ledger.log) == saved:
            self._saved = saved
            return Saved(0, saved, self._digest, self._digest, self._disk)
        file = self._file.refreshed() if self._file is not None else TermFile.read(self.terms)
        with self._guard:  # only for moments: who decides meanwhile must not wait
            done = len(self.ledger.log)
            termbase = self._brought_up(file.termbase, saved)
        before = reading.digest(self.terms)
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
            self._disk, self._digest = _stat(self.terms), reading.digest(self.terms)
            self._saved = self._held = done
            self._file = updated
            self._base = updated.termbase
            self.termbase = self._brought_up(self._base, done)
            self._states = {len(self.ledger.log): self.termbase}
        return Saved(done - saved, done, before, self._digest, self._disk)


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
