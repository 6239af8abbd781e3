"""`python -m thuatngu`, and the `thuatngu` command."""

from __future__ import annotations

import gc
import sys

gc.set_threshold(50_000)
"""Start-up makes many objects and hardly any garbage: looking for it took a tenth of a check."""


def main() -> None:
    """Runs the command line; Ctrl-C while it is still being loaded ends it as later."""
    try:
        from thuatngu.cli import main as run  # here: loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
