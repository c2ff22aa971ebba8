"""How a post is tidied before it is searched for."""

from __future__ import annotations

import re

from search.text.characters import compatible

# Latin, Greek and Cyrillic; scripts after these have no capitals to split a tag at.
_CASED = [chr(code) for code in range(0x530)]
_UPPER = "".join(letter for letter in _CASED if letter.isupper())
_LOWER = "".join(letter for letter in _CASED if letter.islower())

# Copied posts glue the picture's address to the last word, so it is cut out of the middle of one as well.
_URL = re.compile(r"(?:https?://|pic\.twitter\.com/|(?<![\w.])(?:www\.|t\.co/))[^\s<>\"]+", re.IGNORECASE)
# "— Jane Doe (@jane) November 5, 2020", as an embedded post ends when somebody copies it. Who said something and
# when are part of the claim; the handle is the name once more.
_HANDLE_IN_SIGNATURE = re.compile(r"((?:^|\s)[—–][^—–()]{1,80})\(@\w{1,30}\)((?:[\s\w.,:·]{1,40}\b\d{4})?)$")
_MENTION = re.compile(r"(?<![\w@])@(?=\w)")
_TAG = re.compile(r"(?<![\w#])#(\w+)")
# Before a capitalised word ("Stop|Corona", "AfD|Verbot") and before an abbreviation ("Stop|USA").
_WORD_IN_TAG = re.compile(
    rf"(?<=[{_LOWER}\d])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}]{{2}})"
    rf"|(?<=[{_LOWER}])(?=[{_UPPER}]{{2,}}(?![{_LOWER}]))"
)
_SHOUTED_RUN = re.compile(rf"(?<!\w)[{_UPPER}]+(?:[^\w@#]+[{_UPPER}]+){{2,}}(?!\w)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Abbreviations are shorter; a run without one longer word ("CDU, CSU, SPD") is a list of them and stays.
_LONGEST_ABBREVIATION = 4


def clean_post(text: str) -> str:
    """Return `text` as the search reads it best: no addresses, no signs around names and tags, no shouting.

    A text that consists of nothing else is returned as it is, so that something can still be embedded.
    """
    plain = " ".join(compatible(text).split())
    cleaned = _URL.sub(" ", plain).rstrip()
    cleaned = _HANDLE_IN_SIGNATURE.sub(r"\1 \2", cleaned)
    cleaned = _MENTION.sub("", cleaned)
    cleaned = _TAG.sub(_spell_out, cleaned)
    cleaned = _SHOUTED_RUN.sub(_calm, cleaned)
    return " ".join(cleaned.split()) or plain


def _spell_out(tag: re.Match[str]) -> str:
    return _WORD_IN_TAG.sub(" ", tag[1]).replace("_", " ")


def _calm(run: re.Match[str]) -> str:
    """Write a shouted run as a sentence, which finds a little more than capitalising each word."""
    if all(len(word) <= _LONGEST_ABBREVIATION for word in _WORD.findall(run[0])):
        return run[0]
    return run[0].capitalize()
