"""A translation against a reference: chrF, BLEU over our own pieces, TER, paired bootstrap.

These say whether a change did harm to the text as a whole; they are no measure of
terms, where one wrong word can outscore a right paraphrase (`glossary.adherence`
is). Thai has no words to count, so BLEU is taken over SentencePiece pieces
(``tokenize="none"``) and TER over the words of `glossary.words`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from glossary.errors import InputError
from glossary.words import words

SAMPLES = 1000
"""Bootstrap samples, as sacrebleu draws them with its fixed seed (Koehn 2004)."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A subword model, with what names it in a signature."""

    encode: Callable[[str], list[str]]
    signature: str


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


def trained(texts: Iterable[str], size: int = 2000) -> Pieces:
    """Pieces learnt from text; the same text gives the same pieces.

    Args:
        texts: one line or more each; some 2,000 lines are enough for 2,000 pieces.
        size: pieces at most; a small corpus gives fewer.

    Raises:
        InputError: there is no text to learn from.
    """
    import sentencepiece

    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    if not lines:
        raise InputError("no text to learn pieces from; add documents in that language first")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        model_type="unigram",
        vocab_size=size,
        hard_vocab_limit=False,
        character_coverage=1.0,
        normalization_rule_name="identity",  # NFKC would take ำ apart
        num_threads=1,
        minloglevel=2,
    )
    data = model.getvalue()
    processor = sentencepiece.SentencePieceProcessor(model_proto=data)

    def encode(text: str) -> list[str]:
        return [str(piece) for piece in processor.encode(text, out_type=str)]

    return Pieces(encode, f"spm:{sha256(data).hexdigest()[:8]}")


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
            lambda text: " ".join(pieces.encode(text)),
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
