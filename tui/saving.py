"""Saving the termbase file in a process of its own: no key waits for it.

To write the file takes tenths of a second of the processor, most of it in one piece. A thread
that does so stops whoever paints; another process does not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Lock

import msgspec

from glossary import programs
from glossary.errors import InputError
from tui.working_copy import Saved


class Answer(msgspec.Struct, frozen=True):
    """What became of one wish to save."""

    saved: Saved | None = None
    trouble: str = ""
    """Why nothing was saved, in words for people."""


class Saver:
    """Asks that process; starts it when it is first needed, and again where it has ended."""

    def __init__(self, terms: Path, workspace: Path) -> None:
        self._command = programs.ours("tui.saving", str(terms), str(workspace))
        self._process: subprocess.Popen[bytes] | None = None
        self._one = Lock()

    def start(self) -> None:
        """Starts the process, which reads the file once, so that saving begins at once later."""
        with self._one:
            self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._hang_up(self._process)
            self._process = None
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603, our own module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def save(self) -> Saved:
        """Brings the termbase file up to the log, and returns when it is written.

        Raises:
            InputError: the file cannot be read or written, or the process ended; the decisions
                stay in the log.
        """
        with self._one:
            try:
                process = self._start()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(b"\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError as error:
                raise InputError(
                    f"what saves cannot be run ({error.strerror}); save again later"
                ) from error
        if not line:
            raise InputError("what saves has ended; save again")
        answer = msgspec.json.decode(line, type=Answer)
        if answer.saved is None:
            raise InputError(answer.trouble)
        return answer.saved

    @staticmethod
    def _hang_up(process: subprocess.Popen[bytes]) -> None:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def close(self) -> None:
        """Ends the process; one that is saving ends when that is done."""
        if self._process is None:
            return
        self._hang_up(self._process)
        if self._one.acquire(blocking=False):
            self._process.terminate()
            self._process.wait()
            self._one.release()


def main() -> None:
    """Saves for each line of stdin, and answers it."""
    # An interrupt of the terminal reaches the whole group; who started us will end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As an exception, so that a file half written is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    from aligner.workspace import Workspace
    from tui import reading
    from tui.working_copy import WorkingCopy

    terms, path = map(Path, sys.argv[1:])
    if hasattr(os, "nice"):
        os.nice(5)
    copy: WorkingCopy | None = None

    def save() -> Answer:
        nonlocal copy
        try:
            if copy is None:
                copy = WorkingCopy(terms, Workspace.open(path, create=False), "saving")
            return Answer(copy.save())
        except InputError as error:
            return Answer(trouble=str(error))
        except OSError as error:
            return Answer(trouble=f"{error.filename or terms}: {error.strerror}")

    try:
        reading.keep(terms, path)
        copy = WorkingCopy(terms, Workspace.open(path, create=False), "saving")
    except InputError:
        pass  # it is told when something is to be saved
    for _ in sys.stdin.buffer:
        answer = save()
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
        if answer.saved is not None and answer.saved.written:
            try:
                reading.keep(terms, path)
            except InputError:
                continue


if __name__ == "__main__":
    main()
