"""A "no" in front of or behind a sentence: it denies the sentence, or agrees with one that says no itself."""

from __future__ import annotations

import re

_NO = {
    "de": re.compile(r"^\W*(?:n(?:ein|ee|ö|ope)[,!.]? )*n(?:ein|ee|ö|ope)(?:,| [–—-]) (?=\w)", re.IGNORECASE),
    "en": re.compile(r"^\W*(?:(?:no|nope|nah)[,!.]? )*(?:no|nope|nah)(?:,| [–—-]) (?=\w)", re.IGNORECASE),
}
_NO_BEHIND = {
    "de": re.compile(
        r",? [–-]? ?(?:(?:nein|nee|niemals|nie(?: und nimmer)?|keinesfalls|keineswegs)[ ,]*)+(?=\W*$)", re.I
    ),
    "en": re.compile(r", (?:(?:no|nope|nah|never|not ever|not at all)[ ,]*)+(?=\W*$)", re.I),
}
_NOT = {
    # "Not only" says that there is more.
    "de": re.compile(
        r"\b(?:nicht(?! (?:nur|bloß|allein)\b)|kein\w*|nie(?:mals|mand\w*)?|nichts|nirgend(?:s|wo)|weder|mitnichten)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:not(?! (?:only|just|merely)\b)|cannot|never|nobody|none|nothing|nowhere|neither|no)\b|\w+n['’]t\b",
        re.IGNORECASE,
    ),
}
# What is denied in a clause of these is denied there alone: "Nein, wer nicht trinkt, …".
_ASIDE = re.compile(
    r"\b(?:wer|wenn|falls|weil|obwohl|dass|daß|die, die|who|which|whoever|if|unless|because|when|although)\b",
    re.IGNORECASE,
)
# "Nimmer" may have been read as a dialect's "no more" before.
_EVER = re.compile(r"\bnie(?:mals)? und (?:nimmer|nie(?:mals)?|(?:nicht )?mehr|nicht)\b ?", re.IGNORECASE)
_DENYING = {"de": "nicht ", "en": "not "}


def said_once(sentence: str, lang: str) -> str:
    """Return a sentence with one "no" for what says no twice to be heard: "Nein, er kommt nicht", "doesn't, no".

    In front of a sentence that says no nowhere, it is as good as a "not" in it.
    """
    if lang not in _NO:
        return sentence
    begins, behind = _NO[lang].match(sentence), _NO_BEHIND[lang].search(sentence)
    rest = sentence[begins.end() :] if begins is not None else sentence
    if begins is not None:
        sentence = rest if _says_no(rest, lang) else _DENYING[lang] + rest
    if behind is not None:
        before = sentence[: len(sentence) - len(behind.string) + behind.start()]
        if _says_no(before, lang):
            sentence = _NO_BEHIND[lang].sub("", sentence)
    ever = _EVER.search(sentence) if lang == "de" else None
    if ever is not None and _says_no(sentence[: ever.start()] + sentence[ever.end() :], lang):
        sentence = sentence[: ever.start()] + sentence[ever.end() :]
    return sentence


def _says_no(sentence: str, lang: str) -> bool:
    """Return whether a sentence says no in what it says itself."""
    return any(
        (found := _NOT[lang].search(clause)) is not None and _ASIDE.search(clause, 0, found.start()) is None
        for clause in sentence.split(",")
    )
