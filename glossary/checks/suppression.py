"""Findings that somebody looked at and lets stand, with the reason.

In the file itself, in any comment that its format allows::

    # thuatngu: ignore TG104 -- quoted from the law

for the line that it stands on; a comment alone on its line covers the lines up
to the next blank one, such as a PO entry. Beside the files, in
``thuatngu-ignore.toml``::

    [[ignore]]
    code = "TG104"
    file = "archive/*.po"     # optional; a pattern for the end of the path
    found = "แกนนำ"            # optional
    concept = "can-bo"        # optional
    reason = "…"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from glossary.checks.document import CHECKS
from glossary.errors import InputError
from glossary.finding import Finding

_INLINE = re.compile(r"thuatngu:[ \t]*ignore\b(?P<codes>[ \t,A-Z0-9]*)(?P<reason>--[^\n]*)?")
_ALONE = re.compile(r"\s*(?:#|//|<!--|;|\{#)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of a side file."""

    code: str
    reason: str
    file: str = ""
    found: str = ""
    concept: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is let stand."""
        path = finding.file.replace("\\", "/")
        return (
            finding.code == self.code
            and (
                not self.file or fnmatchcase(path, self.file) or fnmatchcase(path, f"*/{self.file}")
            )
            and self.found in ("", finding.found)
            and self.concept in ("", finding.concept)
        )


def load(path: Path) -> tuple[Suppression, ...]:
    """The entries of a side file.

    Raises:
        InputError: an entry has no code or no reason, or a key or code that does not exist.
    """
    import tomllib  # most checks have no side file

    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("ignore", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}); mend it there") from error
    if not isinstance(entries, list):
        raise InputError(f"{path}: 'ignore' must be a list; write [[ignore]]")
    return tuple(_entry(entry, f"{path}: entry {n}") for n, entry in enumerate(entries, 1))


def _entry(entry: object, where: str) -> Suppression:
    if not isinstance(entry, dict) or not all(isinstance(v, str) for v in entry.values()):
        raise InputError(f"{where}: every value must be a string")
    unknown = sorted(set(entry) - {"code", "reason", "file", "found", "concept"})
    if unknown:
        raise InputError(
            f"{where}: unknown key {unknown[0]!r}; use code, file, found, concept, reason"
        )
    for key in ("code", "reason"):
        if not entry.get(key, "").strip():
            raise InputError(f"{where}: no {key}; say which check is let pass, and why")
    _known([entry["code"]], where)
    return Suppression(**entry)


def _known(codes: Iterable[str], where: str) -> None:
    for code in sorted(codes):
        if code not in CHECKS:
            raise InputError(f"{where}: no check {code!r}; there are {', '.join(sorted(CHECKS))}")


def inline(text: str, name: str) -> dict[int, frozenset[str]]:
    """Codes that comments in a text let pass, by line from 1.

    Raises:
        InputError: a comment names no code or one that does not exist, or gives no reason.
    """
    if "thuatngu:" not in text:
        return {}
    covered: dict[int, set[str]] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = _INLINE.search(line)
        if match is None:
            continue
        codes = set(re.findall(r"[A-Z]+[0-9]+", match["codes"]))
        if not codes:
            raise InputError(f"{name}:{number}: `ignore` names no check; write ignore TG104 -- why")
        _known(codes, f"{name}:{number}")
        if len((match["reason"] or "").strip("- \t\r>")) < 3:
            raise InputError(
                f"{name}:{number}: `ignore` gives no reason; write ignore TG104 -- why"
            )
        last = number
        if _ALONE.match(line):
            while last < len(lines) and lines[last].strip():
                last += 1
        for other in range(number, last + 1):
            covered.setdefault(other, set()).update(codes)
    return {number: frozenset(codes) for number, codes in covered.items()}


def kept(
    findings: Iterable[Finding],
    suppressions: Iterable[Suppression],
    read: Callable[[str], str],
) -> list[Finding]:
    """Findings that nothing lets pass; `read` gives the text of a file by its name."""
    entries = tuple(suppressions)
    by_file: dict[str, dict[int, frozenset[str]]] = {}
    left = []
    for finding in findings:
        if finding.file not in by_file:
            by_file[finding.file] = inline(read(finding.file), finding.file)
        if finding.code in by_file[finding.file].get(finding.line, frozenset()):
            continue
        if not any(entry.covers(finding) for entry in entries):
            left.append(finding)
    return left
