"""Findings as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rich.cells import get_character_cell_size

from glossary.finding import Finding, Lines, Severity
from glossary.reports import FORMATS
from glossary.reports.text import excerpt, render, width
from glossary.visible import visible


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


def test_a_terminal_measures_what_stands_before_a_fault() -> None:
    text = "हिन्दी में सेवा कार्य"
    report = render([finding(text, "सेवा")], lambda _: text, on_terminal=True)
    assert report.splitlines()[2] == "    हिन्दी में \x1b[1K^^"
    text = "\x1b[2Jसेवा"
    report = render([finding(text, "सेवा")], lambda _: text, on_terminal=True)
    assert report.splitlines()[2] == "    ␛[2J\x1b[1K^^"


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
    assert width(text) == sum(map(get_character_cell_size, text))


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


def test_sarif_names_its_rules_and_counts_code_points() -> None:
    text = "ข่าว\nงานบริการ"
    log = json.loads(FORMATS["sarif"]([finding(text, "บริการ", file="a ข.txt")], lambda _: text))
    assert (log["version"], log["$schema"]) == (
        "2.1.0",
        "https://json.schemastore.org/sarif-2.1.0.json",
    )
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "thuatngu"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    (result,) = run["results"]
    assert ids[result["ruleIndex"]] == result["ruleId"] == "TG101"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20%E0%B8%82.txt"
    assert place["region"] == {
        "startLine": 2,
        "startColumn": 4,
        "endLine": 2,
        "endColumn": 10,
        "charOffset": 8,
        "charLength": 6,
        "snippet": {"text": "บริการ"},
    }


def test_sarif_brings_the_page_of_each_rule_and_what_a_result_is_known_by() -> None:
    text = "งานบริการ งานบริการ"
    first = finding(text, "บริการ")
    second = replace(first, start=13, end=19, column=14)
    moved = [replace(f, line=2, start=f.start + 1, end=f.end + 1) for f in (first, second)]
    runs = [
        json.loads(FORMATS["sarif"](found, lambda _, source=source: source))["runs"][0]
        for found, source in (([first, second], text), (moved, f"\n{text}"))
    ]
    marks = [[r["partialFingerprints"]["words/v1"] for r in run["results"]] for run in runs]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == 2
    driver = runs[0]["tool"]["driver"]
    assert driver["version"]
    for rule in driver["rules"]:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} {rule['name']}\n")


def test_junit_is_well_formed_whatever_stands_in_a_text() -> None:
    from xml.etree import ElementTree

    text = "งาน"
    bad = finding(text, "งาน", message='<&">\x1b', severity=Severity.WARNING)
    fine = finding(text, "งาน", severity=Severity.INFO)
    suite = ElementTree.fromstring(FORMATS["junit"]([bad, fine], lambda _: text))[0]
    assert suite.attrib == {"name": "a.txt", "tests": "2", "failures": "1"}
    assert [case[0].tag for case in suite] == ["failure", "system-out"]
    assert suite[0][0].attrib["message"] == '<&">␛'


def test_annotations_are_one_line_each() -> None:
    text = "งาน"
    line = FORMATS["github"](
        [finding(text, "งาน", file="a,b:c.txt", message="50%\nnext")], lambda _: text
    )
    assert line == ("::error file=a%2Cb%3Ac.txt,line=1,col=1,title=TG101::50%25%0Anext\n")


def test_an_annotation_commands_no_terminal() -> None:
    text = "งาน"
    line = FORMATS["github"](
        [
            finding(
                text, "งาน", file="a\x1b[31m.txt", message="b\x1b]0;c\x07\r\u202ed %0A कमेटी\u200d"
            )
        ],
        lambda _: text,
    )
    assert line == (
        "::error file=a␛[31m.txt,line=1,col=1,title=TG101::b␛]0;c␇␍\ufffdd %250A कमेटी\u200d\n"
    )


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_no_report_commands_a_terminal(kind: str) -> None:
    hostile = "b\x1b[31m\x7f\x9b\r\u2028\u202ec\ufeff\udcff\uffff\U000e0041"
    text = f"งาน {hostile}"
    bad = finding(text, hostile, file=f"a{hostile}.txt", message=hostile, expected=(hostile,))
    report = FORMATS[kind]([bad], lambda _: text)
    assert visible(report, keep_lines=True) == report
    report.encode()
    fine = "क्\u200dष ก\u200bข đ"
    text = f"งาน {fine}"
    report = FORMATS[kind]([finding(text, fine, message=fine)], lambda _: text)
    assert fine in report


def test_json_gives_back_what_it_escapes() -> None:
    hostile = "b\x1b\x7f\x9b\u202ec\U000e0041"
    bad = finding(hostile, hostile, file="a\x1b\udcff.txt", message=hostile)
    assert json.loads(FORMATS["json"]([bad], lambda _: hostile))["message"] == hostile
    (result,) = json.loads(FORMATS["sarif"]([bad], lambda _: hostile))["runs"][0]["results"]
    assert result["message"]["text"] == hostile
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%1B%FF.txt"


@pytest.mark.parametrize("char", ["ก็", "कि", "a", "ễ"])
def test_a_fault_deep_in_a_long_line_is_shown_as_in_a_short_one(char: str) -> None:
    around = char * 200
    short, carets = excerpt(f"{around}ABC{around}", len(around), 3)
    far = char * 100_000
    assert excerpt(f"{far}ABC{far}", len(far), 3) == (short, carets)


def test_one_character_of_thousands_of_marks_is_cut() -> None:
    line = "ก" + "่" * 5000 + "ข"
    assert excerpt(line, 2500, 1) == ("……", " ^")
    assert excerpt(line, 5001, 1)[1].endswith("^")
