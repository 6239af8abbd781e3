# ruff: noqa: E501 -- what is printed reads better on one line.
"""Speed and exactness of the matcher."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from public import paragraphs

from glossary import termfile
from glossary.match import Matcher
from glossary.normalize import normalize
from glossary.words import words


def find_speed(folder: Path, terms: Path, lang: str) -> None:
    """10 MB of one language against 5,000 terms."""
    draw = random.Random(1)
    texts = [str(paragraph["context"]) for paragraph in paragraphs(folder, lang)]
    strings = {
        form: [form]
        for concept in termfile.load(terms)
        for term in concept.in_lang(lang)
        for form in (term.text, *term.forms)
    }
    while len(strings) < 5000:
        text = draw.choice(texts)
        spans = words(text, lang)
        first = draw.randrange(len(spans))
        last = min(first + draw.choice([2, 3, 3, 4, 5]), len(spans)) - 1
        piece = text[spans[first][0] : spans[last][1]]
        if "\n" not in piece:
            strings[piece] = [piece]
    parts: list[str] = []
    size = 0
    while size < 10_000_000:
        draw.shuffle(texts)
        parts += texts
        size += len("\n".join(texts).encode())
    text = "\n".join(parts).encode()[:10_000_000].decode(errors="ignore")
    matcher = Matcher.of(strings, lang)
    matcher.find(texts[0])
    start = time.process_time()
    hits = len(matcher.find(text))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{lang}: 10 MB, {len(strings)} terms: {seconds:.2f} s of one core, {hits} hits, peak {peak:.0f} MB"
    )


def start_up(terms: Path) -> None:
    """A small file from process start, with compiled modules, as an installed program has them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        path = Path(folder) / "a.txt"
        path.write_text("คณะกรรมการพรรคประจำจังหวัดประชุมตามมติ\n", encoding="utf-8")
        seconds = []
        for _ in range(11):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "thuatngu", "check", "--terms", str(terms), str(path)],
                check=False, capture_output=True, env=environment,
            )  # fmt: skip
            seconds.append(time.perf_counter() - start)
    print(
        f"thuatngu check of a small file: median {sorted(seconds)[5] * 1000:.0f} ms, best {min(seconds) * 1000:.0f} ms"
    )


def labelled(labels: Path, articles: Path, terms: Path) -> None:
    """Labelled occurrences of listed forms that are found with their exact span."""
    base = termfile.load(terms)
    lines = labels.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["confidence"] == "certain"]
    for lang in ("th", "hi"):
        own = [row for row in rows if row["lang"] == lang]
        surfaces = {row["surface"] for row in own}
        listed = {
            normalize(form, lang).key
            for concept in base
            for term in concept.in_lang(lang)
            for form in (term.text, *term.forms)
        }
        all_of_them = Matcher.of({surface: [surface] for surface in surfaces}, lang)
        shipped = Matcher(base, lang)
        found: dict[str, tuple[set[tuple[int, int]], set[tuple[int, int]]]] = {}
        for name in {row["doc"] for row in own}:
            text = (articles / name).read_text(encoding="utf-8")
            found[name] = (_spans(all_of_them, text), _spans(shipped, text))
        ours = [row for row in own if normalize(row["surface"], lang).key in listed]
        for what, rows_of_it, index in (
            ("any labelled surface", own, 0),
            ("forms of the termbase", ours, 1),
        ):
            hit = sum((row["start"], row["end"]) in found[row["doc"]][index] for row in rows_of_it)
            print(f"{lang}: {what}: {hit} of {len(rows_of_it)} found with their exact span")


def _spans(matcher: Matcher, text: str) -> set[tuple[int, int]]:
    return {(hit.start, hit.end) for hit in matcher.find(text)}
