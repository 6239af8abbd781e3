"""Bodies that are named together with one head: *Ban Tổ chức và Dân vận* are two.

A modifier that is joined to a composed name by a conjunction is no use of its own term: it stands
for the body with the same head, where the termbase has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from aligner.mining.frames import HEAD_FIRST
from aligner.mining.particles import NOMINALISERS
from aligner.mining.stream import Keys
from glossary.match import Hit
from glossary.model import SOURCE_LANG, Term, Termbase
from glossary.words import words

_JOINED = {
    "vi": regex.compile(r"\s*(?:,|và|,\s*và)\s*"),
    "th": regex.compile(r"\s*(?:,|และ|กับ)\s*(?:การ|งาน)?"),
    "hi": regex.compile(r"\s*(?:,|और|तथा|एवं|व)\s*"),
}
"""What may stand between two names that share a head."""


class Coordination:
    """The composed names of one language, by head and modifier."""

    def __init__(self, termbase: Termbase, lang: str) -> None:
        self._lang = lang
        self._keys = Keys(lang)
        self._whole: dict[tuple[str, str], tuple[str, Term]] = {}
        for concept in termbase:
            for term in concept.in_lang(lang):
                for form in (term.text, *term.forms):
                    for cut in self._cuts(form):
                        self._whole.setdefault(cut, (concept.id, term))

    def resolved(self, text: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, with those that share the head of a neighbour given to the body they name.

        Args:
            text: in which they stand.
            hits: nested ones too, which stay as they are.
        """
        joined = _JOINED.get(self._lang)
        if joined is None:
            return list(hits)
        order = sorted(range(len(hits)), key=lambda i: (hits[i].start, -hits[i].end))
        order = [i for i in order if not hits[i].nested]
        if self._lang not in HEAD_FIRST:
            order.reverse()
        found = list(hits)
        heads: list[str] = []
        for before, here in pairwise(order):
            one, other = sorted((hits[before], hits[here]), key=lambda hit: hit.start)
            if not joined.fullmatch(text[one.end : other.start]):
                heads = []
                continue
            heads = heads or [head for head, _ in self._cuts(hits[before].form)]
            rest = " ".join(self._words(hits[here].form))
            whole = next((w for h in heads if (w := self._whole.get((h, rest)))), None)
            named = self._lang != SOURCE_LANG or text[hits[here].start].isupper()
            if whole is None or not named or whole[0] == hits[here].concept:
                heads = []
                continue
            found[here] = hits[here]._replace(concept=whole[0], term=whole[1])
        return found

    def _cuts(self, form: str) -> list[tuple[str, str]]:
        """Keys of head and rest of a name, cut at each word, the longest head first."""
        own = self._words(form)
        if self._lang in HEAD_FIRST:
            return [
                (" ".join(own[:cut]), " ".join(own[cut:])) for cut in range(len(own) - 1, 0, -1)
            ]
        return [(" ".join(own[cut:]), " ".join(own[:cut])) for cut in range(1, len(own))]

    def _words(self, form: str) -> list[str]:
        own = [form[a:b] for a, b in words(form, self._lang)]
        return [self._keys(word) for word in own if word not in NOMINALISERS]
