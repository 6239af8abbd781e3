"""Labels of what mining should find, and how rows are scored against them.

Articles have their labels in `bench/labels`, the example corpus has its own; concepts of the latter
are split by hash, and the second half is for testing only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligner.mining.composition import names
from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Document, Mode
from aligner.reading import read
from aligner.segment import segment
from glossary.match import Matcher
from glossary.model import Concept, Term, Termbase

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Label:
    """What mining should find for a concept from one known rendering, or from none."""

    concept: str
    lang: str
    known: str
    """Empty for none."""
    variants: tuple[tuple[str, ...], ...]
    """Each with the boundaries that count as it."""
    right: frozenset[tuple[str, str]] = frozenset()
    """Minimal and maximal phrase of what else a row may hold to be right, without blanks."""

    def is_right(self, text: str) -> bool:
        """Whether a string names the concept, as far as labels tell."""
        own = plain(text)
        if any(own == plain(v) for forms in self.variants for v in forms):
            return True
        return any(core in own and own in surface for core, surface in self.right)


@dataclass(frozen=True)
class Task:
    """A corpus with labels."""

    name: str
    corpus: Corpus
    labels: tuple[Label, ...]


def plain(text: str) -> str:
    """Text without blanks, by which labels and rows are compared."""
    return "".join(text.split())


def in_half(concept: str) -> int:
    """0 for development, 1 for testing."""
    return int(hashlib.sha256(concept.encode()).hexdigest(), 16) % 2


def corpus_of(folder: Path, names: Callable[[Document], str] | None = None) -> Corpus:
    """The readable documents of a folder."""
    documents = [d for d in read([folder]) if isinstance(d, Document)]
    if names is not None:
        documents = [replace(d, id=names(d)) for d in documents]
    segments = {d.id: segment(d.text, d.lang, d.marks) for d in documents}
    return Corpus(tuple(documents), segments)


def articles(
    termbase: Termbase,
    folder: Path,
    occurrences: Path | None = None,
    labels_of: str = "renderings",
) -> Task:
    """The articles whose labels are here.

    Args:
        termbase: whose terms are right where they are found.
        folder: of the articles.
        occurrences: labelled occurrences: concept in Vietnamese, its broader one, maximal phrase
            and span of the minimal one, a line each.
        labels_of: ``renderings``, or ``further`` for other concepts of the same articles.
    """
    lines = (ROOT / f"bench/labels/{labels_of}.jsonl").read_text(encoding="utf-8").splitlines()
    seen = labelled(termbase, folder, occurrences) if occurrences else {}
    labels = []
    for x in map(json.loads, lines):
        listed = termbase.by_id[x["concept"]].in_lang(x["lang"])
        right = {(plain(f), plain(f)) for t in listed for f in (t.text, *t.forms)}
        right |= seen.get((x["concept"], x["lang"]), set())
        labels.append(
            Label(
                x["concept"],
                x["lang"],
                x["known"],
                tuple(map(tuple, x["variants"])),
                frozenset(right),
            )
        )
    name = "articles" if labels_of == "renderings" else "articles, further concepts"
    return Task(name, corpus_of(folder), tuple(labels))


def beyond(termbase: Termbase, folder: Path | None) -> tuple[Termbase, list[Task]]:
    """Labels of concepts beyond those of the other files, most of them of none in the termbase.

    Args:
        termbase: of the project.
        folder: of the articles; without it only the labels of the example corpus are given.

    Returns:
        The termbase with those concepts, and the tasks.
    """
    lines = (ROOT / "bench/labels/beyond.jsonl").read_text(encoding="utf-8").splitlines()
    added: dict[str, Concept] = {}
    labels: dict[str, list[Label]] = {}
    for x in map(json.loads, lines):
        if "name" in x:
            added[x["concept"]] = Concept(x["concept"], (Term("vi", x["name"]),), gloss=x["gloss"])
        listed = termbase.by_id[x["concept"]].in_lang(x["lang"]) if "name" not in x else ()
        right = {plain(f) for t in listed for f in (t.text, *t.forms)}
        labels.setdefault(x["corpus"], []).append(
            Label(
                x["concept"],
                x["lang"],
                x["known"],
                tuple(map(tuple, x["variants"])),
                frozenset((text, text) for text in right),
            )
        )
    whole = Termbase((*termbase.concepts, *added.values()), termbase.extra)
    tasks = []
    if folder:
        corpus = corpus_of(folder)
        tasks.append(Task("articles, beyond", corpus, tuple(labels["articles"])))
    for task in examples(termbase):
        if "development" in task.name:  # both halves have the same corpus
            name = task.name.replace("development", "beyond")
            tasks.append(replace(task, name=name, labels=tuple(labels["examples"])))
    return whole, tasks


def nothing_known(task: Task) -> Task:
    """The task without the known renderings, which are to be found too where the text has them."""
    text = {
        lang: plain(" ".join(d.text for d in task.corpus.documents if d.lang == lang))
        for lang in {label.lang for label in task.labels}
    }
    labels = []
    for label in task.labels:
        every = [(label.known,), *label.variants]
        there = tuple(f for f in every if any(plain(t) in text[label.lang] for t in f))
        right = label.right | {(plain(label.known), plain(label.known))}
        labels.append(replace(label, known="", variants=there, right=right))
    return replace(task, name=f"{task.name}, nothing known", labels=tuple(labels))


def one_each(termbase: Termbase) -> Termbase:
    """The termbase with one Thai and one Hindi term of each concept, without its other forms."""
    concepts = []
    for concept in termbase:
        kept = [t for t in concept.terms if t.lang == "vi"]
        for lang in ("th", "hi"):
            kept += [replace(t, forms=()) for t in concept.in_lang(lang)[:1]]
        concepts.append(replace(concept, terms=tuple(kept)))
    return Termbase(tuple(concepts), termbase.extra)


def labelled(
    termbase: Termbase, folder: Path, occurrences: Path
) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Minimal and maximal phrases of labelled occurrences, by concept and language."""
    by_name = {name: c.id for c in termbase for name in names(c, forms=True)}
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for x in map(json.loads, occurrences.read_text(encoding="utf-8").splitlines()):
        if x["confidence"] == "possible":
            continue
        text = (folder / x["doc"]).read_bytes().decode("utf-8")
        phrases = (plain(text[x["core_start"] : x["core_end"]]), plain(x["surface"]))
        for name in (x["concept"], x["broader"]):
            concept = by_name.get((name or "").lower())
            if concept:
                found.setdefault((concept, x["lang"]), set()).add(phrases)
    return found


def folded(known: str, texts: Sequence[str], lang: str) -> tuple[tuple[str, ...], ...]:
    """Variants, each with its spellings and inflections; those of the known rendering left out."""

    def covers(one: str, other: str) -> bool:
        hits = Matcher.of({"": [one]}, lang).find(other)
        return any((h.start, h.end) == (0, len(other)) for h in hits)

    groups: list[list[str]] = []
    for text in texts:
        if plain(text) in plain(known) or plain(known) in plain(text):
            continue
        if covers(known, text) or covers(text, known):
            continue
        same = next((g for g in groups if covers(g[0], text) or covers(text, g[0])), None)
        if same is None:
            groups.append([text])
        else:
            same.append(text)
    return tuple(map(tuple, groups))


def examples(termbase: Termbase, *, single: bool = False) -> Iterator[Task]:
    """The example corpus: its halves, each with its gold beads and without any.

    Args:
        termbase: of the concepts.
        single: the concepts that have one rendering only, and not those that have variants.
    """
    folder = ROOT / "examples/corpus"
    corpus = corpus_of(folder, lambda d: "/".join(Path(d.name).parts[-2:]))
    by_pair: dict[tuple[str, str], list[Bead]] = {}

    def indices(document: str, span: list[int] | None) -> tuple[int, ...]:
        if not span:
            return ()
        found = corpus.segments[document]
        return tuple(i for i, s in enumerate(found) if s.start < span[1] and s.end > span[0])

    for line in (folder / "gold/beads.jsonl").read_text(encoding="utf-8").splitlines():
        x = json.loads(line)
        bead = Bead(
            indices(x["source"], x["source_span"]), indices(x["target"], x["target_span"]), 1.0
        )
        by_pair.setdefault((x["source"], x["target"]), []).append(bead)
    bitexts = tuple(
        Bitext(a, b, Mode.PARALLEL, tuple(beads), "gold") for (a, b), beads in by_pair.items()
    )
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for line in (folder / "gold/renderings.jsonl").read_text(encoding="utf-8").splitlines():
        x = json.loads(line)
        lang = Path(x["document"]).stem.split("-")[0]
        if lang != "vi" and x["concept"] in termbase.by_id:
            texts = seen.setdefault((x["concept"], lang), {})
            texts[x["text"]] = texts.get(x["text"], 0) + (2 if x["quality"] == "good" else 1)
    for half, name in enumerate(("development", "test")):
        labels = []
        for (concept, lang), texts in seen.items():
            if in_half(concept) != half:
                continue
            listed = termbase.by_id[concept].in_lang(lang)[:1]
            first = {plain(f) for t in listed for f in (t.text, *t.forms)}
            known = max(texts, key=lambda t: (plain(t) in first, texts[t], t))
            variants = folded(known, sorted(texts), lang)
            right = {*map(plain, texts)} | {
                plain(f) for t in termbase.by_id[concept].in_lang(lang) for f in (t.text, *t.forms)
            }
            if bool(variants) != single:
                both = frozenset((text, text) for text in right)
                labels.append(Label(concept, lang, known, variants, both))
        yield Task(f"examples, {name}, aligned", replace(corpus, bitexts=bitexts), tuple(labels))
        yield Task(f"examples, {name}, not aligned", corpus, tuple(labels))


Rows = Sequence[tuple[str, ...]]
"""Text and other boundaries of each new row, in order."""


def scored(found: Mapping[Label, Rows]) -> tuple[float, float, float, int]:
    """Recall, precision of the rows shown and mean reciprocal rank in 10 rows; the variants."""
    ranks, right, shown = [], 0, 0
    for label, rows in found.items():
        right += sum(any(map(label.is_right, row)) for row in rows)
        shown += len(rows)
        for forms in label.variants:
            own = {plain(v) for v in forms}
            hit = (i for i, row in enumerate(rows) if any(plain(text) in own for text in row))
            ranks.append(next(hit, None))
    recall = sum(r is not None for r in ranks) / len(ranks)
    mrr = sum(1 / (r + 1) for r in ranks if r is not None) / len(ranks)
    return recall, right / max(shown, 1), mrr, len(ranks)
