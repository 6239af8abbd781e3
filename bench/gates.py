# ruff: noqa: E501 -- what is printed reads better on one line.
"""What other tools say of the same pairs: a plain glossary check, and pofilter."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from planting import Case, row

from glossary.model import Termbase


def plain_check(cases: Sequence[Case], base: Termbase, lang: str) -> None:
    r"""A glossary check as Weblate does it: `\b` around the source term, the target as a substring."""
    terms = [
        (re.compile(rf"\b{re.escape(term.text)}\b", re.IGNORECASE), concept)
        for concept in base
        for term in concept.in_lang("vi")
        if concept.preferred(lang)
    ]
    found = right = 0
    wanted = [case for case in cases if case.code in ("", "TG101", "TG103") and case.named]
    for case in wanted:
        faults = set()
        for pattern, concept in terms:
            if pattern.search(case.source):
                usable = [t for t in concept.in_lang(lang) if t.status.usable]
                if lang == "hi":
                    present = any(
                        re.search(rf"\b{re.escape(t.text)}\b", case.target) for t in usable
                    )
                else:
                    present = any(t.text in case.target for t in usable)
                if not present:
                    faults.add(concept.name)
        found += len(faults)
        right += bool(case.code) and case.named in faults
    print("  a plain \\b and substring check, on the pairs with TG101, TG103 or neither:")
    row("plain", sum(bool(case.code) for case in wanted), found, right)


def pofilter(program: str, cases: Sequence[Case], lang: str) -> None:
    """translate-toolkit's check of numbers, the one of ours that it has."""
    beside = Path(sys.executable).with_name("pofilter")
    found_program = program or (str(beside) if beside.exists() else shutil.which("pofilter"))
    if not found_program:
        print("  pofilter: not installed (pip install translate-toolkit), not compared")
        return
    wanted = [case for case in cases if case.source and case.code in ("", "TG204", "TG201")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.po"
        entries = [
            f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {lang}\\n"\n'
        ]
        for number, case in enumerate(wanted):
            quoted = [
                text.replace("\\", "\\\\").replace('"', '\\"')
                for text in (case.source, case.target)
            ]
            entries.append(f'msgctxt "{number}"\nmsgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n')
        path.write_text("\n".join(entries), encoding="utf-8")
        done = subprocess.run(
            [found_program, "--progress=none", "-t", "numbers", f"--language={lang}", str(path), f"{folder}/out.po"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        out = Path(folder) / "out.po"
        flagged = (
            set(re.findall(r'msgctxt "(\d+)"', out.read_text(encoding="utf-8")))
            if out.exists()
            else set()
        )
    right = sum(bool(wanted[int(number)].code) for number in flagged)
    print(
        f"  pofilter -t numbers (exit code {done.returncode}), on the pairs with TG201, TG204 or neither:"
    )
    row("pofilter", sum(bool(case.code) for case in wanted), len(flagged), right)
