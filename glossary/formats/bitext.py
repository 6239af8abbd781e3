"""Aligned text for other tools: TMX 1.4b, and XLIFF 2.1 with its glossary module.

Pairs are plain, so that what aligns need not be imported here. Reading them back
is `glossary.bitexts`, which also says where each text stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.errors import InputError
from glossary.formats.markup import attribute, escaped, shown
from glossary.formats.po import ADMINISTRATIVE
from glossary.model import SOURCE_LANG, Status, Term, Termbase

Pair = tuple[str, str, float]
"""Source text, target text, and the probability that they belong together, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Text:
    """One aligned document."""

    name: str
    """What it is called: a path or URL of the source."""
    pairs: tuple[Pair, ...]
    """In order; a side may be empty, where something was left out or added."""


def write_tmx(texts: Iterable[Text], source: str, target: str, signature: str = "") -> bytes:
    """A translation memory, TMX 1.4b.

    Pairs of which one side is empty are left out: a memory holds what was translated.

    Args:
        texts: aligned documents.
        source: language of the source side.
        target: language of the target side.
        signature: what aligned them.

    Raises:
        InputError: the name of a text holds a character that XML can't.
    """
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        '<tmx version="1.4">\n'
        '<header creationtool="thuatngu" creationtoolversion="1" segtype="sentence" '
        f'o-tmf="thuatngu" adminlang="en" srclang="{attribute(source)}" datatype="plaintext">'
    )
    if signature:
        head += f'<prop type="x-signature">{escaped(signature)}</prop>'
    lines = [f"{head}</header>\n<body>\n"]
    for text in texts:
        for source_text, target_text, score in text.pairs:
            if source_text.strip() and target_text.strip():
                lines.append(
                    f'<tu><prop type="x-document">{escaped(text.name)}</prop>'
                    f'<prop type="x-score">{score:.4f}</prop>\n'
                    f"{_variant(source, source_text)}{_variant(target, target_text)}</tu>\n"
                )
    return "".join((*lines, "</body>\n</tmx>\n")).encode()


def _variant(lang: str, text: str) -> str:
    return f'<tuv xml:lang="{attribute(lang)}"><seg>{escaped(shown(text))}</seg></tuv>\n'


def write_xliff(
    texts: Iterable[Text], source: str, target: str, termbase: Termbase | None = None
) -> bytes:
    """Aligned documents as XLIFF 2.1, each a file and each pair a unit.

    With a termbase, a unit's glossary has the concepts that its source names, their
    usable terms as translations with their status.

    Args:
        texts: aligned documents.
        source: language of the source side.
        target: language of the target side.
        termbase: concepts for the glossaries.

    Raises:
        InputError: a name or a term holds a character that XML can't, or there is no document.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" '
        f'srcLang="{attribute(source)}" trgLang="{attribute(target)}">\n'
    ]
    named = _named(termbase, source) if termbase else None
    count = 0
    for text in texts:
        count += 1
        lines.append(f'<file id="f{count}" original="{attribute(text.name)}">\n')
        units = list(_units(text.pairs, target, named, termbase))
        # A file must have a unit, also where a document has no text.
        lines += units or ['<unit id="u1"><segment><source/></segment></unit>\n']
        lines.append("</file>\n")
    if not count:
        raise InputError("there is no aligned document to export; run 'thuatngu align' first")
    return "".join((*lines, "</xliff>\n")).encode()


def _units(
    pairs: Sequence[Pair], target: str, named: object, termbase: Termbase | None
) -> Iterator[str]:
    for n, (source_text, target_text, score) in enumerate(pairs, 1):
        found = _found(named, source_text)
        entries = [_entry(termbase, concept, target, n) for concept in found] if termbase else []
        glossary = f"<gls:glossary>\n{''.join(entries)}</gls:glossary>\n" if any(entries) else ""
        translation = f'<target xml:space="preserve">{escaped(shown(target_text))}</target>'
        yield (
            f'<unit id="u{n}">\n{glossary}'
            '<mda:metadata><mda:metaGroup category="alignment">'
            f'<mda:meta type="score">{score:.4f}</mda:meta></mda:metaGroup></mda:metadata>\n'
            f'<segment state="{"translated" if target_text else "initial"}">'
            f'<source xml:space="preserve">{escaped(shown(source_text))}</source>'
            f"{translation if target_text else ''}</segment>\n</unit>\n"
        )


def _named(termbase: Termbase, source: str) -> object:
    from glossary.match import Matcher  # only a file with a glossary searches text

    return Matcher(termbase, source)


def _found(named: object, text: str) -> list[str]:
    from glossary.match import Matcher

    if not isinstance(named, Matcher):
        return []
    return list(dict.fromkeys(hit.concept for hit in named.find(text) if not hit.nested))


def _entry(termbase: Termbase, id_: str, target: str, unit: int) -> str:
    concept = termbase.by_id[id_]
    usable = [term for term in concept.in_lang(target) if term.status.usable]
    usable.sort(key=lambda term: list(_ORDER).index(term.status))
    translations = "".join(_translation(term) for term in usable)
    definition = ""
    if concept.definition or concept.gloss:
        definition = f"<gls:definition>{escaped(concept.definition or concept.gloss)}"
        definition += "</gls:definition>"
    if not translations and not definition:
        return ""
    name = concept.in_lang(SOURCE_LANG)[0].text if concept.in_lang(SOURCE_LANG) else concept.name
    return (
        f'<gls:glossEntry id="g{unit}-{attribute(id_)}"><gls:term>{escaped(name)}</gls:term>'
        f"{translations}{definition}</gls:glossEntry>\n"
    )


_ORDER = (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED)


def _translation(term: Term) -> str:
    source = attribute(ADMINISTRATIVE[term.status])
    return f'<gls:translation source="{source}">{escaped(term.text)}</gls:translation>'
