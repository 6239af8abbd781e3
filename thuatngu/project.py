"""Where things are: the termbase found from here, the workspace beside it, what is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glossary.errors import InputError

TERMS_NAME = "terms.yaml"
WORKSPACE_NAME = Path(".thuatngu") / "workspace.sqlite"

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """A file or folder that comes with the program: ``terms.yaml`` or ``corpus``.

    An installed package carries them inside; a checkout has them where people edit them.
    """
    inside = _PACKAGE / "shipped" / name
    if inside.exists():
        return inside
    return _PACKAGE.parent / ("examples/corpus" if name == "corpus" else name)


@dataclass(frozen=True, slots=True)
class Project:
    """The termbase and the workspace that a command works on."""

    terms: Path
    workspace: Path
    own: bool
    """Whether `terms` is the user's file; the shipped one is only read."""


def find(terms: Path | None, workspace: Path | None, here: Path | None = None) -> Project:
    """The termbase and workspace to use.

    Args:
        terms: as given with ``--terms``; else `TERMS_NAME` in `here` or the
            nearest folder above it; else the shipped file, read only.
        workspace: as given with ``--workspace``; else beside the termbase, or
            in `here` when the termbase is the shipped one.
        here: the current folder by default.

    Raises:
        InputError: `terms` does not exist.
    """
    here = here or Path.cwd()
    if terms is not None:
        if not terms.is_file():
            raise InputError(f"{terms}: no such file; 'thuatngu init' writes one to start from")
        found: Path | None = terms
    else:
        candidates = (folder / TERMS_NAME for folder in (here, *here.parents))
        found = next((path for path in candidates if path.is_file()), None)
    own = found is not None
    chosen = found or shipped(TERMS_NAME)
    beside = chosen.parent if own else here
    return Project(chosen, workspace or beside / WORKSPACE_NAME, own)


def make_room(project: Project) -> None:
    """Makes the folder of the workspace. Ours is kept out of git: it is made from the corpus."""
    folder = project.workspace.parent
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if new and folder.name == WORKSPACE_NAME.parent.name:
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def find_own(terms: Path | None, workspace: Path | None) -> Project:
    """As `find`, for a command that writes the termbase.

    Raises:
        InputError: there is no termbase of the user's own.
    """
    project = find(terms, workspace)
    if not project.own:
        raise InputError(
            f"no {TERMS_NAME} here or above; 'thuatngu init' copies the shipped one, "
            "or name yours with --terms"
        )
    return project
