"""Names of languages, in English, by their BCP 47 tag."""

LANGUAGES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "hi": "Hindi",
    "hmn": "Hmong", "hy": "Armenian", "ja": "Japanese", "km": "Khmer", "ko": "Korean", "lo": "Lao",
    "mix": "Mixtec", "mww": "Hmong", "pa": "Punjabi", "pt": "Portuguese", "ru": "Russian", "so": "Somali",
    "th": "Thai", "tl": "Tagalog", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese",
}  # fmt: skip


def language_name(tag: str) -> str:
    """The name of a language, with what its tag adds; the tag where we have no name for it."""
    primary, _, rest = tag.partition("-")
    name = LANGUAGES.get(primary.lower())
    if name is None:
        return tag
    return f"{name} ({rest})" if rest else name
