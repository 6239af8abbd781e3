"""`check` and `score` as a user calls them: languages, byte order marks, standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from programs import Run

from glossary.formats.bitext import Text, write_tmx, write_xliff
from thuatngu.exit import ExitCode

PAIRS = (("Công tác dân vận.", "งานบริการสาธารณะ", 1.0), ("Hội nghị.", "การประชุม", 1.0))


def objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", ["th.xlf", "th.tmx"])
def test_score_takes_the_language_that_the_file_names(run: Run, tmp_path: Path, name: str) -> None:
    write = write_xliff if name.endswith("xlf") else write_tmx
    (tmp_path / name).write_bytes(write([Text("a", PAIRS)], "vi", "th"))
    told = run(f"score {name} --format json")
    assert told.exit_code == ExitCode.CLEAN
    assert told.stdout == run(f"score {name} --lang th --format json").stdout
    assert objects(told)[0]["value"] > 0  # type: ignore[operator]
    other = run(f"score {name} --lang hi")
    assert other.exit_code == ExitCode.INPUT
    assert "holds translations into th, not hi" in other.stderr


def test_score_asks_for_a_language_that_cannot_be_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("12\t34\n", encoding="utf-8")
    result = run("score a.tsv")
    assert result.exit_code == ExitCode.INPUT
    assert "its language cannot be told; name it with --lang" in result.stderr
    (tmp_path / "a.tmx").write_text(
        '<tmx><header srclang="vi"/><body><tu><tuv xml:lang="vi"><seg>dân vận</seg></tuv>'
        '<tuv xml:lang="th"><seg>ก</seg></tuv><tuv xml:lang="hi"><seg>क</seg></tuv></tu>'
        "</body></tmx>",
        encoding="utf-8",
    )
    assert "holds translations into hi, th; name one with --lang" in run("score a.tmx").stderr
    assert run("score a.tmx --lang hi").exit_code == ExitCode.CLEAN


def test_a_byte_order_mark_has_no_column_and_stays(run: Run, tmp_path: Path) -> None:
    run("init")
    terms = tmp_path / "terms.yaml"
    text = terms.read_text(encoding="utf-8")
    terms.write_text(text.replace("status: proposed", "status: preferred", 1), encoding="utf-8")
    marked, plain = tmp_path / "marked.txt", tmp_path / "plain.txt"
    for line in ("งานบริการสาธารณะคืบหน้า\n", "วันนี้งานบริการสาธารณะ\nงานบริการสาธารณะ\n"):
        plain.write_bytes(line.encode())
        marked.write_bytes(b"\xef\xbb\xbf" + line.encode())
        shown = run("check marked.txt").stdout
        assert shown == run("check plain.txt").stdout.replace("plain", "marked")
        with_mark = objects(run("check marked.txt --format json"))
        without = objects(run("check plain.txt --format json"))
        assert len(with_mark) == line.count("งานบริการสาธารณะ")
        for one, other in zip(with_mark, without, strict=True):
            assert (one["line"], one["column"], one["found"]) == (
                *(other["line"], other["column"], other["found"]),
            )
            assert one["start"] == other["start"] + 1  # type: ignore[operator]
        assert "\n-" + line.split("\n")[0] in run("check marked.txt --fix").stdout
        assert run("check marked.txt --fix --yes").exit_code == ExitCode.CLEAN
        new = line.replace("งานบริการสาธารณะ", "การระดมมวลชน")
        assert marked.read_bytes() == b"\xef\xbb\xbf" + new.encode()


def test_standard_input_is_checked_beside_its_source(run: Run, tmp_path: Path, root: Path) -> None:
    folder = root / "examples/corpus/so-ket-dan-van"
    for name in ("vi.txt", "th.txt"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    options = "--source vi.txt --pairing lines --format json"
    text = (tmp_path / "th.txt").read_bytes()
    piped, filed = run(f"check - {options}", stdin=text), run(f"check th.txt {options}")
    assert objects(piped) == [row | {"file": "-"} for row in objects(filed)]
    assert piped.exit_code == filed.exit_code == ExitCode.FINDINGS


def test_a_missing_baseline_tells_what_makes_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("งานบริการสาธารณะ\n", encoding="utf-8")
    result = run("check bad.txt --baseline known")
    assert result.exit_code == ExitCode.INPUT
    assert "known: does not exist; --update-baseline makes it" in result.stderr


def test_fix_tells_why_it_replaces_nothing(run: Run, tmp_path: Path) -> None:
    run("init")
    bad = tmp_path / "bad.txt"
    bad.write_text("งานบริการสาธารณะ\n", encoding="utf-8")
    why = "no term is preferred; decide some in 'thuatngu review'"
    assert why in run("check bad.txt --fix --yes").stderr
    terms = tmp_path / "terms.yaml"
    text = terms.read_text(encoding="utf-8")
    terms.write_text(text.replace("status: proposed", "status: preferred", 1), encoding="utf-8")
    piped = run("check - --fix --yes", stdin=bad.read_bytes())
    assert "standard input is not changed" in piped.stderr
    assert "nothing to fix" not in run("check bad.txt --fix --yes").stderr
    assert "nothing to fix" not in run("check bad.txt --fix --yes").stderr
