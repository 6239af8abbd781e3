"""Subword pieces learnt from a corpus itself (sentencepiece): no word list, no language.

Thai has no spaces to count words by, and a name that no dictionary has is still made of
pieces that recur. The same texts give the same model, byte for byte.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SMALLEST, LARGEST = 300, 8_000
"""Pieces of a model, whatever the corpus."""

CHARACTERS_PER_PIECE = 40
"""Corpus characters that a piece is learnt from: 2,000 lines of news allow about 2,000 pieces."""

LONGEST_LINE = 4_000
"""Bytes of a line; sentencepiece leaves longer ones out, so they are cut."""


def size_for(characters: int) -> int:
    """How many pieces a corpus of that many characters is worth."""
    return max(SMALLEST, min(LARGEST, characters // CHARACTERS_PER_PIECE))


def train(texts: Iterable[str], size: int | None = None) -> bytes:
    """A unigram model of the texts (Kudo 2018, "Subword regularization").

    Args:
        texts: in any order: they are sorted, for sentencepiece's result hangs on it.
        size: pieces wanted; by default what the corpus is worth. A small corpus gives fewer.

    Raises:
        ValueError: there is no text to learn from.
    """
    import sentencepiece  # 20 ms that only who trains pays

    lines = sorted(
        {
            unicodedata.normalize("NFC", line).strip()[: LONGEST_LINE // 4]
            for text in texts
            for line in text.splitlines()
        }
        - {""}
    )
    if not lines:
        raise ValueError("no text to learn pieces from")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        model_type="unigram",
        vocab_size=size or size_for(sum(map(len, lines))),
        hard_vocab_limit=False,
        character_coverage=1.0,
        normalization_rule_name="identity",
        split_by_unicode_script=True,
        num_threads=1,
        minloglevel=3,
        max_sentence_length=LONGEST_LINE,
    )
    return model.getvalue()


@dataclass(frozen=True)
class Pieces:
    """A trained model."""

    model: bytes

    @cached_property
    def _processor(self) -> Any:
        import sentencepiece

        return sentencepiece.SentencePieceProcessor(model_proto=self.model)

    def __len__(self) -> int:
        return int(self._processor.get_piece_size())

    def cut(self, text: str) -> list[str]:
        """The pieces of a text; ``▁`` stands for a space."""
        return list(self._processor.encode(unicodedata.normalize("NFC", text), out_type=str))

    def surprise(self, text: str) -> float:
        """Bits per character that the model needs for a text: high for what the corpus lacks.

        A character that the corpus does not have costs as much as the rarest piece and ten
        nats more, sentencepiece's own penalty.
        """
        bare = "".join(unicodedata.normalize("NFC", text).split())
        if not bare:
            return 0.0
        processor = self._processor
        unknown = processor.unk_id()
        rarest = min(processor.get_score(i) for i in range(len(self)))
        cost = 0.0
        for piece, number in zip(
            processor.encode(bare, out_type=str), processor.encode(bare), strict=True
        ):
            if number == unknown:
                cost += (10.0 - rarest) * len(piece)
            else:
                cost -= processor.get_score(number)
        return cost / len(bare) / math.log(2)

    def bleu(self, hypotheses: Sequence[str], references: Sequence[str]) -> tuple[float, str]:
        """Corpus BLEU over pieces, 0 to 100, and sacrebleu's signature with the model's size.

        For languages without spaces, on which the usual tokenisers count whole clauses as
        words. Comparable only between texts cut by the same model.

        Raises:
            ValueError: as many references as hypotheses are needed, and at least one.
        """
        from sacrebleu.metrics.bleu import BLEU

        if len(hypotheses) != len(references) or not hypotheses:
            raise ValueError(f"{len(hypotheses)} hypotheses and {len(references)} references")
        metric = BLEU(tokenize="none", force=True)
        score = metric.corpus_score(
            [" ".join(self.cut(text)) for text in hypotheses],
            [[" ".join(self.cut(text)) for text in references]],
        )
        return float(score.score), f"{metric.get_signature()}|pieces:{len(self)}"
