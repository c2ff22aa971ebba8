"""A "no" in front of or behind a sentence: it denies the sentence, or agrees with one that says no itself."""

from __future__ import annotations

import re

from search.alignment.assertions import NOT, jests

_NO = {
    "de": re.compile(r"^\W*(?:n(?:ein|ee|ö|ope)[,!.]? )*n(?:ein|ee|ö|ope)(?:,| [–—-]) (?=\w)", re.IGNORECASE),
    "en": re.compile(r"^\W*(?:(?:no|nope|nah)[,!.]? )*(?:no|nope|nah)(?:,| [–—-]) (?=\w)", re.IGNORECASE),
}
_NO_BEHIND = {
    "de": re.compile(
        r",? [–-]? ?(?:(?:nein|nee|niemals|nie(?: und nimmer)?|keinesfalls|keineswegs)[ ,]{0,3}){1,4}(?=\W{0,40}$)",
        re.I,
    ),
    "en": re.compile(r", (?:(?:no|nope|nah|never|not ever|not at all)[ ,]{0,3}){1,4}(?=\W{0,40}$)", re.I),
}
_NOT = {
    # "Not only" says that there is more.
    "de": re.compile(
        r"\b(?:nicht(?! (?:nur|bloß|allein)\b)|kein\w*|nie(?:mals|mand\w*)?|nichts|nirgend(?:s|wo)|weder|mitnichten)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:not(?! (?:only|just|merely)\b)|cannot|never|nobody|none|nothing|nowhere|neither|no)\b|(?<=\w)n['’]t\b",
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

# What says of a whole sentence that it is not so, around it.
_SAYS_DE = r"(?:behauptet|sagt|glaubt|erzählt|schreibt|meint|denkt)"
_WHOEVER = r"(?:whoever|(?:any|every)(?:one|body) who|those who|people who)"
_SAYS_EN = r"(?:told you|tells? you|says?|said|claims?|claimed|believes?|thinks?)"
_LIE_DE = r"(?:lügt|log|spinnt|irrt(?: sich)?|täuscht sich|hat unrecht|liegt falsch|ist ein lügner)"
_LIE_EN = r"(?:lied|lies|(?:is|are|was|were) (?:lying|wrong|mistaken|liars?|a liar))"
_STORY_DE = r"(?:gerücht|behauptung|meldung|geschichte|nachricht|legende|aussage|these|vorwurf|mythos)"
_STORY_EN = r"(?:rumou?r|claim|story|report|myth|idea|news|allegation|theory|notion)"
_FALSE_DE = (
    r"(?:(?:ist|sei|war|bleibt) (?:\w+ ){0,2}?(?:erfunden|falsch|erlogen|gelogen|unwahr|widerlegt|unsinn|quatsch|fake"
    r"|haltlos|lüge|märchen|ente)|(?:stimmt|trifft) (?:so )?nicht(?: zu)?)"
)
_FALSE_EN = (
    r"(?:is|are|was|were|has been) (?:\w+ ){0,2}?(?:false|made[- ]up|invented|fake|lie|hoax|untrue|nonsense"
    r"|fabricated|baseless|wrong|debunked|rubbish|unfounded)"
)
_FRAMES = {
    "de": (
        rf"^\W*(?:wer|jeder, der) (?:immer )?(?:noch )?{_SAYS_DE},? (?:dass )?(.+?),? (?:der )?{_LIE_DE}\W*$",
        rf"^\W*(?:das|die|der) {_STORY_DE},? (?:dass |wonach |es )?(.+?),? {_FALSE_DE}\W*$",
        r"^\W*(?:als ob|von wegen,?|schön wär['’]?e?s?(?: es)?,? wenn|wer['’]?s glaubt:?,?) (?=\w)(.+)$",
    ),
    "en": (
        rf"^\W*{_WHOEVER} {_SAYS_EN},? (?:that )?(.+?),? {_LIE_EN}\W*$",
        rf"^\W*the {_STORY_EN} that (.+?),? {_FALSE_EN}\W*$",
        r"^\W*as if (.+)$",
    ),
}
_FRAMED = {lang: [re.compile(frame, re.IGNORECASE) for frame in frames] for lang, frames in _FRAMES.items()}


def unframed(sentence: str, lang: str) -> str:
    """Return a sentence with a "not" for what stands around it, or behind it, and says that it is not so.

    "Wer behauptet, …, lügt", "The rumour that … is made up", "… – von wegen!".
    """
    if sentence.rstrip().endswith("?"):
        return sentence
    for frame in _FRAMED.get(lang, ()):
        if (found := frame.match(sentence)) is not None:
            return NOT[lang] + found[1]
    parts = _PARTED.split(sentence, maxsplit=_MOST_PARTS)
    for number, part in enumerate(parts):
        if number and jests(part, lang):
            return NOT[lang] + ", ".join(parts[:number])
    return sentence


_PARTED = re.compile(r" {0,3}[,;–—(…] {0,3}| -{1,3} ")
_MOST_PARTS = 12


def said_once(sentence: str, lang: str) -> str:
    """Return a sentence with one "no" for what says no twice to be heard: "Nein, er kommt nicht", "doesn't, no".

    In front of a sentence that says no nowhere, it is as good as a "not" in it.
    """
    if lang not in _NO:
        return sentence
    begins, behind = _NO[lang].match(sentence), _NO_BEHIND[lang].search(sentence)
    rest = sentence[begins.end() :] if begins is not None else sentence
    if begins is not None:
        sentence = rest if _says_no(rest, lang) else NOT[lang] + rest
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
