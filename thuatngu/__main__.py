"""`python -m thuatngu`, and the `thuatngu` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line; Ctrl-C while it is still being loaded ends it as later."""
    try:
        from thuatngu.cli import main as run  # here: loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
