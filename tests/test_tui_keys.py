"""The keys: none does two things, each can be reached, and the documentation has them all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tui.desk import Desk
from tui.keys import KEYS, actions_of_characters, shown, table, twins


def test_no_key_does_two_things() -> None:
    counts = Counter(name for key in KEYS for name in key.keys)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_key_has_something_to_do() -> None:
    actions = {key.action.partition("(")[0] for key in KEYS} - {"app.command_palette"}
    assert [action for action in actions if not hasattr(Desk, f"do_{action}")] == []


@pytest.mark.parametrize(
    ("character", "action"),
    [
        pytest.param("a", "admit", id="latin"),
        pytest.param("ฟ", "admit", id="thai"),
        pytest.param("ो", "admit", id="hindi"),
        pytest.param("thai_character_sara_ii", "undo", id="by-the-name-that-textual-gives"),
        pytest.param("ภ", "pick(4)", id="thai-digit-key"),
        pytest.param("๙", "pick(9)", id="thai-digit"),
        pytest.param("९", "pick(9)", id="devanagari-digit"),
    ],
)
def test_a_key_answers_to_what_its_layout_sends(character: str, action: str) -> None:
    assert actions_of_characters()[character] == action


def test_a_twin_never_takes_a_latin_key_away() -> None:
    plain = {name: key.action for key in KEYS for name in key.keys if len(name) == 1}
    found = actions_of_characters()
    assert {name: found[name] for name in plain} == plain


@pytest.mark.parametrize(
    ("key", "name", "ascii_name"),
    [
        pytest.param("enter", "⏎", "Enter", id="enter"),
        pytest.param("ctrl+p", "Ctrl-P", "Ctrl-P", id="control"),
        pytest.param("f3", "F3", "F3", id="function"),
        pytest.param("f", "f", "f", id="letter"),
        pytest.param("escape", "Esc", "Esc", id="escape"),
    ],
)
def test_a_key_has_a_name(key: str, name: str, ascii_name: str) -> None:
    assert (shown(key), shown(key, ascii_only=True)) == (name, ascii_name)


def test_layouts_have_as_many_keys_as_they_should() -> None:
    assert all(twins(key) for key in "123456789abcdefghijklmnopqrstuvwxyz")


def test_no_ascii_character_decides_for_another_key() -> None:
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert [twin for letter in letters for twin in twins(letter) if twin.isascii()] == []


def test_the_documentation_has_every_key(root: Path) -> None:
    assert (root / "docs" / "keys.md").read_text("utf-8") == table()
