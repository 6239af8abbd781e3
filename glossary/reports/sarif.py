"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from urllib.parse import quote

from glossary.finding import Finding, Lines, Severity
from glossary.visible import escaped_json

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding], read: Callable[[str], str] | None = None) -> str:
    """One run with every rule that exists and its page of documentation; columns count code points.

    Fingerprints are those of a baseline: they stay when lines move. Without `read`
    results have none, and no end.
    """
    from glossary.checks import CHECKS
    from glossary.checks.examples import pages

    documentation = pages()
    rules = [
        {
            "id": check.code,
            "name": check.name,
            "shortDescription": {"text": check.sentence},
            "fullDescription": {"text": check.sentence},
            "help": {
                "text": check.sentence,
                "markdown": documentation[f"{check.code}.md"],
            },
            "defaultConfiguration": {"level": _LEVEL[check.severity]},
            "properties": {"tags": ["terminology" if check.code < "TG2" else "facts"]},
        }
        for _, check in sorted(CHECKS.items())
    ]
    places = {code: index for index, code in enumerate(sorted(CHECKS))}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "thuatngu", "version": version("thuatngu"), "rules": rules}
                },
                "columnKind": "unicodeCodePoints",
                "results": _results(findings, places, read),
            }
        ],
    }
    return escaped_json(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _results(
    findings: Sequence[Finding], places: dict[str, int], read: Callable[[str], str] | None
) -> list[dict[str, object]]:
    if read is None:
        return [_result(finding, places, None) for finding in findings]
    from glossary.checks.baseline import fingerprints

    lines: dict[str, Lines] = {}
    results = []
    # Two findings in equal words on one line are told apart by their number.
    seen: Counter[str] = Counter()
    for finding, mark in zip(findings, fingerprints(findings, read), strict=True):
        if finding.file not in lines:
            lines[finding.file] = Lines(read(finding.file))
        result = _result(finding, places, lines[finding.file].place(finding.end))
        seen[mark] += 1
        result["partialFingerprints"] = {"words/v1": f"{mark}:{seen[mark]}"}
        results.append(result)
    return results


def _result(
    finding: Finding, places: dict[str, int], end: tuple[int, int] | None
) -> dict[str, object]:
    region: dict[str, object] = {"startLine": finding.line, "startColumn": finding.column}
    if end is not None:
        region["endLine"], region["endColumn"] = end
    region |= {"charOffset": finding.start, "charLength": finding.end - finding.start}
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
