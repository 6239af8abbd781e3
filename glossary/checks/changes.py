"""Lines of files that changed since a git revision, to check only those."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from glossary.errors import InputError
from glossary.finding import Finding

Changed = Mapping[str, frozenset[int] | None]
"""Lines by file name as given; None for a file of which every line is new."""

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def since(revision: str, files: Iterable[Path]) -> Changed:
    """The lines that were added or changed since a revision.

    Raises:
        InputError: there is no git, no repository or no such revision.
    """
    return {str(file): _lines(revision, file) for file in files}


def _lines(revision: str, file: Path) -> frozenset[int] | None:
    tracked = _git(["ls-files", "--", file.name], file)
    if not tracked:
        return None
    diff = _git(
        ["diff", "--unified=0", "--no-color", "--no-ext-diff", revision, "--", file.name], file
    )
    changed: set[int] = set()
    for match in _HUNK.finditer(diff):
        first, count = int(match[1]), int(match[2] or 1)
        changed.update(range(first, first + count))
    return frozenset(changed)


def _git(arguments: list[str], file: Path) -> str:
    git = shutil.which("git")
    if git is None:
        raise InputError("git is not installed; --diff needs it")
    if arguments[0] == "diff" and arguments[4].startswith("-"):
        raise InputError(f"--diff {arguments[4]}: is no revision; name a commit, branch or tag")
    done = subprocess.run(  # noqa: S603 - the program is git, and a revision is no option
        [git, *arguments], cwd=file.resolve().parent, capture_output=True, check=False
    )
    if done.returncode and arguments[0] == "diff":
        raise InputError(
            f"--diff {arguments[4]}: git knows no such revision; name a commit, branch or tag"
        )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise InputError(
            f"{file}: {reason[0].removeprefix('fatal: ')}; --diff needs a file in a repository"
        )
    return done.stdout.decode("utf-8", "replace")


def touched(
    findings: Iterable[Finding], changed: Changed, texts: Mapping[str, str]
) -> list[Finding]:
    """Findings that lie in changed lines; `texts` holds the files by name."""
    left = []
    for finding in findings:
        lines = changed.get(finding.file, frozenset())
        if lines is None:
            left.append(finding)
            continue
        last = finding.line + texts[finding.file].count("\n", finding.start, finding.end)
        if any(number in lines for number in range(finding.line, last + 1)):
            left.append(finding)
    return left
