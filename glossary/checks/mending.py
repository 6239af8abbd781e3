"""Replacements for findings that have exactly one, as a diff first and then as a file.

Only a deprecated term (TG101), a year (TG201) and a document number (TG205) are
replaced, and only where one term is preferred; what a text says around them is
never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff

from glossary.finding import Finding
from glossary.model import Status, Termbase
from glossary.normalize import normalize

MENDABLE = frozenset({"TG101", "TG201", "TG205"})


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with its replacements."""

    file: str
    before: str
    after: str
    fixed: tuple[Finding, ...]

    @property
    def diff(self) -> str:
        """A unified diff without the byte order mark; empty where nothing was replaced."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in unified_diff(
                re.split(r"(?<=\n)(?!\Z)", self.before.removeprefix("\ufeff")),
                re.split(r"(?<=\n)(?!\Z)", self.after.removeprefix("\ufeff")),
                f"a/{self.file}",
                f"b/{self.file}",
            )
        )


def replacement(finding: Finding, termbase: Termbase, lang: str) -> str | None:
    """What may stand instead of a finding without anybody's choosing, or None.

    The language is that of the deprecated term that stands there; `lang` decides
    only where it is a term of several.
    """
    if finding.code not in MENDABLE or not finding.found:
        return None
    if finding.code != "TG101":
        return _in_digits_of(finding.found, finding.expected[0]) if finding.expected else None
    concept = termbase.by_id[finding.concept]
    langs = sorted(
        {
            term.lang
            for term in concept.terms
            if term.status in (Status.DEPRECATED, Status.SUPERSEDED)
            # Not where it stands inflected, or as a look-up form that needs other words around.
            and normalize(finding.found, term.lang).key == normalize(term.text, term.lang).key
        },
        key=lambda other: (other != lang, other),
    )
    preferred = concept.preferred(langs[0]) if langs else None
    return preferred.text if preferred else None


def _in_digits_of(written: str, number: str) -> str:
    """A number in the script in which another is written."""
    for zero in (0x0E50, 0x0966):
        if any(zero <= ord(char) <= zero + 9 for char in written):
            return number.translate({48 + digit: zero + digit for digit in range(10)})
    return number


def mended(
    text: str, findings: Iterable[Finding], termbase: Termbase, lang: str, file: str
) -> Mended:
    """A text with every unambiguous replacement made, from its end to its start.

    A finding whose place does not hold what was found is left alone: an escape in
    a PO file, an entity, or a file that changed since.
    """
    after, limit, fixed = text, len(text) + 1, []
    for finding in sorted(findings, key=lambda f: (f.start, f.end), reverse=True):
        new = replacement(finding, termbase, lang)
        if new is None or finding.end > limit or text[finding.start : finding.end] != finding.found:
            continue
        if any(char in new for char in '"\\<>&\t\n') and not file.endswith(".txt"):
            continue
        after = after[: finding.start] + new + after[finding.end :]
        limit = finding.start
        fixed.append(finding)
    return Mended(file, text, after, tuple(reversed(fixed)))
