"""What a text says by itself, after the words that only ask, greet, alarm, judge, or hand a post over.

"Stimmt das wirklich so?" says nothing about what it came with. Such a text is no post: it makes no two reports the
same, finds no article and teaches nothing.
"""

from __future__ import annotations

import re

from search.text.matter_words import COMPOUND, PERSONS, PLATFORMS, VOCABULARIES

# Nobody needs more to hand a post over; whatever is longer tells something.
# A number of nothing; a longer one may be that of a telephone.
LONGEST_NUMBER = 5
LONGEST = 1_000
# What is said of a link is said beside it; a longer text that also names one has its own subject.
LONGEST_POINTING = 400

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_STRETCHED = re.compile(r"(.)\1{2,}")
_COMPOUND = re.compile(COMPOUND)

_PLATFORM = "|".join(sorted(PLATFORMS))
# Names in these places are of people who are greeted, who sent it on, or who sign; elsewhere they are the subject.
_ASIDE = re.compile(
    r"\A(?:hallo|hi|hey|moin|servus|grüezi|lieber?|liebes|guten (?:tag|morgen|abend)|grüss gott|sehr geehrte[rs]?|dear|"
    r"hello)(?: an| an das| liebes| das)?(?: (?:herr|frau|mr|mrs|ms|dr))?(?: [\w-]{1,30}){1,3}?"
    r"(?:(?<=team)|(?<=redaktion)|(?=[,!]))"
    r"|(?<![^\W_])(?:lg|vg|mfg|(?:liebe|viele|herzliche|beste|schöne|freundliche)n? gr(?:ü|ue|u)(?:ss|ß)en?|"
    r"regards)[,!. ]{1,3}(?:von |euer |eure |ihr |ihre )?[\w-]{1,30}(?: [\w-]{1,30})?[.! ]*\Z"
    r"|(?<![^\W_])(?:danke(?:schön)?|thanks|cheers),? [\w-]{1,30}[.! ]*\Z"
    r"|(?:\A|(?<=\s))@[\w.]{1,40}"
    rf"|(?<![^\W_])(?:mein|dein|unser|euer|eure|my|our)(?:e|er|em|en|es|r|m|n)?"
    rf"(?: (?:lieb|gut|alt|best|eigen)(?:e|er|en|em)| old| good| best)? (?:{PERSONS})(?![^\W_])"
    rf"|(?<![^\W_])(?:auf|bei|über|via|in|aus|von|per|durch|im|on|from|through|sur|su|en|par|da|через|на|в|у)"
    rf"(?: [^\W_]{{1,12}}){{0,1}} (?:{_PLATFORM})(?![^\W_])"
    r"|(?<![^\W_])100 ?%(?:ig[a-z]{0,2}|-?ig[a-z]{0,2})?"
)
_MEDIA = (
    r"(?:videos?|clips?|bild(?:er)?|fotos?|aufnahmen?|film|posts?|postings?|beitrag|beiträge|artikel|tweets?|threads?|"
    r"reels?|story|stories|kommentare?|seite|link|picture|image|photo|article|page|comment|headline|screenshot|"
    r"statistik|grafik|bericht)"
)
# A chain letter that asks to pass itself on: "Teilt diesen Beitrag!"
_ITSELF = re.compile(
    r"(?<![^\W_])(?:teil(?:e|t|en)?|leitet?|kopier(?:e|t|en)?|verbreitet?|schickt?|share|repost|copy|forward)"
    r"(?: (?:bitte|alle|unbedingt|please|and|paste)){0,3} (?:diesen?|dieser|this)"
    r" (?:post|posting|beitrag|story|text)(?![^\W_])"
)
# "Dieses schreckliche Video", "this article": what is shown where the link leads.
_POINTING = re.compile(
    rf"(?<![^\W_])(?:dies(?:e[rnms]?)?|jenes|folgende[rns]?|this|that|these)(?: [^\W_]{{1,20}}){{0,2}}"
    rf" (?:[^\W_]{{2,12}}-?)?{_MEDIA}(?![^\W_])"
    r"|(?<![^\W_])(?:schau(?:t|en)?|guckt?|seht|sieh|lest|lies|watch|look at|read)(?: [^\W_]{1,12}){0,4}"
    rf" (?:das|die|den|the) (?:[^\W_]{{2,12}}-?)?{_MEDIA}(?![^\W_])"
)
# Whoever contradicts a post may name what they contradict, or what proves it.
_DENYING = re.compile(
    r"(?<![^\W_])(?:stimmt|stimmen)(?: [^\W_]{1,12}){0,2} (?:nicht|ned|net)(?![^\W_])"
    r"|(?:(?<![^\W_])(?:nicht|not|never|nie)|n't)(?: [^\W_]{1,12})?"
    r" (?:wahr|richtig|echt|korrekt|true|right|real|correct)"
)


def has_matter(plain: str) -> bool:
    """Return whether a text says anything by itself; `plain` is normalised and without its links.

    In German and English it is asked in full. Other languages have a short list of the words that such texts are made
    of: a text with any other word counts as one that says something.
    """
    if len(plain) > LONGEST:
        return True
    words = _WORD.findall(_ASIDE.sub(" ", plain))
    if all(word.isdecimal() and len(word) <= LONGEST_NUMBER for word in words):
        return False
    return not any(all(_only_hands_over(word, known) for word in words) for known in VOCABULARIES)


def points_at_its_link(plain: str) -> bool:
    """Return whether a text is about what its link shows: it may say much, but of "this video"."""
    return len(plain) <= LONGEST_POINTING and _POINTING.search(_ITSELF.sub(" ", plain)) is not None


def contradicts(plain: str) -> bool:
    """Return whether a text without matter only says that something is not so: of what, its link need not show."""
    return "?" not in plain and _DENYING.search(plain) is not None


def _only_hands_over(word: str, known: frozenset[str]) -> bool:
    return (
        word in known
        or _STRETCHED.sub(r"\1", word) in known
        or _COMPOUND.fullmatch(word) is not None
        or ("-" in word and all(part in known or part in PLATFORMS for part in word.split("-")))
    )
