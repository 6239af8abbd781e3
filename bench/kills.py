"""Whether a killed review loses anything that its screen had told of.

    python -m bench.kills [--kills 200] [--seed 7]

The application runs behind a pseudo-terminal. Each time it opens, decides up to six times by
key presses, of which all but the last two are waited for on the screen, and is killed (SIGKILL) up
to 120 ms after the last one, some as they write the termbase. What the screen had said by then
must be in the log, and the termbase must be whole; the next review goes on where that one ended.
"""
# ruff: noqa: E402 -- the terminal is that of the tests, whose folder is no package.

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from killing import Killed, kill

from aligner.workspace import Workspace

_EACH = 25
"""Kills of one termbase, so that there is always something left to decide."""


def main() -> None:
    """Kills, and prints what was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    killed: list[Killed] = []
    while len(killed) < options.kills:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            shutil.copy(ROOT / "terms.yaml", folder / "terms.yaml")
            Workspace.open(folder / "workspace.sqlite").close()
            for _ in range(min(_EACH, options.kills - len(killed))):
                killed.append(kill(folder, draw))
    after = [each for each in killed if each.said]
    midway = [each for each in killed if each.said < each.pressed]
    print(f"{len(killed):>5} reviews killed, {sum(each.pressed for each in killed)} keys pressed")
    print(f"{len(after):>5} after the screen had told of a decision")
    print(f"{len(midway):>5} with a decision under way")
    print(f"{sum(each.said for each in killed):>5} decisions told of")
    print(f"{sum(each.lost for each in killed):>5} of them lost  goal 0")


if __name__ == "__main__":
    main()
