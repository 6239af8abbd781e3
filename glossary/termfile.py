"""`terms.yaml`: read fast, and changed without touching what did not change.

Reading goes through a YAML 1.2 parser in Rust, since a check must start in
milliseconds; an edit rewrites the lines of the fields that changed (`yamledit`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from glossary import migration, record, yamlmap
from glossary.collecting import paused
from glossary.durable import write_atomically
from glossary.errors import InputError
from glossary.model import Concept, Termbase
from glossary.record import Problem, Reader, Where

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no file that we read holds as it is; YAML and JSON have escapes for it."""
_ERROR = re.compile(r"YAML parse error: (.*) at byte \d+ line (\d+) column \d+$", re.DOTALL)
_MARK = re.compile(r"[&*](?<=[ \t\n].)[^\s&*]")
"""Where an anchor or alias may stand, told fast; so may a text that begins like one."""


def load(path: Path) -> Termbase:
    """The termbase of a file.

    Raises:
        InputError: the file can't be read or is no termbase; the message has the line.
    """
    return parse(read_text(path), str(path))


def read_text(path: Path) -> str:
    """A UTF-8 file's text, without a byte order mark, lines ending as they do in the file."""
    return decoded(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """A file's content.

    Raises:
        InputError: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); name a file that you may read"
        ) from error


def decoded(data: bytes, name: str) -> str:
    """Text of UTF-8 bytes; `name` stands before a message."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(
            f"{name}:{line}: holds the control character U+{ord(control[0]):04X}; take it out"
        )
    return text


def parse(text: str, name: str) -> Termbase:
    """The termbase of a text; `name` stands before a message.

    Raises:
        InputError: the text is no termbase.
    """
    termbase, problems, _ = _read(text, name)
    if problems:
        raise InputError(located(text, name, problems[0]))
    return termbase


def plain_data(text: str, name: str) -> object:
    """What a YAML text says, by the core schema of YAML 1.2: ``no`` is a text, a date too.

    Raises:
        InputError: the text is no YAML, has more than one document, or an anchor.
    """
    import yaml12

    if _may_hold_anchor(text) and (line := _anchor_line(text)):
        raise InputError(f"{name}:{line}: has an anchor or alias; write the value out")
    try:
        documents = yaml12.parse_yaml(text, multi=True)
    except ValueError as error:
        match = _ERROR.match(str(error))
        what, line = (match[1], int(match[2])) if match else (str(error), 1)
        line = min(line, text.count("\n") + 1)
        raise InputError(f"{name}:{line}: {what}; mend the YAML there or just above") from error
    if len(documents) > 1:
        raise InputError(f"{name}: holds {len(documents)} YAML documents; keep one, without '---'")
    return documents[0] if documents else None


def _read(text: str, name: str) -> tuple[Termbase, tuple[Problem, ...], object]:
    """What a text says, what is wrong with it, and its data where it is of an older schema."""
    reader = Reader()
    with paused():
        data = plain_data(text, name)
        termbase = reader.termbase(data)
    old = data if reader.version < record.SCHEMA else None
    if any(problem.code == "TB002" for problem in reader.problems):
        return termbase, tuple(reader.problems), None  # nothing else is said of what is not known
    twice = [
        Problem((line,), "TB005", f"the field {key!r} stands twice; join the two")
        for line, key in yamlmap.keys_twice(text)
    ]
    places = [
        replace(problem, where=migration.place(old, problem.where)) if old else problem
        for problem in reader.problems
    ]
    return termbase, (*twice, *places), old


def located(text: str, name: str, problem: Problem) -> str:
    """A problem as one line for people; its place is one in the text as it stands."""
    return f"{name}:{yamlmap.Index(text).line(problem.where)}: {problem.message}"


def _alone(item: str) -> Concept | None:
    """What the lines of one concept say by themselves, or None where they say no concept."""
    try:
        found = parse(f"concepts:\n{item}\n", "")
    except InputError:
        return None
    return found.concepts[0] if len(found) == 1 else None


def _says(item: str, concept: Concept | None) -> bool:
    return concept is not None and _alone(item) == concept


def _may_hold_anchor(text: str) -> bool:
    """Whether a mark of an anchor or alias stands where a value may begin."""
    for match in _MARK.finditer(text):
        at = match.start()
        before = text[text.rfind("\n", 0, at) + 1 : at].rstrip(" \t")
        if not before or before[-1] in "-:,[{":
            return True
    return False


def _anchor_line(text: str) -> int:
    """Line of the first anchor or alias, or 0 where it only looked like one."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.tokens import AliasToken, AnchorToken

    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if isinstance(token, (AliasToken, AnchorToken)):
                return int(token.start_mark.line) + 1
    except YAMLError:
        return 0
    return 0


class _Disk:
    """What the file held when it was last read or written by this family of `TermFile`s."""

    def __init__(self, content: bytes) -> None:
        self.content = content


@dataclass(frozen=True)
class TermFile:
    """A termbase together with the text that says it."""

    path: Path
    text: str
    """Lines end in U+000A, whatever they end in on disk."""
    termbase: Termbase
    problems: tuple[Problem, ...]
    """Empty unless the file was read with `lenient`."""
    _disk: _Disk
    old: object = None
    """What the text says as plain data, where it is of an older schema, and else None."""

    @classmethod
    def read(cls, path: Path, *, lenient: bool = False) -> TermFile:
        """Read a file in order to change it.

        Args:
            path: the file.
            lenient: keep what is wrong in `problems` instead of raising; such a
                file can be looked at and validated, and not saved.

        Raises:
            InputError: as `load`; with `lenient` only where the file is no YAML at all.
        """
        data = read_bytes(path)
        text = decoded(data, str(path)).replace("\r\n", "\n").replace("\r", "\n")
        termbase, problems, old = _read(text, str(path))
        if problems and not lenient:
            raise InputError(located(text, str(path), problems[0]))
        return cls(path, text, termbase, problems, _Disk(data), old)

    @classmethod
    def new(cls, path: Path, termbase: Termbase) -> TermFile:
        """A file that is not on disk yet, in canonical order."""
        from glossary import yamltext  # a check only reads

        wanted = record.grouped(termbase)
        text = yamltext.document(record.termbase_data(wanted))
        return cls(path, text, wanted, (), _Disk(b""))

    def refreshed(self) -> TermFile:
        """The file as it is on disk now: itself, not read again, where nobody changed it."""
        if not self.problems and read_bytes(self.path) == self._disk.content:
            return self
        return TermFile.read(self.path)

    def updated(self, termbase: Termbase) -> TermFile:
        """The file with another termbase, every line that says the same left as it is.

        The languages of a concept stay in the order of the file.

        Raises:
            InputError: the file can't be changed without losing something.
        """
        if self.problems:
            raise InputError(located(self.text, str(self.path), self.problems[0]))
        wanted = record.grouped(termbase)
        if record.same(wanted, self.termbase):
            return self
        if self.old is not None:
            raise InputError(
                f"{self.path}: is of an older schema, which can be read and not changed; "
                "run 'thuatngu migrate' first"
            )
        changed = yamlmap.rewritten(self.text, self.termbase, wanted)
        found = None
        if changed is not None:
            found = self._judged(changed, wanted) or parse(changed.text, str(self.path))
        if changed is None or found is None or not record.same(found, wanted):
            raise InputError(
                f"{self.path}: is written in a way that can't be changed line by line; "
                "write 'concepts:' and each '- id:' on lines of their own"
            )
        return TermFile(self.path, changed.text, found, (), self._disk)

    def _judged(self, changed: yamlmap.Rewritten, wanted: Termbase) -> Termbase | None:
        """What the changed text says, told from the concepts that were written anew alone.

        A big file takes seconds to read and a change of one concept is a few lines: where
        these say alone what they said in the file, and say now what is wanted, the rest
        says what it said. None where that can't be told, and the text must be read.
        """
        if not changed.alone:
            return None
        concepts = list(wanted.concepts)
        before = self.termbase.by_id
        for index, was, now in changed.edits:
            if was and not _says(was, before.get(concepts[index].id)):
                return None
            found = _alone(now)
            if found is None or not record.same_concept(found, concepts[index]):
                return None
            concepts[index] = found
        return Termbase(tuple(concepts), self.termbase.extra)

    def migrated(self) -> TermFile:
        """The file in today's schema, with its comments; itself where it is of that already.

        Raises:
            InputError: its lines can't be told.
        """
        if self.problems:
            raise InputError(located(self.text, str(self.path), self.problems[0]))
        if not isinstance(self.old, dict):
            return self
        text = migration.rewritten(self.text, self.old)
        if text is None or not record.same(parse(text, str(self.path)), self.termbase):
            raise InputError(
                f"{self.path}: is written in a way that can't be migrated line by line; "
                "write each Vietnamese term on a line of its own"
            )
        return TermFile(self.path, text, parse(text, str(self.path)), (), self._disk)

    def with_text(self, text: str) -> TermFile:
        """The file with another text.

        Raises:
            InputError: the text is no termbase.
        """
        return TermFile(self.path, text, parse(text, str(self.path)), (), self._disk)

    @cached_property
    def index(self) -> yamlmap.Index:
        """Lines of everything in the file."""
        return yamlmap.Index(self.text)

    def line_of(self, concept_id: str, lang: str = "", text: str = "") -> int:
        """Line, from 1, at which a concept starts, or one of its terms.

        A term that is not in the concept has the concept's line.

        Raises:
            KeyError: the file has no concept of that id.
        """
        for n, concept in enumerate(self.termbase.concepts):
            if concept.id == concept_id:
                return self._line(n, concept, lang, text)
        raise KeyError(concept_id)

    def _line(self, n: int, concept: Concept, lang: str, text: str) -> int:
        where: Where = ("concepts", n)
        for m, term in enumerate(concept.in_lang(lang)):
            if term.text == text:
                where = ("concepts", n, "terms", lang, m)
        return self.line(where)

    def line(self, where: Where) -> int:
        """Line, from 1, of what a place in the termbase's data leads to."""
        return self.index.line(where if self.old is None else migration.place(self.old, where))

    def save(self) -> None:
        """Write the file.

        Raises:
            InputError: it was changed on disk meanwhile, or can't be written; it is as it was.
        """
        now = read_bytes(self.path) if self.path.exists() else b""
        # Replacing a file needs no right to write to it; who took that right away meant it.
        if self.path.exists() and not self.path.stat().st_mode & 0o222:
            raise InputError(
                f"{self.path}: is read-only; make it writable ('chmod u+w') and save again"
            )
        if now != self._disk.content:
            raise InputError(
                f"{self.path}: was changed by another program since it was read; "
                "read it again, then decide again"
            )
        text = self.text
        if b"\r\n" in now:
            text = text.replace("\n", "\r\n")
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"{self.path}: a text holds half a surrogate pair and can't be written; take it out"
            ) from error
        if now.startswith(b"\xef\xbb\xbf"):
            data = b"\xef\xbb\xbf" + data
        write_atomically(self.path, data)
        self._disk.content = data
