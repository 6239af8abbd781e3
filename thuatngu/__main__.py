"""`python -m thuatngu`, and the `thuatngu` command."""

from __future__ import annotations

import gc
import os
import sys

gc.set_threshold(50_000)
"""Start-up makes many objects and hardly any garbage: looking for it took a tenth of a check."""


# The products of aligning and mining are small: more threads of numpy's wait for each other, for
# three times the processor time and more. The encoder has threads of its own, documents have
# processes. It is read when numpy is imported, here and in the processes that are started.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Runs the command line; Ctrl-C while it is still being loaded is one line and 130, too."""
    try:
        if sys.argv[1:2] == ["review"] and _reviewed():
            return
        if sys.argv[1:2] == ["check"]:
            _checked()
        from thuatngu.cli import main as run  # here: loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        _end_at_the_next_interrupt()
        if sys.stderr is not None:
            sys.stderr.write("thuatngu: interrupted\n")
        sys.exit(_INTERRUPTED)
    except SystemExit as stop:
        if stop.code == _INTERRUPTED:
            _end_at_the_next_interrupt()
        raise


_INTERRUPTED = 130


def _end_at_the_next_interrupt() -> None:
    """A second Ctrl-C ends the program at once and without a word."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _reviewed() -> bool:
    """Whether it was a plain review, which needs no Typer, and is done."""
    from thuatngu import reviewing
    from thuatngu.ending import guarded, streams

    wanted = reviewing.wishes(sys.argv[1:], os.environ)
    if wanted is None:
        return False
    gc.disable()  # until the first concept is on the screen
    with streams(), guarded():
        reviewing.review(wanted)
    return True


def _checked() -> None:
    """Ends the program once a check is done, if none of its arguments needs Typer."""
    from thuatngu import checking
    from thuatngu.ending import guarded, streams

    wanted = checking.wishes(sys.argv[1:], os.environ)
    if wanted is not None:
        with streams(), guarded():
            sys.exit(checking.check(wanted))


if __name__ == "__main__":
    main()
