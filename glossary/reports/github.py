"""Findings as workflow commands, which GitHub shows as annotations of a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.finding import Finding, Severity
from glossary.visible import visible

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ESCAPES = {"%": "%25", "\n": "%0A"}
_IN_PROPERTIES = {":": "%3A", ",": "%2C"}


def render(findings: Sequence[Finding], read: Callable[[str], str] | None = None) -> str:
    """One command a line."""
    return "".join(
        f"::{_COMMAND[finding.severity]} file={_property(finding.file)},line={finding.line},"
        f"col={finding.column},title={finding.code}::{_escaped(finding.message)}\n"
        for finding in findings
    )


def _escaped(text: str) -> str:
    """Text in which nothing commands the log, which is a terminal, or ends the command."""
    text = visible(text, keep_lines=True)
    for char, code in _ESCAPES.items():
        text = text.replace(char, code)
    return text


def _property(text: str) -> str:
    text = _escaped(text)
    for char, code in _IN_PROPERTIES.items():
        text = text.replace(char, code)
    return text
