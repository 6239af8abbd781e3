# ruff: noqa: E501 -- what is printed reads better on one line.
"""Speed, exactness and robustness of reader, normaliser and matcher."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from planting import paragraphs

from glossary import termfile
from glossary.bitexts import read as read_pairs
from glossary.errors import InputError
from glossary.match import Matcher
from glossary.model import Termbase
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


def fuzz(base: Termbase, count: int, minutes: float) -> None:
    """Random and mutated input through readers, normaliser and matchers, for so long at most."""
    draw = random.Random(7)
    matchers = {lang: Matcher(base, lang) for lang in ("vi", "th", "hi", "en")}
    seeds = [
        form for concept in base for term in concept.terms for form in (term.text, *term.forms)
    ]
    start, hits, refused = time.perf_counter(), 0, 0
    number = 0
    while number < count and time.perf_counter() - start < minutes * 60:
        number += 1
        parts = [
            draw.choice(PIECES if draw.random() < 0.7 else seeds)
            for _ in range(draw.randrange(1, 25))
        ]
        text = _mutated("".join(parts), draw) if number % 2 else "".join(parts)
        lang = draw.choice(["vi", "th", "hi", "en"])
        normalized = normalize(text, lang)
        if normalized.key:
            first = draw.randrange(len(normalized.key))
            begin, end = normalized.span(first, first + 1)
            assert 0 <= begin < end <= len(text), (lang, text)
        for hit in matchers[lang].find(text):
            hits += 1
            assert 0 <= hit.start < hit.end <= len(text), (lang, text)
            key, own = (normalize(part, lang).key for part in (text[hit.start : hit.end], hit.form))
            assert lang == "hi" or re.sub(r"[\s‐-―-]+", " ", key) == re.sub(
                r"[\s‐-―-]+", " ", own
            ), (lang, text)
        if number % 4 == 0:
            try:
                read_pairs(
                    text,
                    draw.choice(["a.po", "a.tsv", "a.tmx", "a.xlf"]),
                    source_lang="vi",
                    target_lang="th",
                )
            except InputError:
                refused += 1
    seconds = time.perf_counter() - start
    print(f"fuzz: {number} inputs, {hits} hits, {refused} files refused, no crash, {seconds:.0f} s")


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


def labelled(folder: Path, terms: Path) -> None:
    """Labelled occurrences of listed forms that are found with their exact span."""
    base = termfile.load(terms)
    lines = (folder / "occurrences.jsonl").read_text(encoding="utf-8").splitlines()
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
            text = (folder.parent / "seeds" / name).read_text(encoding="utf-8")
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
