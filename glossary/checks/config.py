"""Which checks run, and how bad each finding is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from glossary.finding import Severity


@dataclass(frozen=True)
class Config:
    """The choice of a project; by default every check runs with its own severity."""

    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    """By code; what is not listed keeps the check's own."""
    off: frozenset[str] = frozenset()
    """Codes that do not run."""

    def severity(self, code: str, own: Severity) -> Severity:
        """The severity of a check in this project."""
        return self.severities.get(code, own)
