"""The referral form as JSON Schema draft-07, made from the shape that checks what is sent.

Draft-07, in place and without `$ref`, because that is what common form
renderers read. Titles and help are in titles.yaml, by shape and field.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from app.models.schemas.form import ReferralSubmission

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DRAFT = "http://json-schema.org/draft-07/schema#"
OURS = ("channel", "sender_ref", "received_on")
"""Fields that the form does not show: the server knows them."""
KEPT = {
    "type", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default",
}  # fmt: skip

Words = Mapping[str, Any]


@cache
def titles() -> Words:
    """By shape: `title`, `help`, and by field `title`, `help` and `words` of its choices, each by language."""
    found: Words = yaml.safe_load(files(__package__).joinpath("titles.yaml").read_text("utf-8"))
    return found


@cache
def referral_form(language: Language, *, takes_files: bool = True) -> dict[str, Any]:
    """The schema with its texts in one language, without papers where none are taken. Do not change what is returned."""
    whole = ReferralSubmission.model_json_schema()
    form = _Form(whole["$defs"], language).shape("ReferralSubmission", whole)
    for name in OURS if takes_files else (*OURS, "attachments"):
        del form["properties"][name]
    return {"$schema": DRAFT, **form}


def preferred(accept_language: str | None) -> Language:
    """The language a browser asks for (RFC 9110, 12.5.4), English when it asks for none of ours."""
    parts = [part.partition(";") for part in (accept_language or "").split(",")[:20]]
    asked = [
        (_weight(weight), language)
        for tag, _semicolon, weight in parts
        for language in LANGUAGES
        if tag.strip().lower().partition("-")[0] == language
    ]
    best = max(asked, key=lambda found: found[0], default=(0.0, LANGUAGES[0]))
    return best[1] if best[0] > 0 else LANGUAGES[0]


def _weight(text: str) -> float:
    text = text.strip().removeprefix("q=")
    try:
        return float(text[:6]) if text else 1.0
    except ValueError:
        return 0.0


class _Form:
    """Writes shapes in place, with their texts in one language."""

    def __init__(self, defs: Mapping[str, Any], language: Language) -> None:
        self._defs, self._language = defs, language

    def shape(self, name: str, node: Mapping[str, Any]) -> dict[str, Any]:
        """An object: its fields in the order of the shape, unknown ones refused."""
        texts = titles()[name]
        fields = texts["fields"]
        shown = {
            field: {
                **self._texts(fields[field]),
                **self._value(inner, fields[field].get("words", {})),
            }
            for field, inner in node["properties"].items()
            if field not in OURS
        }
        for field in set(node["properties"]) & set(OURS):
            shown[field] = {}
        return {
            **self._texts(texts),
            "type": "object",
            "properties": shown,
            "required": node.get("required", []),
            "additionalProperties": False,
        }

    def _texts(self, texts: Words) -> dict[str, str]:
        said = {"title": texts["title"][self._language]}
        if "help" in texts:
            said["description"] = texts["help"][self._language]
        return said

    def _value(self, node: Mapping[str, Any], words: Words) -> dict[str, Any]:
        """A field's value. What may be null is left out instead: forms have no null."""
        options = [o for o in node.get("anyOf", ()) if o.get("type") != "null"]
        if options:
            return self._value(options[0], words)
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            inner = self.shape(name, self._defs[name])
            return {k: v for k, v in inner.items() if k not in {"title", "description"}}
        kept = {k: v for k, v in node.items() if k in KEPT and v is not None}
        if "enum" in node:
            kept["oneOf"] = [{"const": w, "title": words[w][self._language]} for w in node["enum"]]
        if "items" in node:
            kept["items"] = self._item(node["items"], words)
        return kept

    def _item(self, node: Mapping[str, Any], words: Words) -> dict[str, Any]:
        """One of a list, with the title of its shape for the renderer's headings."""
        if "$ref" not in node:
            return self._value(node, words)
        name = node["$ref"].rpartition("/")[2]
        return self.shape(name, self._defs[name])
