"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from urllib.parse import quote

from glossary.finding import Finding, Severity
from glossary.visible import escaped_json

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding], read: Callable[[str], str] | None = None) -> str:
    """One run with every rule that exists; columns count code points."""
    from glossary.checks import CHECKS

    rules = [
        {
            "id": check.code,
            "name": check.name,
            "shortDescription": {"text": check.sentence},
            "defaultConfiguration": {"level": _LEVEL[check.severity]},
        }
        for _, check in sorted(CHECKS.items())
    ]
    places = {code: index for index, code in enumerate(sorted(CHECKS))}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "thuatngu", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, places) for finding in findings],
            }
        ],
    }
    return escaped_json(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _result(finding: Finding, places: dict[str, int]) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    }
    if finding.found:
        region["snippet"] = {"text": finding.found}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.file)},
                    "region": region,
                }
            }
        ],
        "properties": {"concept": finding.concept, "expected": list(finding.expected)},
    }
    if finding.code in places:
        result["ruleIndex"] = places[finding.code]
    return result


def _uri(path: str) -> str:
    """A path in a URI; bytes of a name that is not UTF-8 as they are on disk."""
    return quote(path.replace("\\", "/"), errors="surrogateescape")
