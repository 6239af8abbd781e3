from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.difference import differences
from glossary.errors import InputError
from glossary.merge import conflicts, merge, settled
from glossary.model import Concept, Status, Term, Termbase
from glossary.revisions import at, install_driver
from glossary.termfile import TermFile

WORD = Term("th", "ระดม", forms=("a",))
BASE = Termbase((Concept("x", (Term("vi", "dân vận"), WORD), gloss="g"),))


def after(*terms: Term, **more: object) -> Termbase:
    return Termbase((replace(BASE.concepts[0], terms=terms, **more),))  # type: ignore[arg-type]


VI = BASE.concepts[0].terms[0]
CHOSEN = replace(WORD, status=Status.PREFERRED, decided_by="An", decided_at="2026-01-02T03:04:05Z")


@pytest.mark.parametrize(
    ("new", "messages"),
    [
        pytest.param(BASE, [], id="nothing"),
        pytest.param(
            after(VI, CHOSEN),
            ["th ระดม: proposed → preferred (An, 2026-01-02T03:04:05Z)"],
            id="status",
        ),
        pytest.param(
            after(VI, replace(WORD, forms=("a", "b"), note="n")),
            ["th ระดม: forms: a → a, b", "th ระดม: note added: n"],
            id="fields-of-a-term",
        ),
        pytest.param(
            after(VI, Term("hi", "सेवा", Status.DEPRECATED), gloss=""),
            [
                "gloss removed: g",
                "hi सेवा: added as deprecated",
                "th ระดม: removed (was proposed)",
            ],
            id="terms-and-a-field",
        ),
        pytest.param(
            Termbase((Concept("y", (Term("vi", "mới"),)),)),
            ["new concept: mới", "concept removed: dân vận"],
            id="concepts",
        ),
    ],
)
def test_what_changed_is_said_in_the_words_of_the_field(new: Termbase, messages: list[str]) -> None:
    assert [each.message for each in differences(BASE, new)] == messages


def test_deciding_the_same_again_is_said() -> None:
    again = replace(CHOSEN, decided_by="Lan", decided_at="")
    (found,) = differences(after(VI, CHOSEN), after(VI, again))
    assert found.message == "th ระดม: preferred again (Lan)"


def test_what_a_merge_left_is_said_and_then_that_it_was_settled() -> None:
    sides = (after(VI, replace(CHOSEN, status=status), gloss=status) for status in Status)
    _, ours, theirs, *_ = sides
    left = merge(BASE, ours, theirs).termbase
    told = [
        "a merge left two versions of its gloss",
        "th ระดม: a merge left two versions of its status",
    ]
    assert [each.message for each in differences(ours, left)] == told
    for conflict in conflicts(left):
        left = settled(left, conflict, theirs=False)
    assert left == ours
    again = [each.message for each in differences(merge(BASE, ours, theirs).termbase, left)]
    assert again == [each.replace("a merge left", "settled: the") for each in told]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    TermFile.new(tmp_path / "terms.yaml", BASE).save()
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "m"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    return tmp_path / "terms.yaml"


def test_a_revision_is_read(repository: Path) -> None:
    repository.write_text("schema: 1\nconcepts: []\n")
    assert at(repository, "HEAD") == BASE


def test_a_revision_that_is_not_there_is_named(repository: Path) -> None:
    with pytest.raises(InputError, match=r"git has no 'v9' of it \(.*\); 'git log' shows the"):
        at(repository, "v9")
    with pytest.raises(InputError, match="'--help' is no revision"):
        at(repository, "--help")


def test_a_folder_that_is_no_repository_is_told_how_it_becomes_one(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text("schema: 1\nconcepts: []\n")
    with pytest.raises(InputError, match="is in no git repository; run 'git init'"):
        at(tmp_path / "terms.yaml", "HEAD")


def test_the_merge_driver_is_installed_once(repository: Path) -> None:
    (repository.parent / ".gitattributes").write_text("*.po text")
    for _ in range(2):
        assert install_driver(repository)[1] == (
            "merge.thuatngu.driver = thuatngu merge %O %A %B --name %P; "
            "each clone needs it, so run this in each"
        )
    text = (repository.parent / ".gitattributes").read_text()
    assert text == "*.po text\nterms.yaml merge=thuatngu\n"


def test_no_repository_is_named(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    with pytest.raises(InputError, match="is in no git repository; run 'git init' first"):
        install_driver(tmp_path / "terms.yaml")
