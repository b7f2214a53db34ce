"""What a format could not hold as it stands in the packet: told in the manifest, never silently."""

from collections.abc import Iterable
from dataclasses import dataclass, field

SAID = {
    "named": "characters that no typeface here can draw are named in brackets",
    "left_out": "characters that draw nothing were left out",
    "reordered": "marks that change the direction of a text were left out",
    "untagged": "the document is not marked up for screen readers",
}


@dataclass(slots=True)
class Losses:
    told: list[dict[str, str | None]] = field(default_factory=list)

    def tell(self, file: str, field_name: str | None, what: str) -> None:
        said = {"file": file, "field": field_name, "what": what}
        if said not in self.told:
            self.told.append(said)

    def of_document(self, file: str, problems: Iterable[str]) -> None:
        for problem in problems:
            self.tell(file, None, SAID[problem])

    def shortened(self, file: str, field_name: str, value: str, limit: int) -> str:
        """The value, within the format's limit."""
        if len(value) <= limit:
            return value
        self.tell(file, field_name, f"shortened to {limit} characters")
        return value[:limit]
