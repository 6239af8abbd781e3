"""Findings as JUnit XML, which build servers show as failed tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from glossary.finding import Finding, Severity
from glossary.visible import visible


def render(findings: Sequence[Finding], read: Callable[[str], str] | None = None) -> str:
    """A suite for each file, a failed case for each finding; what is only ``info`` passes."""
    suites = []
    for file, group in groupby(findings, key=lambda finding: finding.file):
        cases = list(group)
        failures = sum(finding.severity is not Severity.INFO for finding in cases)
        suites.append(
            f'  <testsuite name={_attribute(file)} tests="{len(cases)}" failures="{failures}">\n'
            + "".join(map(_case, cases))
            + "  </testsuite>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="thuatngu">\n'
        + "".join(suites)
        + "</testsuites>\n"
    )


def _case(finding: Finding) -> str:
    place = f"{finding.line}:{finding.column}"
    text = escape(visible(f"{finding.file}:{place}: {finding.message}"))
    element = "system-out" if finding.severity is Severity.INFO else "failure"
    kind = (
        ""
        if element == "system-out"
        else (f" type={_attribute(finding.severity)} message={_attribute(finding.message)}")
    )
    return (
        f"    <testcase classname={_attribute(finding.code)} name={_attribute(place)}>"
        f"<{element}{kind}>{text}</{element}></testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(visible(text))
