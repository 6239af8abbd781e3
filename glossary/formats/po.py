"""PO, the format of gettext: one file for each target language.

`msgctxt` is the concept id, since homographs would be one message otherwise. What
gettext has no field for stands in extracted comments (``#.``), which survive
msgcat and msgmerge where its flags do not; each is one line, ``name: value``.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from glossary.errors import InputError
from glossary.formats.loss import Codec, Keeps, kept, one_line
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.termfile import decoded

PLAIN, WEBLATE = "plain", "weblate"

ADMINISTRATIVE = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.SUPERSEDED: "supersededTerm-admn-sts",
    Status.PROPOSED: "proposed",
}
"""The values of ISO 30042's ``administrativeStatus``, and one for what has none."""
STATUS_OF = {value: status for status, value in ADMINISTRATIVE.items()}

_OTHERS = {
    Status.PREFERRED: "preferred",
    Status.ADMITTED: "admitted",
    Status.PROPOSED: "proposed",
    Status.DEPRECATED: "do-not-use",
    Status.SUPERSEDED: "superseded",
}
_OTHER_OF = {name: status for status, name in _OTHERS.items()}
_OTHER_CONTEXT = re.compile(rf"(.+)/(?:{'|'.join(status.value for status in Status)})-\d+")
_TEXTS = ("subject", "gloss", "definition", "note", "broader")
_LISTS = ("related", "sources")
_BEST = (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED)

KEEPS = Keeps(
    concept=frozenset({*_TEXTS, *_LISTS}),
    term=frozenset({"status", "reason"}),
    top=False,
    pair=True,
    also=(
        "A concept without a Vietnamese term, or whose Vietnamese terms are all deprecated or "
        "superseded, is left out or stands as an obsolete message (`#~`), which is not read.",
        "Of the Vietnamese terms only the text of the first usable one goes out.",
        "The term to use stands first: the preferred one, else an admitted, else a proposed one.",
        "White space in a term becomes single spaces: msgfmt compares the ends of lines.",
        "The note of the term to use is the translator's comment; other terms' notes are lost.",
    ),
)


def retired(concept: Concept) -> bool:
    """Whether a concept has Vietnamese terms and none of them is to be used any more."""
    source = concept.in_lang(SOURCE_LANG)
    return bool(source) and not any(term.status.usable for term in source)


def keep(termbase: Termbase, lang: str, _profile: str) -> Termbase:
    """The termbase as it comes back."""
    found = kept(termbase, KEEPS, lang)
    concepts = []
    for before, concept in zip(termbase, found, strict=True):
        source = next(filter(None, map(one_line, _usable(before))), "")
        if not source:
            continue
        targets = []
        if lang != SOURCE_LANG:
            best = _best(before.in_lang(lang))
            terms = [*([best] if best else []), *(t for t in before.in_lang(lang) if t is not best)]
            for term in terms:
                note = term.note if term is best else ""
                status, text = term.status, one_line(term.text)
                if text:
                    targets.append(Term(lang, text, status, note=note, reason=term.reason))
        concepts.append(replace(concept, terms=(Term(SOURCE_LANG, source), *targets)))
    return Termbase(tuple(concepts))


def _usable(concept: Concept) -> list[str]:
    return [term.text for term in concept.in_lang(SOURCE_LANG) if term.status.usable]


def _best(terms: tuple[Term, ...]) -> Term | None:
    """The term to use, else None."""
    found = [term for status in _BEST for term in terms if term.status is status]
    return found[0] if found else None


def write(termbase: Termbase, lang: str, profile: str) -> bytes:
    """One target language as PO.

    Args:
        termbase: all of it; concepts that are retired become obsolete messages.
        lang: the target language.
        profile: ``plain``, or ``weblate``, where other terms are messages of their own.
    """
    live = {concept.id: concept for concept in keep(termbase, lang, profile)}
    blocks = [_header(lang)]
    obsolete = []
    for concept in termbase:
        if concept.id in live:
            blocks += _messages(live[concept.id], lang, profile)
        elif retired(concept):
            best = _best(concept.in_lang(lang))
            obsolete.append(
                f"#~ msgctxt {quoted(concept.id)}\n"
                f"#~ msgid {quoted(concept.name)}\n"
                f"#~ msgstr {quoted(best.text if best else '')}\n"
            )
    return "\n".join([*blocks, *obsolete]).encode()


def _header(lang: str) -> str:
    fields = {
        "Project-Id-Version": "thuatngu",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "2000-01-01 00:00+0000",
        "PO-Revision-Date": "2000-01-01 00:00+0000",
        "Last-Translator": "thuatngu",
        "Language-Team": lang,
        "Language": lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "thuatngu",
        "X-Source-Language": SOURCE_LANG,
    }
    lines = "".join(quoted(f"{name}: {value}\n") + "\n" for name, value in fields.items())
    return f'#\nmsgid ""\nmsgstr ""\n{lines}'


def _messages(concept: Concept, lang: str, profile: str) -> Iterator[str]:
    source, *targets = concept.terms
    best = _best(tuple(targets))
    comments = [("concept", concept.id)]
    if best:
        comments.append(("status", ADMINISTRATIVE[best.status]))
        if best.reason:
            comments.append(("because", best.reason))
    comments += [(name, value) for name in _TEXTS if (value := getattr(concept, name))]
    comments += [(name, value) for name in _LISTS for value in getattr(concept, name)]
    others = [term for term in targets if term is not best]
    if profile == PLAIN:
        for term in others:
            comments.append((_OTHERS[term.status], term.text))
            if term.reason:
                comments.append(("because", term.reason))
    fuzzy = best is not None and best.status is Status.PROPOSED
    yield _message(
        concept.id,
        source.text,
        best.text if best else "",
        comments,
        ["fuzzy", "terminology"] if fuzzy else ["terminology"],
        best.note if best else "",
    )
    if profile == WEBLATE:
        counts: dict[Status, int] = {}
        for term in others:
            counts[term.status] = counts.get(term.status, 0) + 1
            comments = [("status", ADMINISTRATIVE[term.status])]
            comments += [("because", term.reason)] if term.reason else []
            flags = {
                Status.DEPRECATED: ["forbidden"],
                Status.SUPERSEDED: ["forbidden"],
                Status.PROPOSED: ["fuzzy"],
            }.get(term.status, [])
            context = f"{concept.id}/{term.status.value}-{counts[term.status]}"
            yield _message(context, source.text, term.text, comments, flags, "")


def _message(
    context: str,
    source: str,
    target: str,
    comments: list[tuple[str, str]],
    flags: list[str],
    note: str,
) -> str:
    lines = [f"# {line}".rstrip() for line in _value(note).split("\n")] if note else []
    lines += [f"#. {name}: {_value(value)}" for name, value in comments]
    lines += [f"#, {', '.join(flags)}"] if flags else []
    lines += [
        f"msgctxt {quoted(context)}",
        f"msgid {quoted(source)}",
        f"msgstr {quoted(target)}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A PO string on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for char, escape in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("\x0b", "\\v")):
        escaped = escaped.replace(char, escape)
    return f'"{escaped}"'


def _value(text: str) -> str:
    """A comment's value on one line; as JSON where it would not come back as it is."""
    if text == " ".join(text.split()) and not text.startswith('"'):
        return text
    return json.dumps(text)


def _unvalue(text: str) -> str:
    if text.startswith('"'):
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            return text
        return found if isinstance(found, str) else text
    return text


def read(data: bytes, name: str, lang: str) -> Termbase:
    """Concepts of a PO file; its `Language` is the one of its translations.

    A message that is fuzzy is proposed. One that is not is what its comment says, and
    preferred where that says proposed, since somebody took the mark off; without a
    comment of ours it is proposed.

    Raises:
        InputError: the file is no PO file, or does not say its language.
    """
    entries, metadata = _entries(decoded(data, name), name)
    lang = lang or metadata.get("Language", "").replace("_", "-").strip()
    if not lang:
        raise InputError(f"{name}: has no 'Language:' in its header; give the language")
    concepts: dict[str, Concept] = {}
    for n, entry in enumerate(entries):
        if entry.obsolete or not entry.msgid:
            continue
        context = entry.msgctxt or ""
        if other := _OTHER_CONTEXT.fullmatch(context):
            source = Concept(other[1], (Term(SOURCE_LANG, entry.msgid),))
            before = concepts.get(other[1], source)
            terms = (*before.terms, *_terms(entry, lang, main=False))
            concepts[other[1]] = replace(before, terms=terms)
            continue
        key = context or f"\n{n}"
        if key not in concepts:
            concepts[key] = _concept(entry, context, lang)
    return Termbase(tuple(concepts.values()))


def _entries(text: str, name: str) -> tuple[list[Any], dict[str, str]]:
    import polib

    # The coming gettext writes flags that stay on "#=" lines, which polib refuses.
    text = re.sub(r"(?m)^#=", "#,", text)
    # msgcat --escape writes bytes in octal, which polib leaves as they are.
    text = re.sub(r"(?m)^(?!#).*\\[2-3][0-7]{2}.*$", lambda m: _OCTAL.sub(_bytes, m[0]), text)
    # polib splits a string at U+0085 and U+2028, and a file only where lines end.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.po"
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            found = polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
        except (OSError, ValueError, IndexError, AttributeError) as error:
            match = re.search(r"line (\d+)", str(error))
            line = int(match[1]) if match else 1
            raise InputError(f"{name}:{line}: is no PO message; mend it there") from error
    return list(found), dict(found.metadata)


_OCTAL = re.compile(r"(?<!\\)((?:\\\\)*)((?:\\[2-3][0-7]{2})+)")


def _bytes(match: re.Match[str]) -> str:
    data = bytes(int(octal, 8) for octal in match[2].split("\\")[1:])
    try:
        return match[1] + data.decode()
    except UnicodeDecodeError:
        return match[0]


def _comments(entry: Any) -> Iterator[tuple[str, str]]:
    for line in (entry.comment or "").split("\n"):
        key, separator, value = line.partition(": ")
        if separator:
            yield key, _unvalue(value)


def _concept(entry: Any, context: str, lang: str) -> Concept:
    fields: dict[str, Any] = {}
    lists: dict[str, list[str]] = {}
    for key, value in _comments(entry):
        if key in _TEXTS:
            fields[key] = value
        elif key in _LISTS:
            lists.setdefault(key, []).append(value)
    fields.update((key, tuple(values)) for key, values in lists.items())
    source = Term(SOURCE_LANG, entry.msgid)
    return Concept(context, (source, *_terms(entry, lang, main=True)), **fields)


def _terms(entry: Any, lang: str, *, main: bool) -> list[Term]:
    found: list[Term] = []
    status, reason = "", ""
    last = "status"
    for key, value in _comments(entry):
        if key == "status":
            status, last = value, key
        elif key in _OTHER_OF and main:
            found.append(Term(lang, value, _OTHER_OF[key]))
            last = key
        elif key == "because" and last == "status":
            reason = value
        elif key == "because" and found:
            found[-1] = replace(found[-1], reason=value)
    if entry.msgstr:
        said = STATUS_OF.get(status)
        if entry.fuzzy:
            given = Status.PROPOSED
        elif "forbidden" in entry.flags and said is not Status.SUPERSEDED:
            given = Status.DEPRECATED
        else:
            given = Status.PREFERRED if said is Status.PROPOSED else said or Status.PROPOSED
        note = _unvalue(entry.tcomment) if main else ""
        found.insert(0, Term(lang, entry.msgstr, given, note=note, reason=reason))
    return found


CODECS = {"po": Codec(write, read, keep, KEEPS)}
