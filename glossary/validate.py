"""What is wrong with a term file: every rule that it breaks, with the line and how to mend it."""

from __future__ import annotations

from pathlib import Path

from glossary.collecting import paused
from glossary.finding import Finding, Severity
from glossary.record import SCHEMA
from glossary.rules import RULES, SHAPE, Fault, Subject
from glossary.schema import CONCEPT, TERM
from glossary.termfile import TermFile


def validate(file: TermFile | Path) -> list[Finding]:
    """All findings of a term file, in order of line and code.

    Args:
        file: a path, or a file read with `lenient`, since one that is read without
            has passed the rules of shape already.

    Raises:
        InputError: the file can't be read, or is no YAML.
    """
    with paused():
        return _findings(TermFile.read(file, lenient=True) if isinstance(file, Path) else file)


def _findings(file: TermFile) -> list[Finding]:
    findings = [
        _finding(file, problem.code, Fault(problem.where, "", problem.message))
        for problem in file.problems
    ]
    if file.old is not None:
        findings.append(_finding(file, "TB006", _OLD))
    if not any(problem.where in ((), ("schema",)) for problem in file.problems):
        subject = Subject(file.termbase)
        for code, rule in RULES.items():
            findings += (_finding(file, code, fault) for fault in rule(subject))
    return sorted(findings)


_OLD = Fault(
    ("schema",),
    "",
    "is of an older schema, which can be read and not changed; run 'thuatngu migrate'",
    severity=Severity.WARNING,
)


def _finding(file: TermFile, code: str, fault: Fault) -> Finding:
    line = file.line(fault.where)
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


_RULES = """\
# The termbase

A termbase is one YAML file, `terms.yaml`. Comments, the order of fields and fields that are not
listed here stay when the program edits it. `docs/terms.schema.json` says the same for editors:

    # yaml-language-server: $schema=docs/terms.schema.json

This page is written by `python -m glossary.validate` from the code.

## Rules

`thuatngu validate` reports each with file, line and how to mend it. An error in the shape of the
file (TB001 to TB005) keeps every command from using it.

| code | rule |
|---|---|
"""
_FIELDS = """
## Fields

All but `id` and `text` may be left out. The statuses are those of ISO 30042 (TBX), and `proposed`
for what nobody has decided yet.

"""
_SCHEMAS = f"""
## Older schemas

The file says its version as `schema: {SCHEMA}`. A file of an older one is read by every command;
`thuatngu migrate` rewrites it with its comments, and until then nothing else changes it. A file of
a newer one is refused with one error. Schema 0 is what people write by hand, each Vietnamese term
with its translations by language, one or a list of them:

    dân vận:
      th: การระดมมวลชน
      hi: [जन लामबंदी, जन आंदोलन]
"""


def page() -> str:
    """The text of ``docs/termbase.md``."""
    rules = {code: (rule.__doc__ or "").splitlines()[0] for code, rule in RULES.items()}
    rows = "".join(f"| {code} | {what} |\n" for code, what in {**SHAPE, **rules}.items())
    return _RULES + rows + _FIELDS + _fields() + _SCHEMAS


def _fields() -> str:
    tables = (("a concept", CONCEPT), ("a term", TERM))
    return "\n".join(
        f"| field of {of} | what it is |\n|---|---|\n"
        + "".join(f"| `{name}` | {what} |\n" for name, what in fields.items())
        for of, fields in tables
    )


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
