"""What is wrong with a term file: every rule that it breaks, with the line and how to mend it."""

from __future__ import annotations

from pathlib import Path

from glossary.finding import Finding
from glossary.rules import RULES, SHAPE, Fault, Subject
from glossary.termfile import TermFile


def validate(file: TermFile | Path) -> list[Finding]:
    """All findings of a term file, in order of line and code.

    Args:
        file: a path, or a file read with `lenient`, since one that is read without
            has passed the rules of shape already.

    Raises:
        InputError: the file can't be read, or is no YAML.
    """
    if isinstance(file, Path):
        file = TermFile.read(file, lenient=True)
    findings = [
        _finding(file, problem.code, Fault(problem.where, "", problem.message))
        for problem in file.problems
    ]
    if not any(problem.where == () for problem in file.problems):
        subject = Subject(file.termbase)
        for code, rule in RULES.items():
            findings += (_finding(file, code, fault) for fault in rule(subject))
    return sorted(findings)


def _finding(file: TermFile, code: str, fault: Fault) -> Finding:
    line = file.index.line(fault.where)
    text = file.index.text_of(line)
    after_key = text.find(": ") + 1
    column = max(text.find(fault.found, after_key), text.find(fault.found)) + 1
    column = column if fault.found else 0
    start = file.index.start_of(line)
    if column:
        start += column - 1
        found = fault.found
    else:
        found = text.strip()
        column = len(text) - len(text.lstrip()) + 1
        start += column - 1
    return Finding(
        file=str(file.path),
        line=line,
        column=column,
        start=start,
        end=start + len(found),
        code=code,
        severity=fault.severity,
        concept=fault.concept,
        found=found,
        expected=fault.expected,
        message=fault.message,
    )


_PAGE = """\
# Rules of a termbase

`thuatngu validate` reports each with file, line and how to mend it. An error in the shape of the
file (TB001 to TB005) keeps every command from using it. This page is written by
`python -m glossary.validate` from the rules.

| code | rule |
|---|---|
"""


def page() -> str:
    """The text of ``docs/termbase.md``."""
    rules = {code: (rule.__doc__ or "").splitlines()[0] for code, rule in RULES.items()}
    return _PAGE + "".join(f"| {code} | {what} |\n" for code, what in {**SHAPE, **rules}.items())


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
