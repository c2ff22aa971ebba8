"""Which language a text is written in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

# What readers of a German-speaking desk send, and what travels to them from elsewhere. Others count as unknown.
LANGUAGES: dict[str, Language] = {
    "de": Language.GERMAN,
    "en": Language.ENGLISH,
    "fr": Language.FRENCH,
    "it": Language.ITALIAN,
    "es": Language.SPANISH,
    "pt": Language.PORTUGUESE,
    "nl": Language.DUTCH,
    "pl": Language.POLISH,
    "cs": Language.CZECH,
    "hu": Language.HUNGARIAN,
    "ro": Language.ROMANIAN,
    "tr": Language.TURKISH,
    "ru": Language.RUSSIAN,
    "uk": Language.UKRAINIAN,
    "ar": Language.ARABIC,
    "fa": Language.PERSIAN,
    "hr": Language.CROATIAN,
    "sr": Language.SERBIAN,
    "bs": Language.BOSNIAN,
    "sl": Language.SLOVENE,
    "sq": Language.ALBANIAN,
    "sv": Language.SWEDISH,
    "da": Language.DANISH,
    "el": Language.GREEK,
    "hi": Language.HINDI,
}
# The beginning of a text tells its language; reading on would only cost time.
READ_FOR_LANGUAGE = 200
READ_FOR_SCRIPT = 60
# A language that is only a little likelier than the next one is a guess.
SUREST_BY = 0.10


def language_of(text: str) -> str:
    """Return the language of a text as ISO 639-1, or nothing when it is too short or too mixed to tell."""
    # The detector takes nothing that cannot be written in UTF-8: halves of a character say nothing anyway.
    beginning = text[:READ_FOR_LANGUAGE].encode("utf-8", "replace").decode()
    found = _detector().detect_language_of(beginning)
    return "" if found is None else str(found.iso_code_639_1.name).lower()


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, empty if it is not known, and a script, empty without a letter."""

    lang: str
    script: str

    def is_that_of(self, other: Tongue) -> bool:
        """Return whether two texts are in one language, as far as that is known."""
        langs, scripts = {self.lang, other.lang}, {self.script, other.script}
        return (len(scripts) == 1 or "" in scripts) and (len(langs) == 1 or not langs.isdisjoint({"", "und"}))


def script_of(text: str) -> str:
    """Return the script of most of the first letters of a text by its Unicode name, such as LATIN or GREEK."""
    letters = [character for character in text[:READ_FOR_SCRIPT] if character.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    return scripts.most_common(1)[0][0] if scripts else ""


@cache
def _detector() -> LanguageDetector:
    # The fuller models find two in a hundred more for half a gigabyte and five seconds.
    builder = LanguageDetectorBuilder.from_languages(*LANGUAGES.values()).with_low_accuracy_mode()
    return builder.with_minimum_relative_distance(SUREST_BY).build()
