"""Languages by their BCP 47 tag: the part that tells them apart, and names in English."""

LANGUAGES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "hi": "Hindi",
    "hmn": "Hmong", "hy": "Armenian", "ja": "Japanese", "km": "Khmer", "ko": "Korean", "lo": "Lao",
    "mix": "Mixtec", "mww": "Hmong", "pa": "Punjabi", "pt": "Portuguese", "ru": "Russian", "so": "Somali",
    "th": "Thai", "tl": "Tagalog", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese",
}  # fmt: skip


def primary(tag: str) -> str:
    """The language without its region or script."""
    return tag.split("-", maxsplit=1)[0].lower()


def language_name(tag: str) -> str:
    """The name of a language, with what its tag adds; the tag where we have no name for it."""
    rest = tag.partition("-")[2]
    name = LANGUAGES.get(primary(tag))
    if name is None:
        return tag
    return f"{name} ({rest})" if rest else name
