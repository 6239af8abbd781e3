from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aligner.model import Bead, Bitext, Document, Mode, document_id
from aligner.workspace import Workspace
from glossary import bitexts
from glossary.errors import InputError
from thuatngu.aligned_texts import aligned
from thuatngu.cli import app

TEXTS = {
    "a/vi.txt": ("vi", "Công tác dân vận.\nHai dòng."),
    "a/th.txt": ("th", "งานระดมมวลชน\nสองบรรทัด"),
    "b/vi.txt": ("vi", "Không liên quan."),
    "b/th.txt": ("th", "ไม่เกี่ยวข้อง"),
    "c/hi.txt": ("hi", "जन आंदोलन।"),
}


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    folder = tmp_path / ".thuatngu"
    folder.mkdir()
    store = Workspace.open(folder / "workspace.sqlite")
    documents = {
        name: Document(document_id(lang, "", text), name, lang, text)
        for name, (lang, text) in TEXTS.items()
    }
    store.add(documents.values())
    ids = {name: document.id for name, document in documents.items()}
    both = {
        name: len([part for part in store.segments(id_) if part.kind is None])
        for name, id_ in ids.items()
    }
    assert both["a/vi.txt"] == 2
    rest = tuple(range(1, both["a/th.txt"]))
    beads = (Bead((0,), (0,), 0.9), Bead((1,), rest, 0.5))
    # Aligned from the Thai side: the export turns it round.
    turned = tuple(Bead(bead.target, bead.source, bead.score) for bead in beads)
    store.save_bitext(Bitext(ids["a/th.txt"], ids["a/vi.txt"], Mode.PARALLEL, turned, "s/1"))
    loose = (Bead((0,), (0,), 0.5),)
    store.save_bitext(Bitext(ids["b/vi.txt"], ids["b/th.txt"], Mode.COMPARABLE, loose, "s/1"))
    return store


def test_translations_are_told_from_the_source_whichever_way_they_were_aligned(
    store: Workspace,
) -> None:
    (text,), signature = aligned(store, "vi", "th")
    assert (text.name, signature) == ("a/vi.txt", "s/1")
    assert [pair[:2] for pair in text.pairs] == [
        ("Công tác dân vận.", "งานระดมมวลชน"),
        ("Hai dòng.", "สองบรรทัด"),
    ]
    (turned,), _ = aligned(store, "th", "vi")
    assert turned.name == "a/th.txt"
    assert [pair[1::-1] for pair in turned.pairs] == [pair[:2] for pair in text.pairs]


def test_no_translation_is_said(store: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        aligned(store, "vi", "hi")
    assert str(caught.value) == (
        f"{store.path}: holds no translation between 'vi' and 'hi'; 'thuatngu align' aligns what "
        "was added"
    )


@pytest.mark.parametrize(("kind", "suffix"), [("tmx", ".tmx"), ("xliff", ".xlf")])
def test_the_command_writes_what_is_read_back(
    kind: str, suffix: str, store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.chdir(tmp_path)
    terms = "concepts:\n- id: dan-van\n  terms: {vi: [{text: dân vận}], th: [{text: ระดม}]}\n"
    (tmp_path / "terms.yaml").write_text(terms, encoding="utf-8")
    line = f"export --format {kind} --lang th --out out{suffix}"
    result = CliRunner().invoke(app, shlex.split(line))
    assert (result.exit_code, result.stderr) == (
        0,
        f"out{suffix}: 1 aligned text, 2 pairs, as {kind}\n",
    )
    written = (tmp_path / f"out{suffix}").read_text(encoding="utf-8")
    assert [(p.source.text, p.target.text) for p in bitexts.read(written, f"o{suffix}")] == [
        ("Công tác dân vận.", "งานระดมมวลชน"),
        ("Hai dòng.", "สองบรรทัด"),
    ]
    assert ("<gls:translation" in written) == (kind == "xliff")
    CliRunner().invoke(app, shlex.split(line))
    assert (tmp_path / f"out{suffix}").read_text(encoding="utf-8") == written


def test_a_language_is_asked_for(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.yaml").write_text("concepts: []\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["export", "--format", "tmx"])
    assert result.exit_code == 2
    assert result.stderr == (
        "thuatngu: tmx holds one target language a file; give it, as in --lang th\n"
    )
