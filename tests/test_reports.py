"""Findings as people and programs read them."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from glossary.finding import Finding, Lines, Severity
from glossary.reports import FORMATS
from glossary.reports.text import excerpt, width


def finding(text: str, found: str, **changes: object) -> Finding:
    start = text.index(found)
    line, column = Lines(text).place(start)
    fields = {
        "file": "a.txt",
        "line": line,
        "column": column,
        "start": start,
        "end": start + len(found),
        "code": "TG101",
        "severity": Severity.ERROR,
        "concept": "dan-van",
        "found": found,
        "expected": ("การระดมมวลชน",),
        "message": "not so",
    }
    return Finding(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        pytest.param(
            "ปีนี้ งานบริการที่ดี",
            "บริการ",
            "a.txt:1:10: error TG101 not so\n    ปีนี้ งานบริการที่ดี\n          ^^^^^\n",
            id="thai",
        ),
        pytest.param(
            "हिन्दी में सेवा कार्य",
            "सेवा",
            "a.txt:1:12: error TG101 not so\n    हिन्दी में सेवा कार्य\n          ^^\n",
            id="hindi",
        ),
        pytest.param(
            "a\nb \x1b[31mc\u202e d",
            "c\u202e",
            "a.txt:2:8: error TG101 not so\n    b ␛[31mc� d\n           ^^\n",
            id="control-characters",
        ),
    ],
)
def test_carets_stand_under_the_fault(text: str, found: str, shown: str) -> None:
    assert FORMATS["text"]([finding(text, found)], lambda _: text) == shown


def test_a_long_line_is_cut_between_whole_characters() -> None:
    line = "ที่" * 100 + "กำ" + "ปี้" * 100
    shown, marked = excerpt(line, 300, 2)
    assert shown.startswith("…ที่")
    assert shown.endswith("ปี้…")
    assert shown.strip("…").replace("ที่", "").replace("ปี้", "") == "กำ"
    assert marked == " " * 35 + "^^"
    assert width(shown) <= 78


def test_a_fault_that_ends_a_line_or_goes_beyond_is_underlined() -> None:
    assert excerpt("ab", 1, 30) == ("ab", " ^")
    assert excerpt("", 0, 3) == ("", "^")


@pytest.mark.parametrize("text", ["การที่ปี้ทำ", "हिन्दी समितियों", "dân vận", "漢字", "e\u0301"])
def test_widths_are_those_of_the_terminal_library(text: str) -> None:
    assert width(text) == cell_len(text)


def test_a_finding_is_one_json_object_with_its_keys_in_order() -> None:
    text = "งาน\u2028บริการ"
    line = FORMATS["json"]([finding(text, "บริการ")], lambda _: text)
    assert line.count("\n") == 1
    record = json.loads(line)
    assert list(record) == [
        *("file", "line", "column", "start", "end", "code"),
        *("severity", "concept", "found", "expected", "message"),
    ]
    assert record["expected"] == ["การระดมมวลชน"]
    assert (record["line"], record["column"], record["severity"]) == (1, 5, "error")
