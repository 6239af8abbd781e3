"""`mine`: every rendering of the terms that the corpus holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glossary.errors import InputError
from glossary.visible import visible
from thuatngu.console import (
    as_terminals_draw,
    columns,
    counted,
    on_terminal,
    progress,
    say,
    table,
    write,
    write_json,
)
from thuatngu.engine import corpus_of, corpus_store, embedding
from thuatngu.hanging import hung
from thuatngu.options import (
    DEFAULT_ENCODER,
    EncoderName,
    Format,
    Lang,
    Output,
    Terms,
    Threads,
    Workspace,
    add_command,
)
from thuatngu.project import Project, find

if TYPE_CHECKING:
    from aligner.mining import Corpus
    from aligner.model import Reason, Rendering
    from glossary.model import Termbase
    from tui.evidence import Evidence, Sentence

_PANEL = "Corpus"
NEW = "new"
"""Status of a rendering that is not listed."""
_INDENT = " " * 30
_WIDTH = 78
"""Terminal cells of a sentence, where there are as many,"""
_LEAST = 20
"""and where there are few."""
_SUMMARY = 15
"""Lines printed where all concepts were mined."""

Concepts = Annotated[
    list[str] | None,
    typer.Option(
        "--concept", help="Concept id; may be repeated. Default: all.", show_default=False
    ),
]
Langs = Annotated[
    list[Lang] | None,
    typer.Option("--lang", help="Language; may be repeated. Default: all.", show_default=False),
]


def mine(
    concept: Concepts = None,
    lang: Langs = None,
    limit: Annotated[int, typer.Option(min=1, help="New rows for a concept and language.")] = 30,
    least: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Show new rows from this probability on; 0 for all. Default: 0.035.",
            show_default=False,
        ),
    ] = None,
    known: Annotated[
        list[str] | None,
        typer.Option(
            help="CONCEPT:LANG=TEXT: take only this as known for the concept; may be repeated.",
            metavar="CONCEPT:LANG=TEXT",
            show_default=False,
        ),
    ] = None,
    output: Format = Output.TEXT,
    encoder: EncoderName = DEFAULT_ENCODER,
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Find every rendering that the terms were given in the corpus, with counts and evidence.

    Rows of a concept come ranked: the listed renderings by count, then new ones by how probable
    they are, each with its reasons, other boundaries, and with --concept a sentence and what is
    aligned with it; what is improbable is left out. Without --concept, --lang,
    --least and --known the rows are kept in the workspace for the review, with the signature of
    what made them.
    """
    from aligner.mining import LEAST, signature
    from aligner.mining import mine as renderings_of
    from aligner.traces import traces
    from glossary.termfile import load
    from tui.evidence import Evidence

    project = find(terms, workspace)
    termbase = load(project.terms)
    require(termbase, concept, project)
    with corpus_store(project) as store:
        corpus = corpus_of(store)
        embedder = embedding(encoder, threads, store)
        with progress("Encoding and mining") as update:
            rows = renderings_of(
                termbase,
                corpus,
                embedder.embed,
                concepts=concept,
                langs=lang,
                limit=limit,
                least=LEAST if least is None else least,
                known=_known(known, termbase, project),
                traced=partial(traces, sketches=embedder.sketches),
                progress=update,
            )
        whole = concept is None and lang is None and known is None and least is None
        made_by = signature(embedder.signature, LEAST if least is None else least)
        kept = whole and store.writable
        if kept:
            store.save_renderings(made_by, rows)
        seen = Evidence(store) if concept is not None else None
        if output is Output.JSON:
            write_json({**_row(row, termbase, corpus, seen), "signature": made_by} for row in rows)
            return
        if whole:
            _print_summary(termbase, rows)
        else:
            for name in dict.fromkeys(row.concept for row in rows):
                _print_concept(termbase, name, [row for row in rows if row.concept == name], seen)
    say(
        f"{counted(len(rows), 'rendering')} of "
        f"{counted(len({row.concept for row in rows}), 'concept')} in "
        f"{counted(len(corpus.documents), 'document')}"
        + ("; kept for 'thuatngu review'" if kept else "")
        + ("; not kept, as the workspace can't be written" if whole and not kept else "")
    )
    say(f"made by {made_by}")


def _print_concept(
    termbase: Termbase, concept: str, rows: Sequence[Rendering], seen: Evidence | None
) -> None:
    say(f"\n{concept}: {termbase.by_id[concept].name} ({termbase.by_id[concept].gloss})")
    for row in rows:
        write(
            visible(
                f"{row.lang} {row.rank:>3}. {row.status:<10} {row.count:>4} in {row.documents:>3}  "
                f"{row.text}"
            )
            + "\n"
        )
        if row.status == NEW:
            details = [f"{row.score:.0%}"]
            details += [f"{row.gloss};"] if row.gloss else []
            details.append("; ".join(_told(reason) for reason in row.reasons[:3]))
            _print_below(" ".join(details))
            if row.alternatives:
                _print_below(f"or {', '.join(row.alternatives)}")
            if seen is not None and row.evidence:
                _print_sentence(seen.sentence(row.evidence[0]))


def _print_sentence(sentence: Sentence) -> None:
    """A concordance line, and the start of what is aligned with it."""
    from aligner.concordance import line
    from tui.cells import cut

    as_terminals_draw()
    told = line(sentence.text, (sentence.start, sentence.end), _room("[]"), sentence.lang)
    write(f"{_INDENT}{told.left}[{told.keyword}]{told.right}\n")
    if sentence.partner is not None and sentence.partner.text:
        other = visible(" ".join(sentence.partner.text.split()))
        shown = other[: cut(other, _room("vi: …"))]
        write(f"{_INDENT}{sentence.partner.lang}: {shown}{'' if shown == other else '…'}\n")


def _room(around: str) -> int:
    """Cells of a sentence that has something around it."""
    return max(min(columns() - len(_INDENT) - len(around), _WIDTH), _LEAST)


def _print_below(text: str) -> None:
    for each in hung(_INDENT, text, columns() if on_terminal() else None):
        write(f"{each}\n")


def _print_summary(termbase: Termbase, rows: Sequence[Rendering]) -> None:
    """The concepts that the corpus renders in most ways, a line for each language."""
    found: dict[tuple[str, str], list[Rendering]] = {}
    for row in rows:
        found.setdefault((row.concept, row.lang), []).append(row)
    listed = {key: [row for row in of if row.status != NEW] for key, of in found.items()}
    new = {key: [row for row in of if row.status == NEW] for key, of in found.items()}
    shown = sorted(found, key=lambda key: (-len(listed[key]), key))[:_SUMMARY]
    figures = [
        (
            key[1],
            str(len(listed[key])),
            str(sum(row.count for row in listed[key])),
            str(len(new[key])),
            termbase.by_id[key[0]].name,
        )
        for key in shown
    ]
    renderings = [
        (
            ", ".join(row.text for row in listed[key][:3]),
            new[key][0].text if new[key] else "",
        )
        for key in shown
    ]
    table(
        ("lang", "listed", "count", "new", "concept"),
        figures,
        right=(1, 2, 3),
        beside=(("listed renderings", "likeliest new"), renderings),
        below=[
            "; ".join(filter(None, (kept, fresh and f"new: {fresh}"))) for kept, fresh in renderings
        ],
    )


def _told(reason: Reason) -> str:
    return f"{reason.name} {reason.value:.2f}" + (f" ({reason.text})" if reason.text else "")


def _row(
    row: Rendering, termbase: Termbase, corpus: Corpus, seen: Evidence | None
) -> Mapping[str, Any]:
    return {
        "concept": row.concept,
        "vi": termbase.by_id[row.concept].name,
        "lang": row.lang,
        "rendering": row.text,
        "count": row.count,
        "documents": row.documents,
        "status": row.status,
        "score": round(row.score, 6),
        "rank": row.rank,
        "reasons": [
            {"name": reason.name, "value": round(reason.value, 6), "text": reason.text}
            for reason in row.reasons
        ],
        "alternatives": list(row.alternatives),
        "gloss": row.gloss,
        "evidence": [
            {
                "document": corpus.by_id[where.document].name,
                "start": where.start,
                "end": where.end,
                **(_sentence(seen.sentence(where)) if seen is not None else {}),
            }
            for where in row.evidence
        ],
    }


def _sentence(sentence: Sentence) -> Mapping[str, Any]:
    """The sentence of an occurrence, and what is aligned with it if anything is."""
    other = sentence.partner
    return {
        "sentence": sentence.text,
        "aligned": {"lang": other.lang, "text": other.text, "score": round(other.score, 6)}
        if other is not None and other.text
        else None,
    }


def require(termbase: Termbase, concepts: Sequence[str] | None, project: Project) -> None:
    for concept in concepts or ():
        if concept not in termbase.by_id:
            from rapidfuzz.process import extract

            near = [name for name, *_ in extract(concept, list(termbase.by_id), limit=3)]
            raise InputError(
                f"no concept '{concept}' in {project.terms}; the nearest are {', '.join(near)}"
            )


def _known(
    given: Sequence[str] | None, termbase: Termbase, project: Project
) -> Mapping[tuple[str, str], Sequence[str]] | None:
    if not given:
        return None
    found: dict[tuple[str, str], list[str]] = {}
    for item in given:
        key, equals, text = item.partition("=")
        concept, colon, lang = key.partition(":")
        if not (equals and colon and text and lang in list(Lang)):
            raise InputError(
                f"--known: '{item}' is not CONCEPT:LANG=TEXT, such as dan-van:th=ระดมมวลชน"
            )
        require(termbase, [concept], project)
        found.setdefault((concept, lang), []).append(text)
    return found


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(
        app,
        mine,
        _PANEL,
        "thuatngu mine",
        "thuatngu mine --concept dan-van --lang th",
        "thuatngu mine --concept dan-van --known dan-van:th=ระดมมวลชน --format json",
    )
