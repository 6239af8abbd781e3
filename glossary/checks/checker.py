"""Files in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from glossary import binary, bitexts
from glossary.checks import suppression, texts
from glossary.checks.config import Config
from glossary.checks.document import CHECKS, Document, Fault, Passage
from glossary.errors import InputError
from glossary.finding import Finding, Lines, Severity
from glossary.languages import LANGUAGES, detect
from glossary.located import Located
from glossary.match import Matcher
from glossary.model import SOURCE_LANG, Termbase

Span = tuple[int, int]
Beads = Sequence[tuple[Span | None, Span | None]]
"""Stretches of source and target that render each other; None where one side has nothing."""


def _page(text: str, name: str) -> Iterator[texts.Entry]:
    from glossary.checks.pages import page  # few checks read HTML

    return page(text, name)


_TEXTS: dict[str, Callable[[str, str], Iterator[texts.Entry]]] = {
    ".jsonl": texts.dump,
    ".ndjson": texts.dump,
    ".html": _page,
    ".htm": _page,
}


def _entries(text: str, name: str) -> list[texts.Entry]:
    """The texts of a file that brings no source.

    Raises:
        InputError: a dump or page has no text at all, and would pass for a clean one.
    """
    suffix = Path(name).suffix.lower()
    entries = list(_TEXTS.get(suffix, texts.plain)(text, name))
    if suffix not in _TEXTS or any(entry.text.text.strip() for entry in entries):
        return entries
    if _TEXTS.get(suffix) is _page:
        raise InputError(f"{name}: no article text found in it; save its text as .txt")
    raise InputError(f'{name}: no entry has any text; write it under "text"')


_ACROSS = ("TG104", "TG202")
"""Checks that several files can fail which each pass them."""


class Checker:
    """Checks files against one termbase; matchers are built once a language."""

    def __init__(self, termbase: Termbase, config: Config | None = None) -> None:
        self.termbase = termbase
        self.config = config or Config()
        self._matchers: dict[str, Matcher] = {}
        self._ignored = suppression.load(self.config.ignore) if self.config.ignore else ()

    def matcher(self, lang: str) -> Matcher:
        """The matcher of a language."""
        if lang not in self._matchers:
            self._matchers[lang] = Matcher(self.termbase, lang)
        return self._matchers[lang]

    def file(
        self, path: Path, *, lang: str = "", source: Path | None = None, beads: Beads | None = None
    ) -> list[Finding]:
        """Findings in a file: text, JSON Lines, HTML, PO, XLIFF, TMX or TSV, as its name ends.

        Args:
            path: the translation.
            lang: its language; told from the text where it is empty.
            source: the text that a plain file translates.
            beads: how the two are aligned.

        Raises:
            InputError: a file can't be read, is malformed, or its language can't be told.
        """
        text = read_text(path)
        if source is None:
            return self.content(str(path), text, lang=lang)
        if path.suffix.lower() in _TEXTS or bitexts.reader(path):
            raise InputError(f"{path}: brings its own source or has none; leave {source} out")
        return self.beside(str(path), text, read_text(source), lang=lang, beads=beads)

    def content(self, name: str, text: str, *, lang: str = "") -> list[Finding]:
        """Findings in the text of a file; the end of its name tells its kind."""
        if not text.strip("\ufeff \t\r\n"):
            raise InputError(f"{name}: is empty; there is nothing to check")
        if bitexts.reader(name):
            return self.pairs(name, text, _pairs(name, text, lang))
        found: list[Finding] = []
        lines = Lines(text)
        for entry in _entries(text, name):
            tag = lang or bitexts.language(entry.lang) or self._told(name, entry.text.text)
            document = self._document([Passage(entry.text)], tag)
            found.extend(self._findings(name, lines, document))
        return self._kept(found, text)

    def text(self, name: str, text: str, *, lang: str = "") -> list[Finding]:
        """Findings in a text without a source."""
        document = self._document([Passage(Located.whole(text))], lang or self._told(name, text))
        return self._kept(self._findings(name, Lines(text), document), text)

    def pairs(self, name: str, text: str, pairs: Sequence[bitexts.Pair]) -> list[Finding]:
        """Findings in the targets of a bitext, whose places are those of `text`."""
        found: list[Finding] = []
        lines = Lines(text)
        for langs in sorted({(pair.source_lang, pair.target_lang) for pair in pairs}):
            source_lang, target_lang = langs
            if not target_lang:
                raise InputError(f"{name}: its language cannot be told; name it with --lang")
            document = self._document(
                [
                    Passage(pair.target, pair.source.text)
                    for pair in pairs
                    if (pair.source_lang, pair.target_lang) == langs and pair.target.text.strip()
                ],
                target_lang,
                source_lang or SOURCE_LANG,
            )
            found.extend(self._findings(name, lines, document))
        return self._kept(found, text)

    def beside(
        self, name: str, text: str, source: str, *, lang: str = "", beads: Beads | None = None
    ) -> list[Finding]:
        """Findings in a text beside the one that it translates; languages are told if need be."""
        return self.spans(
            name,
            text,
            lang or self._told(name, text),
            source,
            detect(source) or SOURCE_LANG,
            beads,
        )

    def spans(
        self,
        name: str,
        text: str,
        lang: str,
        source: str,
        source_lang: str = SOURCE_LANG,
        beads: Beads | None = None,
    ) -> list[Finding]:
        """Findings in a text whose stretches are paired with those of its source."""
        passages = [
            Passage(
                Located.whole(text[target[0] : target[1]], target[0]),
                source[theirs[0] : theirs[1]] if theirs else "",
            )
            for theirs, target in (beads if beads is not None else paired_lines(source, text))
            if target
        ]
        document = self._document(passages, lang, source_lang)
        return self._kept(self._findings(name, Lines(text), document), text)

    def across(self, files: Sequence[tuple[str, str]], *, lang: str = "") -> list[Finding]:
        """Two renderings of a concept (TG104), or spellings of a name (TG202), in several files.

        Args:
            files: names and texts, as for `content`; what one file mixes is left to it.
            lang: of all; told from each text where it is empty.
        """
        codes = [code for code in _ACROSS if code not in self.config.off]
        if not codes:
            return []
        places: list[tuple[str, Lines]] = []
        passages: dict[tuple[str, str], list[tuple[int, Passage]]] = {}
        for name, text in files:
            lines = Lines(text)
            for key, passage in self._passages(name, text, lang):
                passages.setdefault(key, []).append((len(places), passage))
            places.append((name, lines))
        found: list[Finding] = []
        for (target_lang, source_lang), numbered in sorted(passages.items()):
            document = self._document([p for _, p in numbered], target_lang, source_lang)
            for code in codes:
                check = CHECKS[code]
                severity = self.config.severity(code, check.severity)
                for fault in check.function(document):
                    name, lines = places[numbered[fault.passage][0]]
                    found.append(_finding(name, lines, document, code, severity, fault))
        texts_by_name = dict(files)
        mixed = {
            (finding.file, *_subject(finding))
            for name, text in files
            for finding in self.content(name, text, lang=lang)
            if finding.code in codes
        }
        left = [finding for finding in found if (finding.file, *_subject(finding)) not in mixed]
        return suppression.kept(sorted(left), self._ignored, texts_by_name.__getitem__)

    def _passages(
        self, name: str, text: str, lang: str
    ) -> Iterator[tuple[tuple[str, str], Passage]]:
        """Passages of a file under their target and source language."""
        if bitexts.reader(name):
            for pair in _pairs(name, text, lang):
                key = (pair.target_lang, pair.source_lang or SOURCE_LANG)
                yield key, Passage(pair.target, pair.source.text)
            return
        for entry in _entries(text, name):
            tag = lang or bitexts.language(entry.lang) or self._told(name, entry.text.text)
            yield (tag, SOURCE_LANG), Passage(entry.text)

    def _kept(self, findings: Iterable[Finding], text: str) -> list[Finding]:
        """In order of place, without those that a comment or the side file lets pass."""
        return suppression.kept(sorted(findings), self._ignored, lambda _: text)

    def _document(
        self, passages: Sequence[Passage], lang: str, source_lang: str = SOURCE_LANG
    ) -> Document:
        primary = bitexts.language(lang)
        if primary not in LANGUAGES and primary not in self.termbase.langs:
            known = ", ".join(sorted({*LANGUAGES, *self.termbase.langs}))
            raise InputError(f"no check knows the language {lang!r}; name one of {known}")
        return Document(passages, primary, self.termbase, self.matcher, source_lang)

    def _told(self, name: str, text: str) -> str:
        lang = detect(text)
        if lang is None:
            if not any(char.isalpha() for char in text):
                return SOURCE_LANG
            raise InputError(f"{name}: its language cannot be told; name it with --lang")
        return lang

    def _findings(self, name: str, lines: Lines, document: Document) -> Iterator[Finding]:
        for code, check in sorted(CHECKS.items()):
            if code in self.config.off:
                continue
            severity = self.config.severity(code, check.severity)
            for fault in check.function(document):
                yield _finding(name, lines, document, code, severity, fault)


def _subject(finding: Finding) -> tuple[str, str]:
    """What is rendered or spelled in two ways."""
    return finding.code, finding.concept or finding.found


def _pairs(name: str, text: str, lang: str) -> Sequence[bitexts.Pair]:
    """The pairs of a file into one language, or into every one that it has."""
    primary = bitexts.language(lang)
    return bitexts.into(text, name, primary)[1] if primary else bitexts.read(text, name)


def _finding(
    name: str, lines: Lines, document: Document, code: str, severity: Severity, fault: Fault
) -> Finding:
    target = document.passages[fault.passage].target
    start, end = target.span(fault.start, fault.end)
    line, column = lines.place(start)
    return Finding(
        file=name,
        line=line,
        column=column,
        start=start,
        end=end,
        code=code,
        severity=Severity.INFO if fault.is_weak else severity,
        concept=fault.concept,
        found=target.text[fault.start : fault.end] if fault.found is None else fault.found,
        expected=fault.expected,
        message=fault.message,
    )


def paired_lines(source: str, target: str) -> Beads:
    """Lines of two texts in pairs where they have as many, else each text as a whole."""
    ours, theirs = _content_lines(target), _content_lines(source)
    if len(ours) == len(theirs):
        return list(zip(theirs, ours, strict=True))
    return [((0, len(source)), (0, len(target)))]


def _content_lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def read_text(path: Path) -> str:
    """A file as it stands: line ends and a byte order mark count as characters.

    Raises:
        InputError: it can't be read, is binary or no UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); name a file that you may read"
        ) from error
    return decoded(data, str(path))


def decoded(data: bytes, name: str) -> str:
    """UTF-8 as text.

    Raises:
        InputError: it is something else, or binary; the message has the line.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise InputError(f"{name}: is UTF-16; save the file as UTF-8") from error
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    if fault := binary.fault(text):
        raise InputError(f"{name}: {fault}")
    return text
