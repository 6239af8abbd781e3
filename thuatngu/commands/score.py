"""`score`: how well a translation keeps to the glossary, and how it stands beside a reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glossary.errors import InputError
from glossary.model import Status
from thuatngu.checking import Pairing
from thuatngu.console import counted, say, table, write_json
from thuatngu.options import (
    DEFAULT_ENCODER,
    EncoderName,
    Format,
    Output,
    Terms,
    Threads,
    Workspace,
    add_command,
)
from thuatngu.project import find

if TYPE_CHECKING:
    from aligner.evaluation import Score


def score(
    file: Annotated[Path, typer.Argument(help="The translation: .txt, .po, .xlf, .tmx or .tsv.")],
    source: Annotated[
        Path | None, typer.Option(help="What a plain file translates.", show_default=False)
    ] = None,
    pairing: Annotated[
        Pairing,
        typer.Option(help="With --source: align finds the pairs; lines pairs line n with line n."),
    ] = Pairing.ALIGN,
    reference: Annotated[
        Path | None,
        typer.Option(
            help="A reference translation, a line for each line of FILE.", show_default=False
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(help="Another translation to compare with, likewise.", show_default=False),
    ] = None,
    lang: Annotated[
        str, typer.Option(help="Language of FILE. Default: found.", show_default=False)
    ] = "",
    output: Format = Output.TEXT,
    encoder: EncoderName = DEFAULT_ENCODER,
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Measure a translation: adherence to the glossary, and text scores beside a reference.

    Term figures need the source, which PO, XLIFF, TMX and TSV files bring along. chrF, BLEU and
    TER need --reference; with --baseline each has the p-value of a paired bootstrap.
    """
    from glossary.bitexts import language
    from glossary.checks.checker import read_text

    if baseline is not None and reference is None:
        raise InputError("--baseline needs --reference, beside which both are scored")
    text = read_text(file)
    rows: list[dict[str, Any]] = []
    occurrences = undecided = 0
    tag, pairs = _pairs(file, text, source, pairing, language(lang), encoder, threads)
    if pairs is not None:
        from glossary.adherence import measure
        from glossary.termfile import load

        found = measure(pairs, load(find(terms, workspace).terms), tag)
        occurrences = found.occurrences
        undecided = found.by_status.get(Status.PROPOSED, 0)
        rows += [
            {"metric": name, "value": value, "signature": f"occurrences:{found.occurrences}"}
            for name, value in (
                ("resolution", found.resolution),
                ("adherence, strict", found.strict),
                ("adherence, lenient", found.lenient),
                ("omission", found.omission),
                ("forbidden in 1,000", found.forbidden),
                ("predominance", found.predominance),
            )
        ]
    if reference is not None:
        rows += [_row(each) for each in _text_scores(file, reference, baseline, tag)]
    if not rows:
        raise InputError(f"{file}: nothing to measure it by; give --source or --reference")
    if output is Output.JSON:
        write_json(rows)
        return
    table(
        ("metric", "value", "95 %", "p", "signature"),
        [
            (
                row["metric"],
                f"{row['value']:.3f}",
                f"{row['low']:.2f} to {row['high']:.2f}" if row.get("low") is not None else "",
                f"{row['p']:.3f}" if row.get("p") is not None else "",
                row["signature"],
            )
            for row in rows
        ],
        right=(1,),
    )
    if undecided:
        say(
            f"{undecided} of {counted(occurrences, 'occurrence')} "
            "are terms that nobody has decided on, and adhere to nothing"
        )
    say("consistent is not correct: read the two adherence figures together with resolution")


def _pairs(
    file: Path,
    text: str,
    source: Path | None,
    pairing: Pairing,
    lang: str,
    encoder: str,
    threads: int | None,
) -> tuple[str, list[tuple[str, str]] | None]:
    """The language of the translation, and its segments beside those of the source if known."""
    from glossary import bitexts
    from glossary.checks.checker import paired_lines, read_text
    from glossary.languages import detect

    if bitexts.reader(file):
        lang, own = bitexts.into(text, str(file), lang)
        return lang, [(pair.source.text, pair.target.text) for pair in own]
    lang = lang or detect(text) or ""
    if not lang:
        raise InputError(f"{file}: its language cannot be told; name it with --lang")
    if source is None:
        return lang, None
    source_text = read_text(source)
    if pairing is Pairing.LINES:
        beads = list(paired_lines(source_text, text))
    else:
        from thuatngu.commands.align import beads_between

        beads = beads_between(source, file, lang, encoder, threads)
    return lang, [
        (source_text[slice(*theirs)], text[slice(*ours)] if ours else "")
        for theirs, ours in beads
        if theirs
    ]


def _text_scores(file: Path, reference: Path, baseline: Path | None, lang: str) -> list[Score]:
    from aligner.evaluation import evaluate
    from aligner.pieces import Pieces, train

    paths = [path for path in (file, reference, baseline) if path is not None]
    sides = [_lines(path) for path in paths]
    for path, side in zip(paths, sides, strict=True):
        if len(side) != len(sides[0]):
            raise InputError(
                f"{path}: has {counted(len(side), 'line')} where {file} has {len(sides[0])}; "
                "write a line for each of its lines"
            )
    pieces = Pieces(train(sides[1]))
    return evaluate(sides[0], sides[1], lang, pieces, sides[2] if baseline else None)


def _lines(path: Path) -> list[str]:
    from glossary.checks.checker import read_text

    return [line.strip() for line in read_text(path).splitlines() if line.strip()]


def _row(each: Score) -> dict[str, Any]:
    return {
        "metric": each.metric,
        "value": each.value,
        "signature": each.signature,
        "low": each.low,
        "high": each.high,
        "p": each.p_value,
    }


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    add_command(
        app,
        score,
        "Glossary",
        "thuatngu score th.txt --source vi.txt",
        "thuatngu score th.po",
        "thuatngu score new.txt --reference human.txt --baseline old.txt",
    )
