"""Which checks run and how bad each finding is, as a project says in a file.

``thuatngu.toml``, or ``pyproject.toml`` under ``[tool.thuatngu]``::

    [check]
    off = ["TG104"]                  # or: only = ["TG101", "TG201"]
    ignore = "thuatngu-ignore.toml"  # the side file of `glossary.checks.suppression`

    [check.severity]
    TG103 = "error"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from glossary.checks.document import CHECKS
from glossary.errors import InputError
from glossary.finding import Severity

NAMES = ("thuatngu.toml", "pyproject.toml")
IGNORE = "thuatngu-ignore.toml"


@dataclass(frozen=True)
class Config:
    """The choice of a project; by default every check runs with its own severity."""

    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    """By code; what is not listed keeps the check's own."""
    off: frozenset[str] = frozenset()
    """Codes that do not run."""
    ignore: Path | None = None
    """The side file with suppressions, where there is one."""

    def severity(self, code: str, own: Severity) -> Severity:
        """The severity of a check in this project."""
        return self.severities.get(code, own)


def find(folder: Path) -> Path | None:
    """The configuration file of a folder or of the nearest one above it."""
    for place in (folder.resolve(), *folder.resolve().parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and _table(path) is not None:
                return path
    return None


def load(path: Path) -> Config:
    """The configuration in a file.

    Raises:
        InputError: a key, a code or a severity that does not exist.
    """
    table = _table(path) or {}
    check = _taken(table, "check", dict, path, {})
    unknown = sorted(set(check) - {"off", "only", "severity", "ignore"})
    if unknown:
        raise InputError(
            f"{path}: unknown key {unknown[0]!r} in [check]; use off, only, severity or ignore"
        )
    off = frozenset(_code(code, path) for code in _taken(check, "off", list, path, []))
    if "only" in check:
        only = {_code(code, path) for code in _taken(check, "only", list, path, [])}
        off |= frozenset(CHECKS) - only
    severities = {
        _code(code, path): _severity(value, path)
        for code, value in _taken(check, "severity", dict, path, {}).items()
    }
    ignore = path.parent / _taken(check, "ignore", str, path, IGNORE)
    if "ignore" in check and not ignore.is_file():
        raise InputError(f"{path}: {ignore} is not there; make it or take `ignore` out")
    return Config(MappingProxyType(severities), off, ignore if ignore.is_file() else None)


def _table(path: Path) -> dict[str, Any] | None:
    """The part of a file that is ours, or None where it has none."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save the file as UTF-8") from error
    if path.name == "pyproject.toml" and "thuatngu" not in text:
        return None  # it is another program's: most are, and a parser takes 5 ms to load
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML ({error}); mend it there") from error
    if path.name == "pyproject.toml":
        tool = content.get("tool", {})
        ours = tool.get("thuatngu") if isinstance(tool, dict) else None
        return ours if isinstance(ours, dict) else None
    return content


def _taken(table: Mapping[str, Any], key: str, kind: type[Any], path: Path, default: Any) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind):
        kinds = {"dict": "a table", "list": "a list", "str": "a string"}
        raise InputError(f"{path}: {key!r} must be {kinds[kind.__name__]}")
    return value


def _code(code: object, path: Path) -> str:
    if not isinstance(code, str) or code not in CHECKS:
        raise InputError(f"{path}: no check {code!r}; there are {', '.join(sorted(CHECKS))}")
    return code


def _severity(value: object, path: Path) -> Severity:
    if value not in list(Severity):
        raise InputError(f"{path}: no severity {value!r}; use error, warning or info")
    return Severity(str(value))
