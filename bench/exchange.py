"""Export and import of 10,000 concepts in every format: seconds, bytes, and what was lost.

    python bench/exchange.py [CONCEPTS]

The concepts are drawn with a fixed seed from all scripts, hostile text and every
status. A format passes where what comes back is what `docs/formats.md` says is
kept, export takes under 2 s and import under 3 s. Then as a term file: reading it,
changing one concept of it, and validating it, which finds something in most concepts.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from glossary import formats
from glossary.model import Concept, Status, Term, Termbase
from glossary.record import grouped
from glossary.termfile import TermFile
from glossary.validate import validate

EXPORT, IMPORT = 2.0, 3.0
"""Seconds allowed for 10,000 concepts."""
SYLLABLES = {
    "vi": [
        "dân",
        "vận",
        "mặt",
        "trận",
        "tổ",
        "quốc",
        "đảng",
        "ủy",
        "nghị",
        "quyết",
        "hội",
        "đồng",
        "nhân",
        "dân",
        "chủ",
        "tịch",
    ],
    "th": ["ระดม", "มวล", "ชน", "คณะ", "กรรมการ", "พรรค", "รัฐ", "สภา", "ประชา", "แนว", "ร่วม", "มติ"],
    "hi": ["जन", "आंदोलन", "समिति", "पार्टी", "राज्य", "सभा", "जनता", "मोर्चा", "संकल्प", "सेवा"],
    "en": ["mass", "mobilization", "committee", "party", "front", "resolution", "people", "state"],
    "km": ["បក្ស", "រដ្ឋ", "ប្រជាជន"],
    "zh-Hant": ["群眾", "動員", "委員會", "決議"],
}
HOSTILE = (
    "no",
    "~",
    "012",
    "1e3",
    "2024-01-01",
    "=SUM(A1)",
    "+1",
    "-1",
    "@x",
    "<b>&amp;]]>",
    "'''\"\"\"",
    "[/red]",
    "%s{x}",
    "\\n",
    "a: b",
    "a #b",
    "- a",
    "  outer  ",
    "tab\tbed",
    "two\nlines",
    "\u202eabc",
    "\u2028",
    "\ufeff",
    "e\u0301",
    "ก\u200bข",
    "क्\u200dष",
    "𑄌𑄋𑄴𑄟",
    "👍🏻",
    "a|b;c,d",
    'msgid ""',
    "<!ENTITY x>",
)


def generated(count: int, seed: int = 1) -> Termbase:
    """Concepts that are drawn anew each time, and the same."""
    draw = random.Random(seed)

    def text(lang: str, number: int) -> str:
        if draw.random() < 0.05:
            return f"{draw.choice(HOSTILE)}{number}"
        joint = "" if lang in ("th", "km", "zh-Hant") else " "
        return joint.join(draw.choices(SYLLABLES[lang], k=draw.randint(1, 4))) + f"{joint}{number}"

    def term(lang: str, number: int) -> Term:
        status = draw.choice(list(Status))
        decided = status is not Status.PROPOSED
        return Term(
            lang,
            text(lang, number),
            status,
            tuple(text(lang, number) + str(n) for n in range(draw.randint(0, 2))),
            (text(lang, number) + "+",) if draw.random() < 0.1 else (),
            note=draw.choice(["", "", "seen once", *HOSTILE]),
            reason="means something else" if status is Status.DEPRECATED else "",
            decided_by="An" if decided else "",
            decided_at="2026-01-02T03:04:05Z" if decided else "",
            extra={"weight": number} if draw.random() < 0.05 else {},
        )

    concepts = []
    for n in range(count):
        terms = [term("vi", n)]
        for lang in ("en", "th", "hi", *draw.sample(["km", "zh-Hant"], draw.randint(0, 1))):
            terms += [term(lang, n * 10 + k) for k in range(draw.randint(0, 2))]
        unique = {(each.lang, each.text): each for each in terms}
        concepts.append(
            Concept(
                f"concept-{n}",
                tuple(unique.values()),
                gloss=f"gloss {n}",
                definition=f"What concept {n} is, in one sentence of some length.",
                subject=draw.choice(["party", "state", "front", ""]),
                note=draw.choice(["", *HOSTILE]),
                related=(f"concept-{draw.randrange(count)}",) if draw.random() < 0.3 else (),
                broader=f"concept-{draw.randrange(count)}" if draw.random() < 0.2 else "",
            )
        )
    return grouped(Termbase(tuple(concepts)))


T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """What `work` gives, its processor seconds printed."""
    started = time.process_time()
    found = work()
    print(f"{what:<32}{time.process_time() - started:>8.2f}", flush=True)
    return found


def term_file(termbase: Termbase) -> None:
    """The termbase as `terms.yaml`: read, changed in one concept, validated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.yaml"
        TermFile.new(path, termbase).save()
        file = timed("read the term file", lambda: TermFile.read(path))
        n = len(termbase) // 2
        changed = replace(file.termbase.concepts[n], note="changed")
        concepts = (*file.termbase.concepts[:n], changed, *file.termbase.concepts[n + 1 :])
        wanted = replace(file.termbase, concepts=concepts)
        after = timed("change one concept of it", lambda: file.updated(wanted))
        assert after.termbase == TermFile.new(path, wanted).termbase
        found = timed("validate it", lambda: validate(path))
        print(f"{len(found)} findings")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    termbase = generated(count)
    terms = sum(len(concept.terms) for concept in termbase)
    print(f"{count} concepts, {terms} terms; processor seconds, whole bytes")
    print(f"{'format':<16}{'export':>8}{'import':>8}{'bytes':>12}  result")
    failed = 0
    for name, each in formats.FORMATS.items():
        for profile in each.profiles:
            each.codec()  # importing is not part of the work
            started = time.process_time()
            data = formats.export(termbase, name, "th", profile)
            exported = time.process_time() - started
            started = time.process_time()
            back = formats.read(data, name, "th")
            imported = time.process_time() - started
            faults = []
            if back != formats.kept(termbase, name, "th", profile):
                faults.append("other than what it keeps")
            if data != formats.export(termbase, name, "th", profile):
                faults.append("other bytes the second time")
            if exported > EXPORT * count / 10_000 or imported > IMPORT * count / 10_000:
                faults.append("slow")
            failed += bool(faults)
            title = f"{name} {profile}".strip()
            said = ", ".join(faults) or (
                "nothing lost" if back == termbase else "loss as documented"
            )
            print(f"{title:<16}{exported:>8.2f}{imported:>8.2f}{len(data):>12}  {said}", flush=True)
    term_file(termbase)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
