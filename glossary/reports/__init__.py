"""Findings written out, for people and for programs; each printer gives a string.

``FORMATS[name](findings, read)``: `read` gives the text of a file by the name that
its findings have, for the printers that show lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from types import MappingProxyType

from glossary.finding import Finding

Read = Callable[[str], str]
Printer = Callable[[Sequence[Finding], Read], str]


def _render(module: str, findings: Sequence[Finding], read: Read) -> str:
    # A printer is loaded when it prints: JUnit alone would cost each check 20 ms of XML.
    printed: str = import_module(f"glossary.reports.{module}").render(findings, read)
    return printed


FORMATS: Mapping[str, Printer] = MappingProxyType(
    {
        name: partial(_render, module)
        for name, module in (
            ("text", "text"),
            ("json", "jsonlines"),
            ("sarif", "sarif"),
            ("junit", "junit"),
            ("github", "github"),
        )
    }
)
"""By the name that the command line gives them."""
