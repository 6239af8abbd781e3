"""The working copy of the termbase: its file as it was read, with the decisions that it lacks.

Every decision goes to the workspace's log first. The file follows when it is saved, and
keeps whatever an editor or another session changed in it meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock

from aligner.workspace import Workspace
from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Termbase
from glossary.record import grouped
from glossary.replay import apply
from glossary.revert import revert, snapshot
from glossary.termfile import TermFile
from tui.ledger import Ledger
from tui.lock import held

_SAVED = "saved"
"""Key in the workspace: how many decisions of the log the termbase file holds."""

_ATTEMPTS = 5

Stat = tuple[int, int, int]
"""Time, size and inode: what tells one state of a file from the next."""


class WorkingCopy:
    """The termbase as it stands for one reviewer, between the log and the file.

    Belongs to one thread, but for `save`, which may run in another.
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
        self._disk: Stat | None = None
        self._base = self._load()
        self.termbase = self._brought_up(self._base)

    def rename(self, reviewer: str) -> None:
        """Somebody else goes on with the review.

        Raises:
            InputError: the name is empty.
        """
        with self._guard:
            self.ledger.rename(_named(reviewer))

    def _in_file(self) -> int:
        return int(self.workspace.meta(_SAVED) or 0)

    def _load(self) -> Termbase:
        self._disk = _stat(self.terms)
        self._file = TermFile.read(self.terms)
        return self._file.termbase

    def _brought_up(self, termbase: Termbase) -> Termbase:
        """A termbase as it was read, with the decisions that its file does not hold yet."""
        back, stand = self.ledger.effect(self._saved)
        for decision in back:
            termbase = revert(termbase, decision)
        return grouped(apply(termbase, stand))

    @property
    def unsaved(self) -> int:
        """How many decisions of the log are not in the termbase file yet."""
        return len(self.ledger.log) - self._saved

    def decide(self, drafts: Sequence[Decision], at: str) -> tuple[Decision, ...]:
        """Keeps what one key press decided; it is on the disk when this returns.

        Args:
            drafts: without id, time and reviewer, which are put in here.
            at: the time of day, in UTC.

        Raises:
            InputError: the log cannot be written; nothing is decided.
        """
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
                self.termbase = self._brought_up(self._base)
            elif fresh:
                self.termbase = grouped(apply(self.termbase, fresh))
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
        if len(self.ledger.log) == saved:
            self._saved = saved
            return 0
        file = self._file.refreshed()
        with self._guard:  # only for moments: who decides meanwhile must not wait
            self._saved = saved
            done = len(self.ledger.log)
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
