"""Findings that are known already, so that a project can start to check with old faults in it.

A finding is known again by its file, code, concept, what was found and the words
around it on its line, not by its place: lines above it may come and go.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256

from glossary.errors import InputError
from glossary.finding import Finding, Lines

AROUND = 20
"""Characters on either side that must be the same."""

Read = Callable[[str], str]


def fingerprints(findings: Iterable[Finding], read: Read) -> list[str]:
    """What findings are known by, in their order; the same twice for two in equal words."""
    lines: dict[str, Lines] = {}
    prints = []
    for finding in findings:
        if finding.file not in lines:
            lines[finding.file] = Lines(read(finding.file))
        line = lines[finding.file].line(finding.line)
        start = finding.column - 1
        end = start + finding.end - finding.start
        around = (line[max(start - AROUND, 0) : start], line[end : end + AROUND])
        identity = (finding.file, finding.code, finding.concept, finding.found, *around)
        prints.append(sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return prints


def write(findings: Iterable[Finding], read: Read) -> str:
    """A baseline: JSON Lines, sorted, with what a person needs to know each by."""
    known = list(findings)
    rows = sorted(
        (finding.file, finding.code, mark, finding.found)
        for finding, mark in zip(known, fingerprints(known, read), strict=True)
    )
    return "".join(
        json.dumps(
            {"file": file, "code": code, "fingerprint": mark, "found": found}, ensure_ascii=False
        )
        + "\n"
        for file, code, mark, found in rows
    )


def new(findings: Iterable[Finding], baseline: str, name: str, read: Read) -> list[Finding]:
    """Findings that a baseline does not know.

    Args:
        findings: all of this run.
        baseline: what `write` gave.
        name: of the baseline's file, for messages.
        read: gives the text of a file by its name.

    Raises:
        InputError: the baseline is none.
    """
    known: Counter[str] = Counter()
    for number, line in enumerate(baseline.splitlines(), 1):
        try:
            mark = json.loads(line)["fingerprint"]
            if not isinstance(mark, str):
                raise TypeError(mark)
            known[mark] += 1
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{name}:{number}: not a line of a baseline; write it anew with --update-baseline"
            ) from error
    left, found = [], list(findings)
    for finding, mark in zip(found, fingerprints(found, read), strict=True):
        if known[mark]:
            known[mark] -= 1
        else:
            left.append(finding)
    return left
