"""The keys: what each does, its names in hints and help, and its twins on other layouts.

A Thai or an InScript keyboard sends other characters from the same keys, so each
accelerator also answers to those. None of them is the only way to anything: the
command palette reaches every action.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

THAI = dict(
    zip(
        "1234567890abcdefghijklmnopqrstuvwxyz",
        "ๅ/-ภถุึคตจฟิแกำดเ้ร่าสทืนยๆพหะีอไปัผ",
        strict=True,
    )
)
"""What the Thai Kedmanee layout sends for a key."""
THAI_SHIFTED = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 'ฤฺฉฏฎโฌ็ณ๋ษศ?์ฯญ๐ฑฆธ๊ฮ"ํ(', strict=False))
INSCRIPT = dict(zip("abcdefghijklmnopqrstuvwxyz", "ोवम्ािुपगरकतसलदजौीेूहनैंबॆ", strict=False))
"""What the Hindi InScript layout sends for a key; digits are mostly ASCII there."""
DEVANAGARI_DIGITS = dict(zip("1234567890", "१२३४५६७८९०", strict=True))
THAI_DIGITS = dict(zip("1234567890", "๑๒๓๔๕๖๗๘๙๐", strict=True))

SHIFTED = "!@#$%^&*("
"""What Shift and each digit send on an American or a Vietnamese keyboard."""


@dataclass(frozen=True, slots=True)
class Key:
    """One action with its keys."""

    action: str
    keys: tuple[str, ...]
    """The first is shown."""
    label: str
    """A word or two for the footer and the palette."""
    help: str
    """One line for the help."""
    group: str
    hint: bool = False
    """Whether the footer shows it when there is room."""


KEYS: tuple[Key, ...] = (
    Key(
        "approve",
        ("enter",),
        "approve",
        "prefer the starred terms and go to the next open concept",
        "decide",
        True,
    ),
    Key("pick(N)", ("1-9",), "pick", "prefer that choice", "decide", True),
    Key(
        "pick_on(N)",
        ("shift+1-9",),
        "pick, go on",
        "prefer that choice and what is starred in the other languages, and go on",
        "decide",
    ),
    Key("prefer", ("p",), "prefer", "prefer the choice under the cursor", "decide"),
    Key("admit", ("a",), "admit", "allow it beside the preferred term", "decide", True),
    Key("forbid", ("f",), "forbid", "deprecate it, with a reason", "decide", True),
    Key(
        "propose", ("o",), "propose", "list it without a status, or take its status away", "decide"
    ),
    Key(
        "reject",
        ("x",),
        "no rendering",
        "it renders something else; do not show it here again",
        "decide",
    ),
    Key("merge", ("m",), "merge", "make it a look-up form of another term", "decide", True),
    Key(
        "boundary",
        ("b",),
        "boundary",
        "where it begins and ends: another cut, or your own",
        "decide",
    ),
    Key(
        "write",
        ("y",),
        "own term",
        "prefer a term of your own: typed, or a part of what was found",
        "decide",
    ),
    Key("move", ("v",), "move", "it renders another concept", "decide"),
    Key(
        "settle",
        ("t",),
        "settle",
        "take a side of what a merge left in two versions",
        "concept",
    ),
    Key("skip", ("space",), "skip", "leave it for later and go on", "concept", True),
    Key("skip_because", ("s",), "skip, why", "leave it for later with a reason", "concept"),
    Key("flag", ("g",), "flag", "leave it for a colleague, who finds it by F2 flagged", "concept"),
    Key("note", ("n",), "note", "edit the concept's note", "concept", True),
    Key("define", ("d",), "define", "edit its definition", "concept"),
    Key("create", ("c",), "new concept", "add a concept by its Vietnamese term", "concept"),
    Key(
        "neighbours",
        ("w",),
        "neighbours",
        "what stands near it, and who uses the same text",
        "concept",
    ),
    Key("history", ("h",), "history", "every decision about it", "concept"),
    Key(
        "undo",
        ("u", "backspace", "ctrl+z"),
        "undo",
        "take back the last key press; again for more",
        "concept",
        True,
    ),
    Key("redo", ("r", "U", "ctrl+y"), "redo", "decide it again", "concept"),
    Key("turn(-1)", ("up", "k"), "up", "one row up", "move"),
    Key("turn(1)", ("down", "j"), "down", "one row down", "move"),
    Key(
        "zone(1)",
        ("right",),
        "to the choices",
        "from the queue to the choices to the sentences",
        "move",
    ),
    Key("zone(-1)", ("left",), "back", "and back", "move"),
    Key("language(1)", ("tab",), "language", "the next language's choices", "move"),
    Key("language(-1)", ("shift+tab",), "language back", "the one before", "move"),
    Key("more", ("e",), "all choices", "list every choice, or the first again", "move"),
    Key("scroll(1)", ("pagedown",), "page down", "a page of what has the cursor", "move"),
    Key("scroll(-1)", ("pageup",), "page up", "and back", "move"),
    Key("edge(-1)", ("home",), "first", "the first row", "move"),
    Key("edge(1)", ("end",), "last", "the last row", "move"),
    Key(
        "filter",
        ("f2",),
        "filter",
        "show a part of the queue: open, th, party, inconsistent, conflicts, words",
        "find",
    ),
    Key(
        "search",
        ("f3", "ctrl+f", "slash"),
        "search",
        "go to a concept by any of its words, accents or not",
        "find",
        True,
    ),
    Key("save", ("f4", "ctrl+s"), "save", "write terms.yaml now", "file"),
    Key("export", ("f5",), "export", "write PO, YAML or another file", "file"),
    Key("report", ("f6",), "report", "the least consistent concepts", "file"),
    Key("check", ("f7",), "check", "check a translation against the glossary", "file"),
    Key("reviewer", ("f8",), "reviewer", "who decides", "file"),
    Key("inspect", ("i",), "inspect", "code points of the choice", "file"),
    Key("help", ("question_mark", "f1"), "help", "this page", "file", True),
    Key("app.command_palette", ("ctrl+p",), "commands", "every command by name", "file"),
    Key("back", ("escape",), "back", "close what is open, undo a filter", "file"),
    Key("leave", ("q", "ctrl+q"), "quit", "save and leave", "file", True),
)

GROUPS = {
    "decide": "The choice under the cursor",
    "concept": "The concept",
    "move": "Moving",
    "find": "Finding",
    "file": "The rest",
}

SHOWN = {
    "enter": "⏎",
    "space": "␣",
    "question_mark": "?",
    "slash": "/",
    "escape": "Esc",
    "backspace": "⌫",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}
SHOWN_ASCII = {
    **SHOWN,
    "enter": "Enter",
    "space": "Space",
    "backspace": "Bksp",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


def shown(key: str, *, ascii_only: bool = False) -> str:
    """How a key is written on the screen."""
    table = SHOWN_ASCII if ascii_only else SHOWN
    if key in table:
        return table[key]
    if key.startswith(("f", "ctrl+", "shift+")) and len(key) > 1:
        return "-".join(part.capitalize() for part in key.split("+"))
    return key.capitalize() if len(key) > 1 and key[0].isalpha() else key


def twins(key: str) -> tuple[str, ...]:
    """The characters that the key of this character sends on the Thai and the Hindi layout.

    ASCII characters are left out: the Thai layout sends ``/`` and ``-`` for 2 and 3, and who types
    a slash on another layout must not decide anything by it.
    """
    tables = (THAI, THAI_SHIFTED, INSCRIPT, DEVANAGARI_DIGITS, THAI_DIGITS)
    sent = dict.fromkeys(table[key] for table in tables if key in table)
    return tuple(character for character in sent if not character.isascii())


def answering(key: str) -> tuple[str, ...]:
    """All that this character's key may send, and Textual's names for it where it is no letter."""
    characters = (key, *twins(key))
    return (*characters, *map(_name, characters))


def _name(character: str) -> str:
    return unicodedata.name(character).lower().replace(" ", "_").replace("-", "_")


def actions_of_characters() -> dict[str, str]:
    """The action of each character that some layout sends, those of Latin keys first."""
    found: dict[str, str] = {}
    pairs = [(str(n), f"pick({n})") for n in range(1, 10)]
    pairs += [(key, f"pick_on({n})") for n, key in enumerate(SHIFTED, 1)]
    pairs += [(key, entry.action) for entry in KEYS for key in entry.keys if len(key) == 1]
    for key, action in pairs:
        found.setdefault(key, action)
    for key, action in pairs:
        for sent in answering(key):
            found.setdefault(sent, action)
    return found


def table() -> str:
    """The keys as a page of documentation, in Markdown."""
    lines = [
        "# Keys of the review",
        "",
        "Enter, the arrows, Tab, Space, Backspace and the function keys work on every keyboard.",
        "The letters and digits are shortcuts, and also answer to what a Thai (Kedmanee) or Hindi",
        "(InScript) layout sends from the same keys. Ctrl-P finds every command by its name.",
    ]
    for group, title in GROUPS.items():
        lines += ["", f"## {title}", "", "| key | Thai, Hindi | what it does |", "|---|---|---|"]
        for key in KEYS:
            if key.group == group:
                names = " ".join(shown(name) for name in key.keys)
                others = " ".join(t for name in key.keys if len(name) == 1 for t in twins(name))
                lines.append(f"| {names} | {others} | {key.help} |")
    return "\n".join(lines) + "\n"
