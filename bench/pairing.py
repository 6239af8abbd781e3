"""How documents find their partners: `python -m bench.pairing XQUAD`.

XQUAD is a folder with xquad.{vi,th,hi}.json. Its paragraphs are taken for documents without an
address: all of them, those of which one language lacks the half, and those of which no paragraph is
there in two languages. So are the articles of examples/corpus and of bench/labels, which are of one
domain, and articles that differ in their province alone. Then comes a whole command: all vectors
known, the bitexts gone, in CPU seconds and in lines a second.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from aligner.alignment import align_segments
from aligner.alignment.sides import Side
from aligner.encoder import load
from aligner.model import Document, Mode
from aligner.reading import page, read_file
from aligner.segment import segment
from aligner.tying import ties
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench import news, provinces, published

LANGS = ("vi", "th", "hi")
LINES = 60
"""Questions a document, one a line, in the measure of speed."""


def paragraphs(folder: Path) -> list[Document]:
    """A document a paragraph, named by its number."""
    found = []
    for lang in LANGS:
        data = json.loads((folder / f"xquad.{lang}.json").read_text("utf-8"))["data"]
        texts = [each["context"] for article in data for each in article["paragraphs"]]
        found += [page(text, f"{n}", lang=lang) for n, text in enumerate(texts)]
    return found


def examples() -> list[Document]:
    """The articles of the example corpus without their addresses, named by their story."""
    found = []
    for path in sorted(Path("examples/corpus").glob("*/*.txt")):
        (document,) = read_file(path)
        if isinstance(document, Document):
            found.append(replace(document, url="", slug="", name=path.parent.name))
    return found


def labelled() -> list[Document]:
    """The articles of bench/labels without their addresses, named by their story."""
    stories = [each for folder in ("news", "training") for each in news.stories(folder)]
    texts = [(s.name, lang, "\n".join(s.lines[lang])) for s in stories for lang in LANGS]
    texts += [(a.name, lang, a.text(lang)) for a in published.articles() for lang in LANGS]
    return [replace(page(text, name, lang=lang), url="", slug="") for name, lang, text in texts]


def apart(documents: Sequence[Document]) -> list[Document]:
    """Those of them of which each story stands in one language."""
    stories = sorted({each.name for each in documents})
    return [d for d in documents if stories.index(d.name) % 3 == LANGS.index(d.lang)]


def share(part: int, whole: int) -> str:
    """A share with three digits, or a dash where there is nothing to share."""
    return f"{part / whole:.3f}" if whole else "—"


def measured(title: str, documents: Sequence[Document], cached: Cached) -> None:
    """Prints how many pairs are found, and how many of them alignment confirms."""
    segments = {each.id: segment(each.text, each.lang, each.marks) for each in documents}
    sides = {each.id: Side(each.text, segments[each.id], each.lang, each.id) for each in documents}
    found = ties(documents, segments, cached.embed)
    right = sum(source.name == target.name for source, target, _ in found)
    kept = []
    for source, target, _ in found:
        pair = sides[source.id], sides[target.id]
        if align_segments(*pair, cached.embed, sketches=cached.sketches).mode is Mode.PARALLEL:
            kept.append(source.name == target.name)
    wanted = sum(
        one.name == other.name and one.lang < other.lang for one in documents for other in documents
    )
    print(
        f"{title:44} {len(documents):4} documents, {wanted:3} pairs: {len(found):3} likely "
        f"({right} right), {len(kept):3} confirmed ({sum(kept)} right); "
        f"precision {share(sum(kept), len(kept))} recall {share(sum(kept), wanted)}",
        flush=True,
    )


def speed(folder: Path, workers: int) -> None:
    """Prints the lines a second of a whole `thuatngu align` whose vectors are known."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "workspace.sqlite"
        count = 0
        with Workspace.open(path) as store:
            for lang in LANGS:
                data = json.loads((folder / f"xquad.{lang}.json").read_text("utf-8"))["data"]
                lines = [
                    " ".join(question["question"].split())
                    for article in data
                    for each in article["paragraphs"]
                    for question in each["qas"]
                ]
                count += len(lines)
                for start in range(0, len(lines), LINES):
                    url = f"https://example.com/{lang}/cau-hoi-so-{start // LINES}-trang.html"
                    text = "\n".join(lines[start : start + LINES])
                    store.add([page(text, f"{lang}{start}", lang=lang, url=url)])
        command = [sys.executable, "-m", "thuatngu", "align", "--workspace", str(path)]
        command += ["--threads", str(workers)]
        for run in range(4):
            if run:
                with sqlite3.connect(path) as connection:
                    connection.execute("DELETE FROM bitext")
            before, start_ = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            wall = time.perf_counter() - start_
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            # Each line stands in two pairs of languages.
            print(
                f"{'first' if not run else 'again'} run, {workers} workers: {2 * count} lines, "
                f"{spent:.1f} s of CPU, {2 * count / wall:.0f} lines/s, "
                f"{2 * count / spent:.0f} lines for a second of CPU",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xquad", type=Path)
    parser.add_argument("--store", type=Path, help="a workspace that keeps the vectors")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    encoder = load()
    with (
        tempfile.TemporaryDirectory() as place,
        Workspace.open(options.store or Path(place) / "vectors.sqlite") as store,
    ):
        cached = Cached(encoder, store)
        print(f"signature {cached.signature}")
        measured("examples/corpus without addresses", examples(), cached)
        ours = labelled()
        measured("bench/labels without addresses", ours, cached)
        measured("none of them in two languages", apart(ours), cached)
        every = paragraphs(options.xquad)
        cases: dict[str, Callable[[int, str], bool]] = {
            "paragraphs, each in three languages": lambda n, lang: True,
            "Vietnamese and Thai one half, Hindi the other": lambda n, lang: (
                (n < 120) == (lang != "hi")
            ),
            "no paragraph in two languages": lambda n, lang: n % 3 == LANGS.index(lang),
        }
        for title, wanted in cases.items():
            measured(title, [d for d in every if wanted(int(d.name), d.lang)], cached)
        alike = list(provinces.articles(1))
        measured("the same news of 64 provinces", alike, cached)
        measured("none of them in two languages", apart(alike), cached)
    if not options.no_speed:
        speed(options.xquad, options.workers)


if __name__ == "__main__":
    main()
