"""Findings written out, for people and for programs; each printer gives a string.

``FORMATS[name](findings, read)``: `read` gives the text of a file by the name that
its findings have, for the printers that show lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.finding import Finding
from glossary.reports import github, jsonlines, junit, sarif, text

Read = Callable[[str], str]
Printer = Callable[[Sequence[Finding], Read], str]

FORMATS: dict[str, Printer] = {
    "text": text.render,
    "json": jsonlines.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
}
"""By the name that the command line gives them."""
