"""From findings to an answer: what is new, what may pass, what can be mended.

The steps of a check in continuous integration, in their order::

    config = gate.configured(Path.cwd())
    checker = Checker(termbase, config)
    found = [finding for path in paths for finding in checker.file(path)]
    found = gate.narrowed(found, texts, since="origin/main", baseline=Path("known.jsonl"))
    for mended in gate.mended(found, texts, termbase):
        show(mended.diff)
        gate.write(mended)
    failed = any(finding.severity.fails for finding in found)

`texts` holds the files by the names that the findings have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from glossary.checks import baseline as baselines
from glossary.checks import changes, config, mending
from glossary.checks.checker import read_text
from glossary.errors import InputError
from glossary.finding import Finding
from glossary.model import Termbase


def configured(folder: Path) -> config.Config:
    """The configuration that holds for a folder; the default where there is no file."""
    path = config.find(folder)
    return config.load(path) if path else config.Config()


def narrowed(
    findings: Iterable[Finding],
    texts: Mapping[str, str],
    *,
    since: str = "",
    baseline: Path | None = None,
) -> list[Finding]:
    """Findings in lines that changed since a git revision, and that no baseline knows.

    Raises:
        InputError: git doesn't know the revision, or the baseline is none.
    """
    left = list(findings)
    if since:
        files = [Path(name) for name in sorted(texts) if name != "-"]
        left = changes.touched(left, changes.since(since, files), texts)
    if baseline is not None:
        left = baselines.new(left, read_text(baseline), str(baseline), texts.__getitem__)
    return left


def baseline_of(findings: Iterable[Finding], texts: Mapping[str, str]) -> str:
    """The content of a baseline that knows all of these findings."""
    return baselines.write(findings, texts.__getitem__)


def mended(
    findings: Iterable[Finding], texts: Mapping[str, str], termbase: Termbase
) -> list[mending.Mended]:
    """Files in which something has exactly one replacement, with it made but not written."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    done = [
        mending.mended(texts[name], found, termbase, "", name)
        for name, found in sorted(by_file.items())
    ]
    return [each for each in done if each.fixed]


def write(mended: mending.Mended) -> None:
    """Replace a file by its mended text, atomically, unless it changed since it was read.

    Raises:
        InputError: it changed, or it is standard input.
    """
    from glossary.durable import write_atomically

    if mended.file == "-":
        raise InputError("standard input cannot be mended; name a file")
    path = Path(mended.file)
    if read_text(path) != mended.before:
        raise InputError(f"{path}: changed while it was checked; run the check again")
    write_atomically(path, mended.after.encode("utf-8"))
