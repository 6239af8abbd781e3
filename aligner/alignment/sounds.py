"""How much of two texts in different scripts sounds alike: names, above all.

A vector hardly tells one person from another, and a machine writes one name in several ways. What
stays is how it sounds. Every text is read as a string of classes of sounds, the same in Latin,
Thai and Devanagari letters, without tones and with three vowels, and the best local alignment of
two such strings is found (Smith & Waterman 1981), its weights by hand. Unrelated texts have one,
too, that grows with the logarithm of both lengths (Karlin & Altschul 1990); that much is taken off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]

CLASSES = "PMTNKSCHLRVFZaiu"
"""Lips; m; teeth; n, nh and ng; k, g and kh; s; ch and tr; h; l; r; v; f; what is z, d or y by
region; and the vowels: a, those in front, those behind."""
VOWELS = CLASSES.index("a") + 1
"""The code of the first vowel; those of consonants are lower."""
NEAR = ("ZT", "ZC", "ZS", "ZR", "CT", "RL", "PF", "PV", "RS", "VF", "SC", "Vu", "Zi", "HF")
"""Classes that are sometimes written for each other."""
SAME, SAME_VOWEL, CLOSE = 1.0, 0.5, 0.2
OTHER, OTHER_VOWEL, MIXED = -1.0, -0.4, -1.5
SKIP, SKIP_VOWEL = 0.8, 0.25
"""What leaving out a sound costs; Devanagari writes no short a, Thai not every vowel."""
USUAL, GROWTH = -1.65, 0.65
"""The score of unrelated lines: their mean in `bench/labels/published`, and what it gains with the
logarithm of the product of their lengths."""
MOST = 160
"""Sounds of a text that are looked at; names come early in news."""
BATCH = 256
"""Pairs that are aligned at a time."""

ADDRESS = regex.compile(r"(?<!\S)\S{0,40}?(?:://|www\.|@)\S*")
"""An address on the web or of a mailbox, up to the next space."""
_RUN = regex.compile(
    r"(?P<latin>\p{Latin}[\p{Latin}\p{M}]*)|(?P<thai>\p{Thai}+)|(?P<devanagari>\p{Devanagari}+)"
)


def _table(written: str, letters: Iterable[str]) -> dict[int, str | None]:
    """What to read for letters, from words of letters with what they sound like; nothing for the
    other letters."""
    heard: dict[int, str | None] = dict.fromkeys(map(ord, letters))
    for word in written.split():
        own, _, sound = word.partition("=")
        heard |= dict.fromkeys(map(ord, own), sound)
    return heard


_SEVERAL = {
    **{"ngh": "N", "ng": "N", "nh": "N", "kh": "K", "gh": "K", "gi": "Z", "ph": "F", "th": "T"},
    **{"tr": "C", "ch": "C", "qu": "KV"},
}
_LATIN = _table("bp=P m=M đt=T d=Z n=N kcqg=K sxz=S h=H l=L r=R vw=V f=F j=C yie=i a=a ou=u", "")
_THAI = _table(
    "บปผพภ=P ม=M ดตถทธฎฏฐฑฒ=T นณงญ=N กขคฆ=K ซสศษ=S จชฉฌ=C หฮ=H ลฬ=L ร=R ว=V ฝฟ=F ย=Z"
    " าะั=a ิีเแไใ=i ุูโึื=u ำ=aM",
    map(chr, range(0x0E00, 0x0E80)),
)
_DEVANAGARI = _table(
    "पबभ=P म=M तथदधटठडढ=T नङञणंँ=N कखगघ=K सशष=S चछजझ=C ह=H ल=L र=R व=V फ=F य=Z"
    " ाअआऑॉ=a िीेैइईएऐ=i ुूोौउऊओऔ=u",
    map(chr, range(0x0900, 0x0980)),
)
_DOTS = {"ड": "R", "ढ": "R", "ज": "Z", "फ": "F"}
"""Letters with a dot below."""
_CODES = {ord(sound): place + 1 for place, sound in enumerate(CLASSES)}
_MARKS = regex.compile(r"\p{M}+")
_TOGETHER = regex.compile("|".join(sorted(_SEVERAL, key=len, reverse=True)))
_DOTTED = regex.compile("[डढजफ]़")
_LEADING = regex.compile("([เแโไใ])([ก-ฮ])")
_SILENT = regex.compile("[ก-ฮ][ิุ]?์")
_RAISING = regex.compile("ห(?=[งญนมยรลว])")
_NASAL = regex.compile("(?:[ंङ]|न्)ग|न्ह")
"""How ng and nh are written."""


@lru_cache(maxsize=4_096)
def sounds(text: str) -> Codes:
    """The classes of the sounds of a text, 1 and up; shape (k,), at most `MOST`.

    Addresses on the web, digits and other scripts have none.
    """
    found: list[str] = []
    text = text[: 4 * MOST]
    if any(sign in text for sign in ("://", "www.", "@")):
        text = ADDRESS.sub(" ", text)
    for run in _RUN.finditer(text):
        if run.lastgroup == "latin":
            found.append(_latin(run[0]))
        elif run.lastgroup == "thai":
            found.append(_thai(run[0]))
        elif run.lastgroup == "devanagari":
            found.append(_devanagari(run[0]))
    codes = "".join(found)[:MOST].translate(_CODES)
    return np.frombuffer(codes.encode("ascii", "ignore"), dtype=np.int8)


def _latin(word: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFD", word.lower()))
    return _TOGETHER.sub(lambda letters: _SEVERAL[letters[0]], plain).translate(_LATIN)


def _thai(run: str) -> str:
    heard = _RAISING.sub("", _SILENT.sub("", run))
    return _LEADING.sub(r"\2\1", heard).translate(_THAI)


def _devanagari(run: str) -> str:
    heard = _NASAL.sub("ं", unicodedata.normalize("NFD", run))
    return _DOTTED.sub(lambda letters: _DOTS[letters[0][0]], heard).translate(_DEVANAGARI)


def _weights() -> tuple[Floats, Floats]:
    """What pairs of classes add to a score, and what leaving one out costs; 0 is padding."""
    vowel = np.arange(len(CLASSES) + 1) >= VOWELS
    pairs = np.where(
        vowel[:, None] & vowel, OTHER_VOWEL, np.where(vowel[:, None] | vowel, MIXED, OTHER)
    )
    np.fill_diagonal(pairs, np.where(vowel, SAME_VOWEL, SAME))
    for near in NEAR:
        i, j = (CLASSES.index(sound) + 1 for sound in near)
        pairs[i, j] = pairs[j, i] = CLOSE
    pairs[0] = pairs[:, 0] = -9
    skip = np.where(vowel, SKIP_VOWEL, SKIP)
    return pairs.astype(np.float32), skip.astype(np.float32)


_PAIRS, _SKIP = _weights()


def alike(source: Sequence[Codes], target: Sequence[Codes]) -> Floats:
    """How much better than unrelated texts the k pairs sound alike; shape (k,).

    About 0 for unrelated ones; with each consonant that a name has in both it grows by 1, and by
    half with a vowel. 0 where a text has no sounds.
    """
    sizes = np.array([len(a) * len(b) for a, b in zip(source, target, strict=True)])
    usual = USUAL + GROWTH * np.log(np.maximum(sizes, 1))
    return np.where(sizes > 0, common(source, target) - usual, 0).astype(np.float32)


def common(source: Sequence[Codes], target: Sequence[Codes]) -> Floats:
    """The score of the best local alignment of each of k pairs; shape (k,), never negative."""
    sides = list(zip(source, target, strict=True))
    shorter = [min(pair, key=len) for pair in sides]
    longer = [max(pair[::-1], key=len) for pair in sides]
    found = np.zeros(len(sides), dtype=np.float32)
    order = np.argsort([len(codes) for codes in shorter], kind="stable")
    for start in range(0, len(order), BATCH):
        at = order[start : start + BATCH].tolist()
        found[at] = _local(_padded([shorter[k] for k in at]), _padded([longer[k] for k in at]))
    return found


def _padded(codes: Sequence[Codes]) -> Codes:
    found = np.zeros((len(codes), max(map(len, codes))), dtype=np.int8)
    for row, each in zip(found, codes, strict=True):
        row[: len(each)] = each
    return found


def _local(source: Codes, target: Codes) -> Floats:
    """The best local alignment of each row of the one with that of the other; shape (k,)."""
    k, m = target.shape
    every = np.arange(k)
    worth = _PAIRS[:, target]  # of each class with all sounds of the target
    past = np.zeros((k, m + 1), dtype=np.float32)
    past[:, 1:] = np.cumsum(_SKIP[target], axis=1)
    score = np.zeros((k, m + 1), dtype=np.float32)
    here = np.empty_like(score)
    top = np.zeros_like(score)
    for sound in source.T:
        met = worth[sound, every]
        met += score[:, :-1]
        np.maximum(score - _SKIP[sound, None], 0, out=here)
        np.maximum(here[:, 1:], met, out=here[:, 1:])
        # What is left out of the target: the best of all places before, less the way from there.
        here += past
        np.maximum.accumulate(here, axis=1, out=score)
        score -= past
        np.maximum(top, score, out=top)
    return np.asarray(top.max(axis=1))
