"""What the words of a phrase mean one by one, from small word lists that ship with mining.

The lists (`literal.th.tsv`, `literal.hi.tsv`) are our own. They help who does not read the
language, tell everyday words from what may name a concept, and a phrase whose words say what
the concept's gloss or Vietnamese term says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from aligner.mining.candidates import Candidates
from aligner.mining.particles import EDGES, LIGHT, LINKS
from aligner.mining.senses import taken_apart as senses_of
from aligner.mining.stream import Ints, Keys, Stream
from glossary.words import words

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LANGS = ("hi", "th")
"""Languages that have a list."""

SPREAD = 4
"""Parts of a phrase that a gloss shows at most."""

_STOP = frozenset(EDGES["en"] | LINKS["en"] | {"one", "who", "which"})
_PARENTHESES = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word with its meaning."""

    text: str
    kind: str
    """``h`` heads a body's name, ``n`` may stand in a term, ``g`` everyday, ``f`` function word."""
    en: str
    vi: str


LIGHT_WORD, UNKNOWN, CONTINUED = -3, -1, -2
"""What `Lexicon.senses` gives for a function word, a word that is not listed, and one that goes on
with the entry that the word before it began."""


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Stems of the content words of an English text; what stands in parentheses is left out."""
    import Stemmer  # only who mines pays for it

    found = re.findall(r"[a-z]+", _PARENTHESES.sub(" ", text.lower().replace("'s", "")))
    stem = Stemmer.Stemmer("english").stemWord
    return frozenset(stem(word) for word in found if word not in _STOP)


def _spaced(text: str) -> str:
    """The syllables of a Vietnamese text in lower case, with a blank before and after each."""
    return " ".join(["", *re.findall(r"\w+", text.lower()), ""])


class Lexicon:
    """The word list of a language; empty for a language that has none."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._keys = Keys(lang)
        found: dict[str, Entry] = {}
        if lang in LANGS:
            text = files("aligner.mining").joinpath(f"literal.{lang}.tsv").read_text("utf-8")
            for line in text.splitlines():
                if line and not line.startswith("#"):
                    word, kind, en, vi = line.split("\t")
                    found.setdefault(self._keys(word), Entry(word, kind, en, vi))
        self.entries: tuple[Entry, ...] = tuple(found.values())
        self._place = {key: i for i, key in enumerate(found)}
        lists = (EDGES.get(lang, ()), LINKS.get(lang, ()), LIGHT)
        self._light = {self.key(word) for of in lists for word in of} - found.keys()
        self.beginnings: dict[str, int] = {}
        """First word of each entry that is cut into several, with how many it has at most."""
        for entry in self.entries:
            spans = words(entry.text, lang)
            if len(spans) > 1:
                first = self.key(entry.text[slice(*spans[0])])
                self.beginnings[first] = max(self.beginnings.get(first, 0), len(spans))
        self.english = _inverted(stems(entry.en) for entry in self.entries)
        """Entries that say an English stem."""
        self.vietnamese = _inverted(
            [_spaced(said) for said in entry.vi.split(",")] for entry in self.entries
        )
        """Entries with a Vietnamese meaning, which has a blank at both ends."""
        self._told: dict[str, str] = {}

    def key(self, text: str) -> str:
        """Under which spellings and inflections of a word are one."""
        return self._keys(text)

    def sense_of(self, key: str) -> int:
        """The entry of a key, or the mark of a function word or of one that is not listed."""
        return self._place.get(key, LIGHT_WORD if key in self._light else UNKNOWN)

    def taken_apart(self, text: str) -> list[tuple[str, int]]:
        """Words and compounds of a phrase with their entries, longest first, from the left."""
        spans = words(text, self.lang)
        found: list[tuple[str, int]] = []
        at = 0
        while at < len(spans):
            a, b = spans[at]
            size, sense = 1, self.sense_of(self.key(text[a:b]))
            for more in range(self.beginnings.get(self.key(text[a:b]), 0), 1, -1):
                end = spans[at + more - 1][1] if at + more <= len(spans) else -1
                longer = self.sense_of(self.key(text[a:end])) if end > 0 else UNKNOWN
                if longer >= 0 and not any(map(str.isspace, text[a:end])):
                    size, sense, b = more, longer, end
                    break
            found.append((text[a:b], sense))
            at += size
        return found

    def told(self, text: str) -> str:
        """The first meaning of each word, such as ``mobilize · masses``; empty where none is known.

        A word that is not listed stands as it is; function words are left out.
        """
        if text not in self._told:
            own = [(word, sense) for word, sense in self.taken_apart(text) if sense != LIGHT_WORD]
            shown = [
                self.entries[sense].en.split(",")[0] if sense >= 0 else word for word, sense in own
            ]
            more = " …" if len(shown) > SPREAD else ""
            known = any(sense >= 0 for _, sense in own)
            self._told[text] = " · ".join(shown[:SPREAD]) + more if known else ""
        return self._told[text]

    def heads_bodies(self, text: str, head_first: bool) -> int:
        """1 if the head of a phrase heads bodies, 0 if not, -1 if it is not known."""
        own = [sense for _, sense in self.taken_apart(text) if sense != LIGHT_WORD]
        head = (own[0] if head_first else own[-1]) if own else UNKNOWN
        return -1 if head == UNKNOWN else int(self.entries[head].kind == "h")


def _inverted(said: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, meanings in enumerate(said):
        for meaning in meanings:
            found.setdefault(meaning, []).append(number)
    return found


@lru_cache(maxsize=8)
def lexicon(lang: str) -> Lexicon:
    """The word list of a language, read once."""
    return Lexicon(lang)


@dataclass(frozen=True)
class Parts:
    """The words of all candidates with what they mean."""

    row: Ints
    """Shape (parts,), candidate; ascending."""
    sense: Ints
    """Shape (parts,), entry, or `UNKNOWN`; function words and what goes on are no parts."""
    count: Floats
    """Shape (candidates,), parts of each."""
    everyday: Floats
    """Shape (candidates,), share of the parts that are everyday words, 0 to 1."""
    heading: Ints
    """Shape (candidates,), 1 where the head word heads bodies, 0 where it does not, -1 unknown."""


def senses(known: Lexicon, read: Stream) -> Ints:
    """The entry of each word of a stream, or a mark, shape (n,)."""
    by_word = np.array([known.sense_of(key) for key in read.vocabulary] or [0], dtype=np.int32)
    found: Ints = by_word[read.word] if len(read) else np.zeros(0, dtype=np.int32)
    begins = np.array([key in known.beginnings for key in read.vocabulary] or [False])
    done = 0
    for place in np.flatnonzero(begins[read.word]).tolist() if len(read) else ():
        if place < done:
            continue
        for size in range(known.beginnings[read.vocabulary[read.word[place]]], 1, -1):
            last = place + size - 1
            if last >= len(read) or read.document[last] != read.document[place]:
                continue
            if (read.start[place + 1 : last + 1] != read.end[place:last]).any():
                continue
            sense = known.sense_of(known.key(read.surface(place, last)))
            if sense >= 0:
                found[place] = sense
                found[place + 1 : last + 1] = CONTINUED
                done = last + 1
                break
    return found


def back(sense: Ints) -> npt.NDArray[np.int64]:
    """How many words before each the entry begins that it belongs to."""
    place = np.arange(len(sense))
    begins = np.maximum.accumulate(np.where(sense == CONTINUED, 0, place))
    back: npt.NDArray[np.int64] = (place - begins).astype(np.int64)
    return back


def parts_of(known: Lexicon, found: Candidates, head_first: bool) -> Parts:
    """The words of all candidates, each at its first occurrence."""
    sense = senses(known, found.stream)
    alone = np.array([known.sense_of(key) for key in found.stream.vocabulary] or [UNKNOWN])
    many = len(found)
    row = np.repeat(np.arange(many, dtype=np.int32), found.words)
    first = np.repeat(found.first[found.bounds[:-1]].astype(np.int64), found.words)
    place = (
        first + np.arange(len(row)) - np.repeat(np.cumsum(found.words) - found.words, found.words)
    )
    own = sense[place]
    # A candidate may begin or end within an entry; what it has of it is no word, or another one.
    own = np.where((own == CONTINUED) & (place == first), UNKNOWN, own)
    torn = np.zeros(len(sense) + 1, dtype=np.bool_)
    torn[:-1] = sense == CONTINUED
    last = np.repeat(found.first[found.bounds[:-1]].astype(np.int64) + found.words - 1, found.words)
    begun = last - back(sense)[last]
    own = np.where(torn[last + 1] & (place >= begun), alone[found.stream.word[place]], own)
    there = (own >= 0) | (own == UNKNOWN)
    row, own = row[there], own[there]
    count = np.bincount(row, minlength=many).astype(np.float64)
    kinds = np.array([entry.kind for entry in known.entries] + ["?"])
    plain = np.bincount(row, (kinds == "g")[own], minlength=many)
    bounds = np.searchsorted(row, np.arange(many + 1))
    at = bounds[:-1] if head_first else bounds[1:] - 1
    heading = np.full(many, -1, dtype=np.int32)
    some = count > 0
    head = own[at[some]]
    heading[some] = np.where(head == UNKNOWN, -1, (kinds == "h")[head])
    return Parts(row, own, count, plain / np.maximum(count, 1.0), heading)


def agreement(known: Lexicon, parts: Parts, gloss: str, name: str) -> Floats:
    """How far the words of each candidate say a concept's gloss, or its Vietnamese name.

    F1 of the share of its words that say some of it and the share of it that they say; the
    better of the two languages.

    Returns:
        Shape (candidates,), 0 to 1.
    """
    return np.maximum(
        _f1(parts, _saying_english(known, gloss)), _f1(parts, _saying_vietnamese(known, name))
    )


def misreading(known: Lexicon, parts: Parts, name: str) -> Floats:
    """How far the words of each candidate say what a Vietnamese term may be taken for (`senses`).

    As in `agreement`, of the words of the term.

    Returns:
        Shape (candidates,), 0 to 1.
    """
    return _f1(parts, _saying_senses(known, name))


def _f1(parts: Parts, saying_it: Flags) -> Floats:
    """Agreement of each candidate with what some entries say, shape (entries + 1, things said)."""
    found = np.zeros(len(parts.count))
    telling: Flags = np.asarray(saying_it.any(axis=1))
    at = np.flatnonzero(telling[parts.sense])
    if not len(at):
        return found
    rows, place = np.unique(parts.row[at], return_inverse=True)
    covered = np.zeros((len(rows), saying_it.shape[1]), dtype=np.bool_)
    np.logical_or.at(covered, place, saying_it[parts.sense[at]])
    saying = np.bincount(place) / parts.count[rows]
    share = covered.mean(axis=1)
    found[rows] = 2 * saying * share / (saying + share)
    return found


@dataclass(frozen=True)
class Says:
    """Which of all concepts the words of each candidate say most exactly."""

    best: Floats
    """Shape (candidates,), agreement with that concept, 0 to 1."""
    concept: Ints
    """Shape (candidates,), its number in the termbase; meaningless where `best` is 0."""
    second: Floats
    """Shape (candidates,), agreement with the next best."""

    def other(self, concept: int) -> Floats:
        """The agreement of each candidate with the best of the other concepts."""
        return np.where(self.concept == concept, self.second, self.best)


def says(known: Lexicon, parts: Parts, glosses: Iterable[tuple[str, str]]) -> Says:
    """Agreement of all candidates with all concepts, given their glosses and Vietnamese names."""
    many = len(parts.count)
    best, second = np.zeros(many), np.zeros(many)
    concept = np.zeros(many, dtype=np.int32)
    for number, (gloss, name) in enumerate(glosses):
        own = agreement(known, parts, gloss, name)
        ahead = own > best
        second = np.where(ahead, best, np.maximum(second, own))
        concept[ahead] = number
        best = np.maximum(best, own)
    return Says(best, concept, second)


def _saying_english(known: Lexicon, gloss: str) -> Flags:
    """Which entry says which stem of a gloss, shape (entries + 1, stems)."""
    telling = sorted(stems(gloss))
    says = np.zeros((len(known.entries) + 1, len(telling)), dtype=np.bool_)
    for column, stem in enumerate(telling):
        says[known.english.get(stem, []), column] = True
    return says


def _saying_vietnamese(known: Lexicon, name: str) -> Flags:
    """Which entry says which syllable of a name, shape (entries + 1, syllables).

    Only as a whole meaning: *dân tộc* says nothing of *dân vận*.
    """
    syllables = _spaced(name).split()
    says = np.zeros((len(known.entries) + 1, len(syllables)), dtype=np.bool_)
    for first in range(len(syllables)):
        for last in range(first, len(syllables)):
            meaning = f" {' '.join(syllables[first : last + 1])} "
            says[known.vietnamese.get(meaning, []), first : last + 1] = True
    return says


def _saying_senses(known: Lexicon, name: str) -> Flags:
    """Which entry says a sense of which word of a name, shape (entries + 1, words)."""
    words_of = senses_of(name)
    says = np.zeros((len(known.entries) + 1, len(words_of)), dtype=np.bool_)
    for column, senses in enumerate(words_of):
        for sense in senses:
            own = [set(known.english.get(stem, ())) for stem in sorted(stems(sense))]
            if own:
                says[sorted(set.intersection(*own)), column] = True
    return says
