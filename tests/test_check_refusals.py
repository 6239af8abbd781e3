"""What `check` cannot use: one clear line, exit code 2, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from programs import Run

from thuatngu.exit import ExitCode

BAD = "งานบริการสาธารณะคืบหน้า\n"
XLIFF = (
    '<xliff version="1.2"><file source-language="vi" target-language="fr"><body>'
    '<trans-unit id="1"><source>dân vận</source><target>une chose</target></trans-unit>'
    "</body></file></xliff>"
)
TERMS = """\
schema: 1
concepts:
  - id: dan-van
    terms:
      vi: [{text: dân vận}]
      th:
        - {text: การระดมมวลชน, status: preferred}
        - {text: งานมวลชน, status: admitted}
        - {text: บริการสาธารณะ, status: deprecated, reason: wrong}
"""


@pytest.mark.parametrize(
    ("files", "command", "message"),
    [
        pytest.param(
            {"a.txt": f"{BAD.strip()} # thuatngu: ignore TG101\n"},
            "a.txt",
            "a.txt:1: `ignore` gives no reason; write ignore TG104 -- why",
            id="suppressed-without-a-reason",
        ),
        pytest.param(
            {"a.txt": f"{BAD.strip()} # thuatngu: ignore TG999 -- quoted\n"},
            "a.txt",
            "a.txt:1: no check 'TG999'; there are TG101",
            id="suppressed-by-no-code",
        ),
        pytest.param(
            {
                "thuatngu.toml": '[check]\nignore = "side.toml"\n',
                "side.toml": '[[ignore]]\ncode = "TG999"\nreason = "quoted"\n',
            },
            "a.txt",
            "entry 1: no check 'TG999'; there are TG101",
            id="side-file-of-no-code",
        ),
        pytest.param(
            {"thuatngu.toml": '[check]\noff = ["TG999"]\n'},
            "a.txt",
            "no check 'TG999'; there are TG101",
            id="configured-by-no-code",
        ),
        pytest.param(
            {"a.txt": BAD},
            "a.txt --yes",
            "--yes goes with --fix, which it answers",
            id="yes-to-what",
        ),
        pytest.param(
            {"a.txt": BAD},
            "a.txt --update-baseline",
            "--update-baseline needs --baseline FILE to write to",
            id="baseline-without-a-file",
        ),
        pytest.param(
            {"known": '{"version": 9, "known": []}\n'},
            "a.txt --baseline known",
            "known:1: not a line of a baseline; write it anew with --update-baseline",
            id="baseline-of-another-kind",
        ),
        pytest.param(
            {"known": '{"file": "a.txt", "code": "TG101", "fingerprint": 5, "found": ""}\n'},
            "a.txt --baseline known",
            "known:1: not a line of a baseline; write it anew with --update-baseline",
            id="baseline-of-another-version",
        ),
        pytest.param(
            {}, "a.txt --diff HEAD", "--diff needs a file in a repository", id="outside-git"
        ),
        pytest.param(
            {"a.po": 'msgid ""\nmsgstr ""\n\nmsgid "dân vận"\n'},
            "a.po",
            "a.po: has no pair of a text and its translation; see that it is the translated file",
            id="po-of-sources",
        ),
        pytest.param(
            {"a.xlf": XLIFF}, "a.xlf", "no check knows the language 'fr'; name one of", id="xliff"
        ),
        pytest.param(
            {"a.xlf": XLIFF},
            "a.xlf --lang th",
            "a.xlf: holds translations into fr, not th; name another with --lang",
            id="xliff-of-another-language-than-asked-for",
        ),
        pytest.param({"a.tsv": ""}, "a.tsv", "a.tsv: is empty; there is nothing to", id="empty"),
    ],
)
def test_one_line_says_what_cannot_be_used(
    run: Run, tmp_path: Path, files: dict[str, str], command: str, message: str
) -> None:
    for name, text in {"a.txt": BAD, **files}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    result = run(f"check {command}")
    assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
    assert re.fullmatch(rf"thuatngu: [^\n]*{re.escape(message)}[^\n]*\n", result.stderr)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_fix_leaves_a_read_only_file_and_names_the_preferred_term(run: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    bad = tmp_path / "a.txt"
    bad.write_text(BAD, encoding="utf-8")
    told = "write 'การระดมมวลชน', which is preferred, or 'งานมวลชน'"
    assert told in run("check a.txt").stdout
    bad.chmod(0o444)
    result = run("check a.txt --fix --yes")
    assert result.exit_code == ExitCode.INPUT
    assert "a.txt: is read-only; make it writable ('chmod u+w') and run it again" in result.stderr
    assert bad.read_text(encoding="utf-8") == BAD
    bad.chmod(0o644)
    assert run("check a.txt --fix --yes").exit_code == ExitCode.CLEAN
    assert bad.read_text(encoding="utf-8") == "งานการระดมมวลชนคืบหน้า\n"
