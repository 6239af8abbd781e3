"""Findings as JSON Lines: one object a line, keys in the order of `Finding`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from glossary.finding import Finding
from glossary.visible import escaped_json


def render(findings: Sequence[Finding], read: Callable[[str], str] | None = None) -> str:
    """One line a finding; `expected` is a list of strings."""
    return "".join(
        escaped_json(json.dumps(asdict(finding), ensure_ascii=False)) + "\n" for finding in findings
    )
