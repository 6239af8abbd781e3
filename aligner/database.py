"""The SQLite file under a workspace: its layout, its transactions, and its faults in our words."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from glossary.errors import InputError

SCHEMA = 1
"""Number of the layout below; a file with another is refused, not migrated."""

APPLICATION = 0x74_68_6E_67
"""SQLite's application id, ``thng``: tells our files from those of other programs."""

BUSY_SECONDS = 10.0
"""How long a write waits for another process before it gives up."""

Execute = Callable[..., sqlite3.Cursor]
"""`sqlite3.Connection.execute`, inside a transaction."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, lang TEXT NOT NULL, url TEXT NOT NULL,
    slug TEXT NOT NULL, published TEXT NOT NULL, length INTEGER NOT NULL,
    segments INTEGER NOT NULL);
CREATE INDEX document_slug ON document (slug);
CREATE TABLE body (
    document TEXT PRIMARY KEY, text TEXT NOT NULL, marks BLOB NOT NULL, segments BLOB NOT NULL,
    given INTEGER NOT NULL);
CREATE TABLE source (name TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX source_document ON source (document);
CREATE TABLE bitext (
    source TEXT NOT NULL, target TEXT NOT NULL, signature TEXT NOT NULL, data BLOB NOT NULL,
    UNIQUE (source, target));
CREATE INDEX bitext_target ON bitext (target);
CREATE TABLE encoder (id INTEGER PRIMARY KEY, signature TEXT NOT NULL UNIQUE);
CREATE TABLE vector (
    encoder INTEGER NOT NULL, hash TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (encoder, hash));
CREATE TABLE rendering (
    id INTEGER PRIMARY KEY, concept TEXT NOT NULL, lang TEXT NOT NULL, rank INTEGER NOT NULL,
    count INTEGER NOT NULL, status TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX rendering_order ON rendering (concept, lang, rank);
CREATE TABLE evidence (
    rendering INTEGER NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, PRIMARY KEY (rendering, document, start, "end")) WITHOUT ROWID;
CREATE TABLE tally (
    concept TEXT NOT NULL, lang TEXT NOT NULL, renderings INTEGER NOT NULL,
    occurrences INTEGER NOT NULL, listed INTEGER NOT NULL, repair REAL NOT NULL,
    PRIMARY KEY (concept, lang)) WITHOUT ROWID;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, concept TEXT NOT NULL,
    data BLOB NOT NULL);
CREATE INDEX decision_concept ON decision (concept);
"""


class DamagedError(Exception):
    """A row that this program can't have written."""


class Database:
    """One file, open. Any thread may use it, one at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `Database.open`."""
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True, timeout: float = BUSY_SECONDS) -> Self:
        """Open the workspace at `path`, making it where there is none.

        Where the file or its folder can't be written, it is opened for reading alone, and
        whatever would write says so.

        Args:
            path: the file; SQLite puts two more beside it, ``-wal`` and ``-shm``.
            create: whether to make it; if not, a missing file is an error.
            timeout: seconds that a write waits for another process.

        Raises:
            InputError: it is missing, locked, damaged, not ours, or of another version.
        """
        path = Path(path)
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file for the workspace")
        if not path.exists():
            if not create:
                raise InputError(f"{path}: no workspace here; make one with 'thuatngu add PATH'")
            if not path.parent.is_dir():
                raise InputError(f"{path}: the folder '{path.parent}' does not exist; make it")
        readable = path.exists() and _is_read_only(path)
        with _telling(path):
            connection = sqlite3.connect(
                _address(path) if readable else path,
                timeout=timeout,
                isolation_level=None,
                check_same_thread=False,
                uri=readable,
            )
            workspace = cls(path, connection)
            try:
                if readable:
                    workspace._look()
                else:
                    workspace._prepare(timeout)
            except BaseException:
                connection.close()
                raise
        return workspace

    @property
    def writable(self) -> bool:
        """Whether it was opened for more than reading."""
        return not self._connection.execute("PRAGMA query_only").fetchone()[0]

    def _look(self) -> None:
        """Make sure that the file is ours, and change nothing."""
        self._connection.execute("PRAGMA query_only = ON")
        if not self._is_ours():
            raise InputError(
                f"{self.path}: is empty and can't be written; change the permissions of the "
                "file and its folder"
            )

    def _prepare(self, timeout: float) -> None:
        execute = self._connection.execute
        self._write_ahead(timeout)
        execute("PRAGMA synchronous = FULL")
        execute("PRAGMA fullfsync = ON")
        execute("PRAGMA temp_store = MEMORY")
        if self._is_ours():
            return
        with self.transaction():
            if self._is_ours():  # another process was faster
                return
            for statement in _TABLES.split(";\n"):
                execute(statement)
            execute(f"PRAGMA application_id = {APPLICATION}")
            execute(f"PRAGMA user_version = {SCHEMA}")

    def _write_ahead(self, timeout: float) -> None:
        """Switch the file to WAL, for which SQLite doesn't wait by itself.

        A file system without shared memory refuses and keeps the rollback journal,
        which is as durable, only slower.
        """
        deadline = time.monotonic() + timeout
        while self._pragma("journal_mode") != "wal":
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _is_ours(self) -> bool:
        with self._reading() as execute:
            application, version = self._pragma("application_id"), self._pragma("user_version")
            empty = execute("SELECT 1 FROM sqlite_master").fetchone() is None
        if application == APPLICATION and version == SCHEMA:
            return True
        if application == APPLICATION:
            raise InputError(
                f"{self.path}: a workspace of version {version}, and this program writes version "
                f"{SCHEMA}; 'thuatngu add' the corpus to a new workspace"
            )
        if not empty:
            raise InputError(
                f"{self.path}: an SQLite file of another program; name another file "
                "for the workspace"
            )
        return False

    def _pragma(self, name: str) -> Any:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    def close(self) -> None:
        """Close the file; nothing is pending, so nothing is lost if this is never called."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _in(self, begin: str) -> Iterator[Execute]:
        with self._lock, _telling(self.path):
            if self._connection.in_transaction:
                yield self._connection.execute
                return
            try:
                self._connection.execute(begin)
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def transaction(self) -> AbstractContextManager[object]:
        """One write: all that is saved inside is kept together or, on an error, not at all."""
        return self._in("BEGIN IMMEDIATE")

    def _writing(self) -> AbstractContextManager[Execute]:
        return self._in("BEGIN IMMEDIATE")

    def _reading(self) -> AbstractContextManager[Execute]:
        """One snapshot, whatever other processes write meanwhile."""
        return self._in("BEGIN")

    def verify(self) -> None:
        """Read the whole file and compare it with its indexes: seconds for a big one.

        Raises:
            InputError: it is damaged.
        """
        with self._reading() as execute:
            found = execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise InputError(f"{self.path}: {_DAMAGED}")


def _is_read_only(path: Path) -> bool:
    """Whether SQLite could not write: it puts files beside the one that it changes."""
    return not (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def _address(path: Path) -> str:
    """The file for reading alone.

    SQLite reads no WAL file without one of its own beside it, unless it is told that nobody
    changes the file: that is so where nothing waits in the WAL and the folder is closed to us.
    """
    waiting = path.with_name(f"{path.name}-wal")
    closed = not os.access(path.resolve().parent, os.W_OK)
    settled = closed and not (waiting.exists() and waiting.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}"


_DAMAGED = (
    "the workspace is damaged; move it away and 'thuatngu add' the corpus again "
    "(decisions that were saved are in terms.yaml)"
)
_FAULTS = {
    sqlite3.SQLITE_BUSY: "is in use by another program; close it there, or try again later",
    sqlite3.SQLITE_LOCKED: "is in use by another program; close it there, or try again later",
    sqlite3.SQLITE_READONLY: "the workspace can't be written; change the permissions of the "
    "file and its folder, or copy it elsewhere",
    sqlite3.SQLITE_PERM: "the workspace can't be written; change the permissions of the "
    "file and its folder, or copy it elsewhere",
    sqlite3.SQLITE_CANTOPEN: "the workspace can't be opened; look at the permissions of the "
    "file and its folder",
    sqlite3.SQLITE_FULL: "the disk is full and the last step was not kept; make room and repeat it",
    sqlite3.SQLITE_IOERR: "the disk failed and the last step was not kept; make sure that it is "
    "there and has room, and repeat it",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: "is no workspace, or a damaged one; move it away, or name another file",
}


def _code(error: sqlite3.Error) -> int:
    """The primary code, in the low byte: SQLITE_BUSY_SNAPSHOT and its like are SQLITE_BUSY."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, all but those that only a fault of this program causes."""
    try:
        yield
    except (DamagedError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {_DAMAGED}") from error
    except sqlite3.Error as error:
        if "Could not decode to UTF-8" in str(error):  # has no code
            raise InputError(f"{path}: {_DAMAGED}") from error
        fault = _FAULTS.get(_code(error))
        if fault is None:
            raise
        raise InputError(f"{path}: {fault}") from error
