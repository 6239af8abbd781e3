"""Subword pieces learnt from a corpus itself (sentencepiece): no word list, no language.

Thai has no spaces to count words by: its BLEU is taken over pieces. The same texts give the
same model, byte for byte.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from glossary.errors import InputError

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
        InputError: there is no text to learn from.
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
        raise InputError("no text to learn pieces from; give some in that language")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        model_type="unigram",
        vocab_size=size or size_for(sum(map(len, lines))),
        hard_vocab_limit=False,
        character_coverage=1.0,
        normalization_rule_name="identity",  # NFKC would take ำ apart
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

    @property
    def signature(self) -> str:
        """Names the model in the signature of a score."""
        return f"spm:{sha256(self.model).hexdigest()[:8]}"

    def __len__(self) -> int:
        return int(self._processor.get_piece_size())

    def cut(self, text: str) -> list[str]:
        """The pieces of a text; ``▁`` stands for a space."""
        return list(self._processor.encode(unicodedata.normalize("NFC", text), out_type=str))
