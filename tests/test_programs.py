"""Programs of ours run beside whatever stands in the user's folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from glossary import programs


@pytest.mark.parametrize("module", ["thuatngu", "tui.saving", "aligner.reranking"])
def test_a_module_of_the_users_is_not_taken_for_ours(tmp_path: Path, module: str) -> None:
    for name in ("glossary", "aligner", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(77)\n")
    command = programs.ours(module, *(["--version"] if module == "thuatngu" else []))
    theirs = [part for part in command if part != "-P"]
    codes = [
        subprocess.run(each, cwd=tmp_path, capture_output=True, check=False).returncode
        for each in (command, theirs)
    ]
    assert codes[0] != 77
    assert codes[1] == 77
