"""A translation beside what it translates, checked in a process of its own.

Aligning the two takes an encoder and seconds, in which the screen must stay alive. The process
is told the termbase in a file, as it stands with every decision.
"""

from __future__ import annotations

import asyncio
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from pathlib import Path

import msgspec

from glossary.errors import InputError
from glossary.finding import Finding
from glossary.model import Termbase
from glossary.termfile import TermFile


async def beside(
    command: Sequence[str], path: Path, source: Path, termbase: Termbase
) -> list[Finding]:
    """Findings in a file whose sentences are aligned with those of its source.

    Args:
        command: what checks, such as ``thuatngu check``.
        path: the translation.
        source: what it translates.
        termbase: what it is checked against.

    Raises:
        InputError: a file cannot be read or checked.
    """
    with tempfile.TemporaryDirectory() as folder:
        terms = Path(folder, "terms.yaml")
        await asyncio.to_thread(TermFile.new(terms, termbase).save)
        options = ["--source", str(source), "--terms", str(terms), "--format", "json"]
        process = await asyncio.create_subprocess_exec(
            *command, *options, "--", str(path), stdin=DEVNULL, stdout=PIPE, stderr=PIPE
        )
        try:
            said, errors = await process.communicate()
        finally:
            if process.returncode is None:  # called off
                process.kill()
                await process.wait()
    if process.returncode not in (0, 1):
        told = errors.decode("utf-8", "replace").strip().splitlines() or ["the check broke off"]
        raise InputError(told[-1].removeprefix("thuatngu: "))
    return [msgspec.json.decode(line, type=Finding) for line in said.splitlines() if line]
