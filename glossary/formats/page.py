"""The page that says what each format keeps and loses, from the code that loses it."""

from __future__ import annotations

from glossary import record
from glossary.formats import FORMATS, Format
from glossary.formats.loss import CONCEPT_FIELDS, TERM_FIELDS, Keeps
from glossary.model import SOURCE_LANG, Status

_HEAD = """\
# Formats

This page is written by `python -m glossary.formats.page` from the code that does what it says.
`thuatngu export --format NAME --out FILE` writes a format, `thuatngu import FILE` reads one and
shows what it would change before anything does. The same termbase gives the same bytes.

What is read never overwrites: a term that is new to a concept comes in as proposed, a status only
where nobody had decided, and what both sides say differently is listed as a conflict. XML is read
without entities and without the network.

What goes out as XML is held to grammars of our own, written from the standards, in every test run,
and to the official schemas of TMX 1.4, XLIFF (core) and TBX 2 where these are installed; those of
TBX 3 and of XLIFF's modules must be brought along. `tests/schemas/README.md` says where each is
found, and what was found when exports were held to all of them: they were valid.

A text with a control character, such as an escape, goes out in YAML and JSON only, which can
write it so that it comes back; any other export is refused and names the concept.

| name | what | suffix | languages | profiles |
|---|---|---|---|---|
"""

_BITEXT = """
## Aligned text

`thuatngu export --format tmx --lang th` and `--format xliff` write the translations that the
workspace holds, as TMX 1.4b and XLIFF 2.1, and `thuatngu align vi.txt th.txt --format tmx` those of
two files. `thuatngu add` and `thuatngu check` read both.

- **TMX** has a unit for each bead with both sides, with its document and score as properties; what
  one side lacks is left out.
- **XLIFF** has a file for each document and a unit for each bead, also those with one side only;
  with a termbase, a unit's glossary (the glossary module) names the concepts of its source, their
  usable terms with status, and the definition.
- A character of an article that XML has no way to say, such as an escape, has a stand-in as long.
"""


def page() -> str:
    """The text of ``docs/formats.md``."""
    rows = []
    for each in FORMATS.values():
        langs = f"{SOURCE_LANG} and one other" if each.codec().keeps.pair else "all"
        profiles = ", ".join(f"`{name}`" for name in each.profiles if name)
        rows.append(f"| `{each.name}` | {each.title} | `{each.suffix}` | {langs} | {profiles} |\n")
    sections = [_section(each) for each in FORMATS.values()]
    return _HEAD + "".join(rows) + "".join(sections) + _BITEXT


def _section(each: Format) -> str:
    keeps = each.codec().keeps
    lines = [f"\n## {each.title}\n\n"]
    lost = _lost(keeps)
    lines.append(f"**Loses** {lost}.\n" if lost else "**Loses nothing.**\n")
    lines += [f"\n- {sentence}" for sentence in (*_statuses(keeps), *keeps.also)]
    return "".join(lines) + ("\n" if len(lines) > 2 else "")


def _lost(keeps: Keeps) -> str:
    concept = [_name(f) for f in record.CONCEPT_FIELDS if f in CONCEPT_FIELDS - keeps.concept]
    term = [_name(f) for f in record.TERM_FIELDS if f in TERM_FIELDS - keeps.term]
    if "extra" not in keeps.concept or not keeps.top:
        concept.append("unknown fields")
    if "extra" not in keeps.term:
        term.append("unknown fields")
    parts = []
    if not keeps.ids:
        parts.append("the ids of concepts")
    if keeps.pair:
        parts.append("all languages but two")
    if concept:
        parts.append(f"of a concept: {', '.join(concept)}")
    if term:
        parts.append(f"of a term: {', '.join(term)}")
    return "; ".join(parts)


def _name(field: str) -> str:
    return field.replace("_", " ")


def _statuses(keeps: Keeps) -> list[str]:
    left = [status.value for status in Status if keeps.statuses[status] is None]
    return [f"Terms that are {', '.join(left)} are left out."] if left else []


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
