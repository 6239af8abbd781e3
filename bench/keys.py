"""How many keys a concept takes: the gold names of the example corpus, decided by real key presses.

    python -m bench.keys DEMO [--rows]

DEMO is a folder that `make demo` made (its corpus is that of the examples). A copy of it is
reviewed; the decisions that the demo itself made are taken out first. What a careful reviewer
would decide comes from the gold labels: in each language of a concept the commonest name that is
labelled good is preferred. Every key counts: moves, digits and Enter, and where a name is none of
the choices those that write it or cut it out of a sentence, whichever are fewer; and afterwards the
termbase must say what was wanted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from aligner.workspace import Workspace
from glossary.model import Termbase
from glossary.normalize import normalize
from glossary.words import words
from tui.app import Review
from tui.cells import Habits
from tui.desk import Desk
from tui.keys import SHIFTED
from tui.opening import measured
from tui.page import Choice
from tui.rows import Row, numbered
from tui.session import Session
from tui.writing import proposals_of

ROOT = Path(__file__).parent.parent
LANGS = ("th", "hi")

Wanted = Mapping[str, frozenset[str]]
"""By language, the names of which one is to be preferred."""


def gold(termbase: Termbase) -> dict[str, Wanted]:
    """By concept, the commonest good names in each language in review.

    A name that the termbase lists for another concept, as that of a provincial committee, is
    none of this one.
    """
    owners: dict[tuple[str, str], set[str]] = {}
    for concept in termbase:
        for term in concept.terms:
            for text in (term.text, *term.forms):
                key = term.lang, normalize(text, term.lang).key
                owners.setdefault(key, set()).add(concept.id)
    found: dict[tuple[str, str], Counter[str]] = {}
    for line in (ROOT / "examples/corpus/gold/renderings.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        concept, lang = row["concept"], Path(row["document"]).name[:2]
        if row["quality"] != "good" or concept not in termbase.by_id or lang not in LANGS:
            continue
        if concept in owners.get((lang, normalize(row["text"], lang).key), {concept}):
            found.setdefault((concept, lang), Counter())[row["text"]] += 1
    wanted: dict[str, dict[str, frozenset[str]]] = {}
    for (concept, lang), counts in sorted(found.items()):
        best = max(counts.values())
        names = frozenset(text for text, number in counts.items() if number == best)
        wanted.setdefault(concept, {})[lang] = names
    return wanted


def same(choice: Choice, names: Iterable[str]) -> bool:
    """Whether a choice is one of the names, or has it for a look-up form."""
    forms = choice.term.forms if choice.term else ()
    texts = (choice.term.text if choice.term else choice.text, *forms)
    keys = {normalize(each, choice.lang).key for each in texts}
    return any(normalize(name, choice.lang).key in keys for name in names)


def presses(desk: Desk, wanted: Wanted) -> list[str]:
    """The keys that a reviewer presses on the concept on screen, without the last Enter."""
    pressed: list[str] = []
    rows = list(desk.choices.all)
    for lang, names in wanted.items():
        shown = [row for row in rows if row.choice.lang == lang and same(row.choice, names)]
        if any(row.starred for row in shown):
            continue
        if shown:
            pressed += (
                [str(shown[0].number)] if shown[0].number else [*steps(desk, rows, shown[0]), "p"]
            )
            continue
        every = list(numbered(desk.page, desk.session.langs))
        ways = [written(desk, rows, lang, text) for text in sorted(names)]
        ways += [["e", *written(desk, every, lang, text)] for text in sorted(names)]
        pressed += min(ways, key=len)
    return pressed


def gone_on(keys: list[str]) -> list[str]:
    """The same keys with Shift at a last digit, which goes on by itself."""
    if len(keys) < 2 or not keys[-2].isdecimal() or {"y", "b"} & set(keys):
        return keys
    return [*keys[:-2], SHIFTED[int(keys[-2]) - 1]]


def steps(desk: Desk, rows: list[Row], row: Row) -> list[str]:
    """From where the cursor is to a choice, by Tab where that is nearer."""
    here, there = desk.choices.cursor, rows.index(row)
    lang = rows[here].choice.lang
    stars = [n for n, each in enumerate(rows) if each.starred and each.choice.lang != lang]
    inside = desk.focused is desk.choices
    ways = [[], ["tab"]] if len(desk.session.langs) == 2 and stars else [[]]
    moves = []
    for way in ways:
        away = there - (stars[0] if way else here)
        enter = ["right"] if away and not inside else []
        moves.append([*way, *enter, *["down" if away > 0 else "up"] * abs(away)])
    return min(moves, key=len)


def written(desk: Desk, rows: list[Row], lang: str, text: str) -> list[str]:
    """Keys for a name that is no choice: another cut of one, or all of it typed."""
    best = ["tab"] * list(desk.session.langs).index(lang) + typed(desk, lang, text)
    for row in rows:
        if row.choice.lang != lang:
            continue
        way = steps(desk, rows, row)
        found = [a for r in row.choice.renderings for a in r.alternatives][:8]
        if text in found:
            best = min(best, [*way, "b", str(found.index(text) + 1), "p"], key=len)
            continue
        places = desk.session.occurrences(desk.page.concept.id, row.choice, 200)
        for number, sentence in enumerate(desk._evidence.sentences(places)):
            start = sentence.text.find(text)
            if not start <= sentence.start < sentence.end <= start + len(text):
                continue
            end = start + len(text)
            starts, ends = zip(*words(sentence.text, lang), strict=True)
            left = [e for e in starts if start <= e < sentence.start]
            right = [e for e in ends if sentence.end < e <= end]
            if start in (sentence.start, *starts) and end in (sentence.end, *ends):
                there = ["right", *["down"] * number, "left"] if number else []
                cut = [*["shift+up"] * len(left), *["down"] * len(right)]
                own = ["0"] if found else []
                best = min(best, [*way, *there, "b", *own, *cut, "enter", "p"], key=len)
    return best


def typed(desk: Desk, lang: str, text: str) -> list[str]:
    """Keys for a name that is written: a proposal, as much as finds it, or all of it."""
    proposals = proposals_of(desk.page, lang)
    ways = [
        [
            "y",
            str(n),
        ]
        for n, each in enumerate(proposals.found(""), 1)
        if each.text == text
    ]
    proposals.learn(each.text for each in desk._sentences(desk.page, lang))
    for letters in range(1, len(text) + 1):
        begun = text[:letters]
        marked = 0 if proposals.whole(begun) else 1
        shown = ["", *(each.text for each in proposals.found(begun))]
        if letters == len(text):
            shown[0] = text
        if text in shown and begun == begun.strip():
            away = shown.index(text) - marked
            moves = ["down" if away > 0 else "up"] * abs(away)
            ways.append(["y", *begun, *moves, "enter"])
    return min(ways, key=len)


async def review(folder: Path, *, verbose: bool) -> tuple[list[int], list[int], int]:
    """Keys of each gold concept: those whose names are among the choices, and the others.

    Returns:
        Both, and how many of all these keys are held with Shift.
    """
    counted: tuple[list[int], list[int]] = [], []
    held = 0
    path = folder / ".thuatngu/workspace.sqlite"
    with Workspace.open(path) as store, measured(Habits()):
        session = Session(folder / "terms.yaml", store, "gold")
        wanted = gold(session.termbase)
        app = Review(session, save_after=None)
        async with app.run_test(size=(80, 24)) as pilot:
            desk = app.screen
            assert isinstance(desk, Desk)

            async def press(key: str) -> None:
                if len(key) == 1:  # Pilot drops what is no letter of its own
                    app.post_message(events.Key(_character_to_key(key), key))
                else:
                    await pilot.press(key)
                await pilot.pause(0.02)
                while desk._being_kept or not desk.painted:
                    await pilot.pause(0.005)

            while not desk.painted:
                await pilot.pause(0.01)
            before = ""
            while (page := desk._page) is not None and page.concept.id != before:
                before = page.concept.id
                names = wanted.get(before, {})
                keys = gone_on([*presses(desk, names), "enter"])
                for key in keys:
                    await press(key)
                if names:
                    counted["b" in keys or "y" in keys].append(len(keys))
                    held += sum(key in SHIFTED for key in keys)
                    got = session.termbase.by_id[before]
                    for lang, texts in names.items():
                        term = got.preferred(lang)
                        if term is None or not same(Choice(lang, "", None, 0, 0, term), texts):
                            raise SystemExit(f"{before} {lang}: {texts} wanted, not {term}; {keys}")
                    if verbose:
                        print(f"  {len(keys)}  {before}: {' '.join(keys)}")
    return *counted, held


def fresh(demo: Path, folder: Path) -> None:
    """A copy of a demo in which nobody has decided anything."""
    import sqlite3

    shutil.copytree(demo, folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "terms.yaml", folder / "terms.yaml")
    with sqlite3.connect(folder / ".thuatngu/workspace.sqlite") as store:
        store.execute("DELETE FROM decision")
        store.execute("DELETE FROM meta WHERE key = 'saved'")


def main() -> None:
    """Prints the keys a concept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("demo", type=Path)
    parser.add_argument("--rows", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        fresh(options.demo, Path(made))
        chosen, made_up, held = asyncio.run(review(Path(made), verbose=options.rows))
    for counted, what in ((chosen, "names among the choices"), (made_up, "a name cut or typed")):
        mean = sum(counted) / len(counted) if counted else 0.0
        print(f"{len(counted):>3} concepts, {what:<24} {mean:5.2f} keys a concept")
    counted = chosen + made_up
    shifted = sum(counted) + held
    print(f"{held:>3} of these keys are held with Shift; as keys of their own:", end=" ")
    print(f"{shifted / len(counted):.2f} keys a concept")
    print(f"{len(counted):>3} concepts, {'all':<24} {sum(counted) / len(counted):5.2f}  goal 1.5")


if __name__ == "__main__":
    main()
