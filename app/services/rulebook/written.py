"""What the files of a folder say, each by itself, with all mistakes gathered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.services.rulebook.building import rule_of
from app.services.rulebook.jurisdiction import JurisdictionFile
from app.services.rulebook.reading import InvalidRulebook, Shape, Source, Where, read
from app.services.rulebook.shapes import RuleEntry, RuleFile, Vocabulary
from app.services.rules.book import Rule

VOCABULARY, PLACE = "vocabulary.yaml", "jurisdiction.yaml"
NOT_RULES = frozenset({"eligibility.yaml", "vectors.yaml"})
"""Files of a jurisdiction's folder that have readers of their own."""
READ_HERE = frozenset({VOCABULARY, "icd10cm.yaml"})
"""Files beside the jurisdictions' folders."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Place:
    """What one jurisdiction's folder says, nothing inherited."""

    source: Source
    file: JurisdictionFile
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Written:
    """All files of a rulebook, well formed; whether they fit together is not looked at yet."""

    words: Vocabulary
    places: dict[str, Place]


def rule_paths(folder: Path) -> list[Path]:
    """The files that make a book, in the order of their names."""
    rules = (path for path in folder.glob("*/*.yaml") if path.name not in NOT_RULES)
    return sorted([folder / VOCABULARY, *rules])


def _strange(folder: Path) -> Iterator[str]:
    """Files that look like the rulebook's and that nobody would read."""
    for path in sorted([*folder.glob("*.y*ml"), *folder.glob("*/*")]):
        is_here = path.parent == folder
        is_read = path.name in READ_HERE if is_here else path.suffix == ".yaml"
        hidden = path.name.startswith(".") or path.parent.name.startswith(("__", "."))
        if path.is_file() and not is_read and not hidden:
            name = path.relative_to(folder).as_posix()
            yield f"{name}:1: file: is not read; rules stand in files ending in .yaml, in their jurisdiction's folder"


def read_written(folder: Path) -> Written:
    """Raises: InvalidRulebook with every mistake of form in every file."""
    gathering = _Gathering()
    gathering.mistakes += _strange(folder)
    sources = [s for path in rule_paths(folder) if (s := gathering.source(path, folder))]
    by_name = {source.name: source for source in sources}
    words = gathering.shaped(by_name.get(VOCABULARY), Vocabulary)
    places = {
        name: place
        for name in sorted({source.name.split("/")[0] for source in sources} - {VOCABULARY})
        if (place := _place(gathering, name, by_name))
    }
    if gathering.mistakes or words is None:
        raise InvalidRulebook(gathering.mistakes)
    return Written(words, places)


class _Gathering:
    """Goes on after a mistake, to name them all."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def source(self, path: Path, folder: Path) -> Source | None:
        return self._kept(lambda: read(path, folder))

    def shaped(self, source: Source | None, shape: type[Shape], where: Where = ()) -> Shape | None:
        return None if source is None else self._kept(lambda: source.shaped(shape, where))

    def _kept(self, make: Callable[[], Found]) -> Found | None:
        try:
            return make()
        except InvalidRulebook as error:
            self.mistakes += error.mistakes
            return None


def _place(gathering: _Gathering, name: str, sources: dict[str, Source]) -> Place | None:
    source = sources.get(f"{name}/{PLACE}")
    if source is None:
        gathering.mistakes.append(
            f"{name}/{PLACE}:1: {name}: the file is missing or cannot be read"
        )
    file = gathering.shaped(source, JurisdictionFile)
    rules: list[Rule] = []
    for other in (s for s in sources.values() if s.name.startswith(f"{name}/")):
        entries = file if other is source else gathering.shaped(other, RuleFile)
        for position in range(len(entries.rules) if entries else 0):
            if entry := gathering.shaped(other, RuleEntry, ("rules", position)):
                line = other.line(("rules", position))
                rules.append(rule_of(entry, name, other.name, line))
    if source is None or file is None:
        return None
    if file.id != name:
        gathering.mistakes.append(source.mistake(("id",), file.id, f"stands in the folder {name}"))
    return Place(source, file, tuple(rules))


__all__ = ["Place", "Written", "read_written", "rule_paths"]
