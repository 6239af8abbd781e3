"""The order of new renderings, asked of a process that ranks them again after each decision."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from threading import Condition, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from glossary import programs
from glossary.model import Concept
from tui.page import Choice

if TYPE_CHECKING:
    import subprocess  # a session is opened before a process is

PATIENCE = 0.02
"""Seconds that a decision waits for the new order; what comes later is not shown, since digits
would change under the reviewer's hand."""

_KEPT = 200
"""Orders kept at hand."""

Rejected = Set[tuple[str, str]]
"""Languages and texts."""

_Wanted = tuple[tuple[str, ...], tuple[str, ...]]
"""Terms with their forms, and what was rejected: what a question is about."""


class _Answer(msgspec.Struct):
    """To the question of that number: the new renderings from the best on."""

    number: int = 0
    texts: tuple[str, ...] = ()


class Ranking:
    """Asks `aligner.reranking`; keeps the last order of each concept and language."""

    def __init__(self, langs: Sequence[str]) -> None:
        self._langs = tuple(langs)
        self.orders: dict[tuple[str, str], tuple[str, ...]] = {}
        """By concept and language, the new renderings from the best on, where one was decided."""
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._number = 0
        self._answer: tuple[int, tuple[str, ...]] = 0, ()
        self._answered = Condition()
        self._known: dict[tuple[str, str], _Wanted] = {}
        self._made: dict[tuple[str, str, _Wanted], tuple[str, ...] | None] = {}
        """Orders by what they follow from, for what is taken back; None is the mined order."""
        self._open: tuple[Concept, Rejected] | None = None
        self._asking = Lock()
        self._closed = False

    @property
    def ready(self) -> bool:
        """Whether the corpus is surveyed and questions are answered."""
        return self._ready

    def start(self, terms: Path, workspace: Path, made_by: str) -> None:
        """Starts the process, unless what was mined was not made with vectors.

        Args:
            terms: the termbase file.
            workspace: the workspace file.
            made_by: signature of the renderings (`aligner.mining.signature`).
        """
        encoder = made_by.split("/", 2)[2:]
        if not encoder or self._closed:
            return
        import subprocess

        command = programs.ours("aligner.reranking", str(terms), str(workspace), *encoder)
        self._process = subprocess.Popen(  # noqa: S603, our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        Thread(target=self._listen, args=(self._process,), name="ranking", daemon=True).start()
        if self._closed:
            self.close()

    def close(self) -> None:
        """Ends the process."""
        self._closed, self._ready = True, False
        if self._process is not None:
            self._process.kill()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process:
            for line in process.stdout:
                found = msgspec.json.decode(line if line.strip() else b"{}", type=_Answer)
                with self._answered:
                    self._ready = not self._closed
                    self._answer = found.number, found.texts
                    self._answered.notify_all()
                if not line.strip() and self._open is not None:
                    self.open(*self._open)
        self._ready = False

    def open(self, concept: Concept, rejected: Rejected) -> None:
        """A concept is on the screen: its rankers are made while it is read.

        Args:
            concept: as it stands.
            rejected: what was sent away of it, by language and text.
        """
        self._open = concept, rejected
        for lang in self._langs:
            wanted = _wanted(concept, lang, rejected)
            if self._known.setdefault((concept.id, lang), wanted) == wanted:
                key = concept.id, lang
                self._made.setdefault((*key, wanted), self.orders.get(key))
            if self._ready:
                self._ask(concept.id, lang, wanted)

    def follow(self, concept: Concept, rejected: Rejected) -> None:
        """Something was decided: waits for the new order of each language that it changes."""
        for lang in self._langs:
            key = concept.id, lang
            wanted = _wanted(concept, lang, rejected)
            if self._known.get(key, wanted) != wanted and self._ready:
                number = self._ask(concept.id, lang, wanted)
                if (*key, wanted) in self._made:
                    self._order(key, self._made[*key, wanted])
                elif texts := self._await(number):
                    self._order(key, texts)
                    if len(self._made) >= _KEPT:
                        self._made.clear()
                    self._made[*key, wanted] = texts
            self._known[key] = wanted

    def _order(self, key: tuple[str, str], texts: tuple[str, ...] | None) -> None:
        if texts is None:
            self.orders.pop(key, None)
        else:
            self.orders[key] = texts

    def _ask(self, concept: str, lang: str, wanted: _Wanted) -> int:
        with self._asking:
            self._number += 1
            asked = {
                "number": self._number,
                "concept": concept,
                "lang": lang,
                "listed": wanted[0],
                "rejected": wanted[1],
            }
            try:
                assert self._process is not None
                assert self._process.stdin is not None
                self._process.stdin.write(msgspec.json.encode(asked) + b"\n")
                self._process.stdin.flush()
            except (OSError, ValueError):
                self._ready = False  # it has ended; the order stays
            return self._number

    def _await(self, number: int) -> tuple[str, ...]:
        end = monotonic() + PATIENCE
        with self._answered:
            while self._answer[0] < number and self._ready:
                left = end - monotonic()
                if left <= 0 or not self._answered.wait(left):
                    return ()
            return self._answer[1] if self._answer[0] == number else ()


def _wanted(concept: Concept, lang: str, rejected: Rejected) -> _Wanted:
    terms = concept.in_lang(lang)
    listed = tuple(text for term in terms for text in (term.text, *term.forms))
    return listed, tuple(sorted(text for of, text in rejected if of == lang))


def ordered(choices: Sequence[Choice], texts: Sequence[str]) -> tuple[Choice, ...]:
    """Choices with the new renderings among them in the given order; any other keeps its place."""
    place = {text: number for number, text in enumerate(texts)}
    here = [n for n, choice in enumerate(choices) if choice.status is None and choice.text in place]
    again = sorted(here, key=lambda n: place[choices[n].text])
    made = list(choices)
    for number, other in zip(here, again, strict=True):
        made[number] = choices[other]
    return tuple(made)
