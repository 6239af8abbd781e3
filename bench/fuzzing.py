# ruff: noqa: E501 -- what is printed reads better on one line.
"""Random and mutated input, and input that would show a step that is not linear."""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from glossary import bitexts
from glossary.checks import Checker, texts
from glossary.checks.pages import page
from glossary.errors import InputError
from glossary.located import Located
from glossary.match import Matcher
from glossary.model import Termbase
from glossary.normalize import normalize

PIECES = [
    *"กขคงจทนมรลวสหอะาิีึืุูเแโใไำัํ่้๊๋์ๆฯ๐๕", *"कखगजटडतदनपबमयरलवशसह\u093cािीुूेैोौंँः्।१", "\u200b", "\u200c",
    "\u200d", "\ufeff", "\u00a0", "\n", "\r\n", "\t", " ", " ", "😀", "\ud800".encode("utf-8", "replace").decode(),
    *"aăâđêôơưyAĐ.,;:/-–—()[]\"'%0123456789\\<>&", "\u0301", "\u0323", "\u0302", "\x00", "\x1b", "\u202e", "พรรค", "มติ",
    "คณะกรรมการ", "समिति", "सेवा कार्य", "dân vận", "Ban Dân vận", "2567", "43/NQ-HĐND", "พ.ศ. ", "https://a.b/c",
]  # fmt: skip


def _mutated(text: str, draw: random.Random) -> str:
    """A text with a few characters dropped, doubled, swapped or put in."""
    chars = list(text)
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(chars) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            chars.insert(at, draw.choice(PIECES))
        elif at < len(chars):
            chars[at] = ("", chars[at] * 2, draw.choice(PIECES))[kind - 1]
    return "".join(chars)


FILES = {
    "a.po": 'msgid ""\nmsgstr "Language: th\\n"\n\n#: x:1\nmsgctxt "c"\nmsgid "{0}"\nmsgstr ""\n"{1}"\n',
    "a.tsv": "vi\tth\n{0}\t{1}\n",
    "a.tmx": '<?xml version="1.0"?><tmx version="1.4"><header srclang="vi"/><body><tu><tuv xml:lang="vi"><seg>{0}</seg></tuv><tuv xml:lang="th"><seg>{1}<ph>x</ph></seg></tuv></tu></body></tmx>',
    "a.xlf": '<xliff version="1.2"><file source-language="vi" target-language="th"><body><trans-unit id="1"><source>{0}</source><target>{1}</target></trans-unit></body></file></xliff>',
    "b.xlf": '<xliff version="2.0" srcLang="vi" trgLang="th"><file id="f"><unit id="1"><segment><source>{0}</source><target>{1}</target></segment></unit></file></xliff>',
    "a.jsonl": '{{"lang": "th", "id": [1, {{}}], "text": "{0}{1}"}}\n',
    "a.html": "<html><head><title>x</title></head><body><article><p>{0}</p><p>{1} <b>x</b></p></article></body></html>",
}
"""A file of each kind, with a place for a source and a target."""


class Fuzz:
    """Draws input, sends it through every step and sees that offsets are exact."""

    def __init__(self, base: Termbase, seed: int) -> None:
        self.draw = random.Random(seed)
        self.matchers = {lang: Matcher(base, lang) for lang in ("vi", "th", "hi", "en")}
        self.checker = Checker(base)
        self.strings = [
            form for concept in base for term in concept.terms for form in (term.text, *term.forms)
        ]
        self.counts: Counter[str] = Counter()

    def text(self) -> str:
        """Pieces of words, signs and terms; half of the time with a few characters mutated."""
        draw = self.draw
        parts = [
            draw.choice(PIECES if draw.random() < 0.7 else self.strings)
            for _ in range(draw.randrange(1, 25))
        ]
        return _mutated("".join(parts), draw) if draw.random() < 0.5 else "".join(parts)

    def one(self) -> None:
        """One input.

        Raises:
            AssertionError: an offset is not exact.
        """
        text, lang = self.text(), self.draw.choice(["vi", "th", "hi", "en"])
        self.counts["inputs"] += 1
        try:
            self.normalized(text, lang)
            self.matched(text, lang)
            if self.draw.random() < 0.3:
                self.file(text, self.text())
        except InputError:
            self.counts["files refused"] += 1
        except Exception as error:
            error.add_note(f"{lang}: {text!a}")
            raise

    def normalized(self, text: str, lang: str) -> None:
        """A character of the key comes from somewhere in the text."""
        key = normalize(text, lang)
        if key.key:
            first = self.draw.randrange(len(key.key))
            begin, end = key.span(first, first + 1)
            assert 0 <= begin < end <= len(text)

    def matched(self, text: str, lang: str) -> None:
        """A hit is its form by the key, whatever stands around it."""
        for hit in self.matchers[lang].find(text):
            self.counts["hits"] += 1
            assert 0 <= hit.start < hit.end <= len(text)
            key, own = (_key(part, lang) for part in (text[hit.start : hit.end], hit.form))
            assert lang == "hi" or _gaps(key) == _gaps(own)

    def file(self, source: str, target: str) -> None:
        """A file with both in it as its format writes them, and one in four of these damaged."""
        name = self.draw.choice(sorted(FILES))
        content = FILES[name].format(_written(source, name), _written(target, name))
        if self.draw.random() < 0.25:
            content = _mutated(content, self.draw)
        self.counts["files"] += 1
        for located in _read(content, name):
            for run in filter(attrgetter("text"), located.runs):
                # A break between two blocks of a page takes no room; a line end is one to XML.
                there = content[run.start : run.end].replace("\r", "\n")
                assert 0 <= run.start <= run.end <= len(content), (content, run)
                assert len(run.text) != len(there) or run.text.replace("\r", "\n") == there, (
                    content,
                    run,
                )
                assert there or run.text == "\n", (content, run)
        if self.draw.random() < 0.2:
            self.counts["files checked"] += 1
            for finding in self.checker.content(name, content, lang="th"):
                assert 0 <= finding.start < finding.end <= len(content), (content, finding)


def _key(text: str, lang: str) -> str:
    """The key of a key: signs that a gap tore from each other are put in order when they meet."""
    return normalize(normalize(text, lang).key, lang).key


def _gaps(key: str) -> str:
    return re.sub(r"[\s‐-―-]+", " ", key)


def _written(text: str, name: str) -> str:
    if name.endswith((".po", ".jsonl")):
        return json.dumps(text, ensure_ascii=False)[1:-1]
    if name.endswith(".tsv"):
        return re.sub(r"[\t\r\n]", " ", text)
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _read(content: str, name: str) -> Iterable[Located]:
    if name.endswith(".jsonl"):
        return [entry.text for entry in texts.dump(content, name)]
    if name.endswith(".html"):
        return [entry.text for entry in page(content, name)]
    pairs = bitexts.read(content, name, source_lang="vi", target_lang="th")
    return [side for pair in pairs for side in (pair.source, pair.target)]


def fuzz(base: Termbase, count: int, minutes: float) -> None:
    """Random and mutated input through readers, normaliser and matchers, for so long at most."""
    start, fuzzing = time.perf_counter(), Fuzz(base, 7)
    while fuzzing.counts["inputs"] < count and time.perf_counter() - start < minutes * 60:
        fuzzing.one()
    seconds = time.perf_counter() - start
    told = ", ".join(f"{number:,} {what}" for what, number in fuzzing.counts.items())
    print(f"fuzz: {told}; no crash and every offset exact, {seconds:.0f} s")


BLOW_UPS = {
    "Thai consonants": ("th", "ก"), "Thai terms": ("th", "พรรค"), "Thai tone marks": ("th", "่"),
    "Thai leading vowels": ("th", "เ"), "Thai am in parts": ("th", "กํา"), "Thai digits": ("th", "๑"),
    "Hindi consonants": ("hi", "क"), "Hindi terms": ("hi", "समिति"), "Hindi viramas": ("hi", "्"),
    "Hindi nuktas": ("hi", "\u093c"), "Hindi digits": ("hi", "१"), "joiners": ("hi", "\u200d"),
    "non-joiners": ("hi", "\u200c"), "combining marks": ("vi", "\u0301"), "letters and marks": ("vi", "a\u0301"),
    "Vietnamese syllables": ("vi", "vận"), "digits": ("vi", "7"), "blanks": ("vi", " "), "dashes": ("vi", "-"),
    "zero-width spaces": ("vi", "\u200b"), "commas": ("vi", ","), "line ends": ("vi", "\n"),
}  # fmt: skip


def without_blanks(base: Termbase) -> None:
    """10 MB of one thing; twice as much must not take much more than twice the time."""
    for name, (lang, piece) in BLOW_UPS.items():
        matcher = Matcher(base, lang)
        seconds = []
        for size in (5_000_000, 10_000_000):
            text = piece * (size // len(piece.encode()))
            best = float("inf")
            for _ in range(2):
                start = time.process_time()
                matcher.find(text)
                best = min(best, time.process_time() - start)
            seconds.append(best)
        verdict = "linear" if seconds[1] < 3 * seconds[0] + 0.1 else "NOT LINEAR"
        print(
            f"  10 MB of {name:22} {seconds[1]:6.2f} s, half of it {seconds[0]:6.2f} s: {verdict}"
        )
