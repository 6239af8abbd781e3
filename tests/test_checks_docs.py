"""The documentation of the checks says what they do, and shows what happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glossary.checks import CHECKS, Checker
from glossary.checks.examples import EXAMPLES, TERMBASE, Example, pages
from glossary.finding import Finding


def found(example: Example) -> list[Finding]:
    checker = Checker(TERMBASE)
    if example.source is None:
        return checker.text("a.txt", example.target, lang=example.lang)
    return checker.spans("a.txt", example.target, example.lang, example.source)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_the_bad_example_is_reported_and_the_good_one_is_not(code: str) -> None:
    assert [finding.code for finding in found(EXAMPLES[code].bad)] == [code]
    assert found(EXAMPLES[code].good) == []


def test_every_check_has_its_page_and_every_page_its_check(root: Path) -> None:
    folder = root / "docs" / "checks"
    if os.environ.get("THUATNGU_UPDATE_DOCS"):
        folder.mkdir(exist_ok=True)
        for name, page in pages().items():
            (folder / name).write_text(page, encoding="utf-8")
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert written == pages(), (
        "write them anew: THUATNGU_UPDATE_DOCS=1 pytest tests/test_checks_docs.py"
    )
