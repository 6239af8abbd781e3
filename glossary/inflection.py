"""Which Hindi words are forms of one noun or adjective.

Snowball's Hindi stemmer joins what nominal inflection does not (जनता and जन,
पार्टी and पार्ट), so words are compared by the lemmas that each could have.
Words are given as keys of `glossary.normalize`.
"""

from __future__ import annotations

from functools import lru_cache

# What a form may end in, and the lemma endings behind it; longest first.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ियों", ("ि", "ी")),
    ("ियां", ("ि", "ी")),
    ("ियो", ("ि", "ी")),
    ("ाओं", ("ा",)),
    ("ाएं", ("ा",)),
    ("ायें", ("ा",)),
    ("ुओं", ("ु", "ू")),
    ("ुएं", ("ु", "ू")),
    ("ूओं", ("ू",)),
    ("ूएं", ("ू",)),
    ("ओं", ("",)),
    ("एं", ("",)),
    ("ों", ("", "ा")),
    ("ें", ("",)),
    ("े", ("ा",)),
    ("ये", ("या",)),
    ("ई", ("यी",)),
    ("ए", ("या",)),
)
_STRIPPED = tuple(
    sorted(
        {ending for ending, _ in _ENDINGS} | {"ा", "ि", "ी", "ु", "ू", "ायी", "ाई", "ये", "यी", "या"},
        key=lambda ending: (-len(ending), ending),
    )
)
# Postpositions and some adjectives agree with their noun. No ending tells these
# adjectives from nouns: सभी (all) is no form of सभा (assembly).
_AGREEING = {
    form: f"{base}ा"
    for base in ("क", "पूर", "बड", "छोट", "अच्छ", "पुरान", "ऊंच", "गहर", "पहल", "दूसर", "तीसर", "सार")
    for form in (f"{base}ा", f"{base}ी", f"{base}े")
} | dict.fromkeys(("नया", "नये", "नयी", "नए", "नई"), "नया")


@lru_cache(maxsize=65536)
def lemmas(word: str) -> frozenset[str]:
    """What the dictionary form of a word may be, the word itself among them."""
    if word in _AGREEING:
        return frozenset({_AGREEING[word]})
    found = {word}
    for ending, bases in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            found.update(word[: -len(ending)] + base for base in bases)
    return frozenset(found)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A string that all forms of a word share; words that are no forms of it may share it too."""
    for ending in _STRIPPED:
        if word.endswith(ending) and len(word) - len(ending) >= 1:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one noun or adjective: समिति and समितियों, not जन and जनता."""
    return one == other or not lemmas(one).isdisjoint(lemmas(other))
