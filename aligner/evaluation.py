"""A translation against a reference: chrF, BLEU over our own pieces, TER, paired bootstrap.

These say whether a change did harm to the text as a whole; they are no measure of
terms, where one wrong word can outscore a right paraphrase (`glossary.adherence`
is). Thai has no words to count, so BLEU is taken over SentencePiece pieces
(``tokenize="none"``) and TER over the words of `glossary.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aligner.pieces import Pieces
from glossary.errors import InputError
from glossary.words import words

SAMPLES = 1000
"""Bootstrap samples, as sacrebleu draws them with its fixed seed (Koehn 2004)."""


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one system."""

    metric: str
    value: float
    signature: str
    low: float | None = None
    """95 % interval and, beside a baseline, the chance that the difference is none."""
    high: float | None = None
    p_value: float | None = None


def evaluate(
    hypotheses: Sequence[str],
    references: Sequence[str],
    lang: str,
    pieces: Pieces,
    baseline: Sequence[str] | None = None,
) -> list[Score]:
    """chrF, BLEU and TER of a translation, segment by segment beside its reference.

    Args:
        hypotheses: the translation's segments.
        references: as many.
        lang: of both; TER is over its words.
        pieces: what BLEU counts.
        baseline: another translation of the same; each score then has the bootstrap's
            interval and p-value of the difference.

    Raises:
        InputError: the sides differ in length, or there is nothing to compare.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    sides = [references, *([baseline] if baseline is not None else [])]
    if not hypotheses or any(len(side) != len(hypotheses) for side in sides):
        lengths = ", ".join(str(len(side)) for side in (hypotheses, *sides))
        raise InputError(f"{lengths} segments; give as many on every side, and at least one")
    cuts: list[tuple[str, Any, Callable[[str], str], str]] = [
        ("chrF", CHRF(), str, ""),
        (
            "BLEU",
            BLEU(tokenize="none"),
            lambda text: " ".join(pieces.cut(text)),
            pieces.signature,
        ),
        ("TER", TER(), lambda text: _spaced(text, lang), f"words:{lang}"),
    ]
    return [
        _score(name, metric, cut, signature, hypotheses, references, baseline)
        for name, metric, cut, signature in cuts
    ]


def _spaced(text: str, lang: str) -> str:
    return " ".join(text[start:end] for start, end in words(text, lang))


def _score(
    name: str,
    metric: Any,
    cut: Callable[[str], str],
    signature: str,
    hypotheses: Sequence[str],
    references: Sequence[str],
    baseline: Sequence[str] | None,
) -> Score:
    ours, theirs = list(map(cut, hypotheses)), [list(map(cut, references))]
    value = float(metric.corpus_score(ours, theirs).score)
    signed = f"{name}|{metric.get_signature()}" + (f"|{signature}" if signature else "")
    if baseline is None:
        return Score(name, value, signed)
    from sacrebleu.significance import PairedTest

    _, scores = PairedTest(
        [("baseline", list(map(cut, baseline))), ("system", ours)],
        {name: metric},
        theirs,
        test_type="bs",
        n_samples=SAMPLES,
    )()
    # The first column holds the systems' names, the other the one metric.
    result: Any = next(column for key, column in scores.items() if key != "System")[1]
    spread = result.ci or 0.0
    mean = result.mean if result.mean is not None else value
    return Score(
        name, value, f"{signed}|bs:{SAMPLES}", mean - spread, mean + spread, result.p_value
    )
