"""Small words that turn a sentence: one of them more or less, and it says something else.

Each stands in a group with its value in it. Two sentences that agree in all else are held against each other group by
group. Words that are in none of the groups, like articles, say nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from search.alignment.spelling import plain
from search.facts.vocabulary import FUNCTION_WORDS
from search.text.words import listed


class Group(StrEnum):
    """What a small word settles."""

    NEGATION = "negation"
    MODALITY = "modality"
    QUANTITY = "quantity"
    LIMIT = "limit"
    DEGREE = "degree"
    CHOICE = "choice"
    CONDITION = "condition"
    WITH = "with"
    ORDER = "order"
    HEIGHT = "height"
    SIDE = "side"
    WAY = "way"
    PERSON = "person"
    AGAIN = "again"


# In these one side's word counts even where the other side has none of the group.
ALONE = frozenset({Group.NEGATION, Group.MODALITY, Group.LIMIT, Group.DEGREE, Group.AGAIN})

_TABLES: Mapping[str, Mapping[Group, str]] = {
    "de": {
        Group.NEGATION: """
            no: nicht kein nie niemals niemand nichts nirgends nirgendwo keinesfalls keineswegs weder keinerlei nix mitnichten
        """,
        Group.MODALITY: """
            can: können kann kannst könnt konnte konnten könne imstande
            may: dürfen darf darfst dürft durfte durften dürfe
            must: müssen muss muß musst müsst musste mussten müsse brauchen braucht
            ought: sollen soll sollst sollt sollte sollten solle
            want: wollen will willst wollt wollte wollten wolle möchte möchten möchtest mag mögen möge
            might: könnte könnten dürfte dürften würde würden müsste müssten wohl vielleicht möglicherweise eventuell wahrscheinlich womöglich
        """,
        Group.QUANTITY: """
            all: alle allen aller alles jeder jede jedes jeden jedem sämtliche sämtlichen ganze ganzen ganzer komplett beide beiden
            most: meisten meiste mehrheit großteil
            many: viele vielen vieler zahlreiche zahlreichen
            some: manche manchen mancher manchem einige einigen mehrere mehreren etliche etwas teilweise teils
            few: wenige wenigen weniger wenigsten kaum
            more: mehr
        """,
        Group.LIMIT: """
            only: nur bloß lediglich ausschließlich einzig allein
            except: außer ausgenommen
            both: sowohl
        """,
        Group.DEGREE: """
            almost: fast beinahe nahezu knapp
            hardly: kaum
            atleast: mindestens wenigstens
            atmost: höchstens maximal
            too: zuviel
            half: halb
            wrongly: angeblich vermeintlich
        """,
        Group.CHOICE: """
            and: und sowie sowohl
            or: oder entweder beziehungsweise
        """,
        Group.CONDITION: """
            if: wenn falls sofern
            because: weil wegen aufgrund
            although: obwohl trotz trotzdem
        """,
        Group.WITH: """
            with: mit samt inklusive
            without: ohne exklusive
        """,
        Group.ORDER: """
            before: vor bevor vorm vorher zuvor
            after: nach nachdem nachher danach
            since: seit ab
            until: bis
            during: während
        """,
        Group.HEIGHT: """
            above: über oberhalb übers
            below: unter unterhalb unterm
        """,
        Group.SIDE: """
            for: für zugunsten
            against: gegen wider
            yes: ja
            no: nein
        """,
        Group.PERSON: """
            he: er ihn ihm
            she: sie
        """,
        Group.AGAIN: """
            still: weiterhin
            never: nimmer nimmermehr
        """,
    },
    "en": {
        Group.NEGATION: """
            no: not no never nobody none nothing nowhere nor neither cannot
        """,
        Group.MODALITY: """
            can: can able
            may: may
            must: must need needs needed
            ought: should ought
            shall: shall
            free: neednot
            want: want wants wanted
            might: might could would perhaps maybe probably possibly likely
        """,
        Group.QUANTITY: """
            all: all every each everyone everybody both whole entire any
            most: most majority
            many: many
            some: some several certain
            few: few fewer
            more: more
            less: less least
            none: none neither
        """,
        Group.LIMIT: """
            only: only solely exclusively merely
            except: except unless excluding
        """,
        Group.DEGREE: """
            almost: almost nearly
            hardly: hardly barely scarcely
            half: half
            twice: twice double
            wrongly: allegedly supposedly
        """,
        Group.CHOICE: """
            and: and both
            or: or either
        """,
        Group.CONDITION: """
            if: if
            because: because
            although: although though despite
        """,
        Group.WITH: """
            with: with including
            without: without
        """,
        Group.ORDER: """
            before: before
            after: after
            since: since
            until: until till by
            during: during
        """,
        Group.HEIGHT: """
            above: above over
            below: below under
        """,
        Group.SIDE: """
            for: for
            against: against
            yes: yes
        """,
        Group.WAY: """
            on: on
            off: off
            up: up
            down: down
            in: in into
            out: out
        """,
        Group.PERSON: """
            he: he him his
            she: she her hers
        """,
        Group.AGAIN: """
            still: still
            longer: anymore
        """,
    },
}

# Words that people put in to sound sure, to ask, or to make a sentence run; they change nothing.
_FILLERS = {
    "de": "wirklich tatsächlich eigentlich eben halt mal doch etwa einfach echt ganz sehr nun jetzt hier da dort also"
    " nämlich dass daß ob es so schon bereits auch sogar selbst noch gar wieder derzeit aktuell momentan sich man eh bitte"
    " von vom am im in an zu zum zur bei beim auf aus um durch pro je per laut gemäß der die das den dem des dessen deren"
    " nicht's sein ihr ihre seine rund circa ca ungefähr gerade soeben insgesamt",
    "en": "really actually truly indeed just now right here there that which who whether it so very too also even already"
    " of at by to from on in as the a an about around approximately currently apparently please any its their being been",
}

# Articles and particles: one more or less leaves the text the one it was.
LIGHT = frozenset(
    listed(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jetzt nun wirklich echt"
        " tatsaechlich eigentlich halt mal eben doch so sehr auch schon bereits eh gerade heute the a an this that these"
        " those really actually just now so very too also truly even"
    )
)


def _values() -> Mapping[str, Mapping[str, tuple[tuple[Group, str], ...]]]:
    found: dict[str, dict[str, tuple[tuple[Group, str], ...]]] = {}
    for lang, groups in _TABLES.items():
        words: dict[str, tuple[tuple[Group, str], ...]] = {}
        for group, table in groups.items():
            for line in table.strip().splitlines():
                value, _, its = line.partition(":")
                for word in its.split():
                    form = plain(word, lang)
                    words[form] = (*words.get(form, ()), (group, value.strip()))
        found[lang] = words
    return found


VALUES = _values()
EMPTY: Mapping[str, frozenset[str]] = {
    lang: frozenset(plain(word, lang) for word in (*FUNCTION_WORDS[lang], *listed(_FILLERS[lang])))
    - frozenset(VALUES[lang])
    for lang in _TABLES
}


def values_of(word: str, lang: str) -> tuple[tuple[Group, str], ...]:
    """Return what a word, in one spelling, settles: its groups, each with its value; empty for most words."""
    if lang == "de" and word.startswith("kein"):
        return ((Group.NEGATION, "no"),)
    return VALUES.get(lang, {}).get(word, ())


def is_empty(word: str, lang: str) -> bool:
    """Return whether a word, in one spelling, says nothing by itself."""
    return word in EMPTY.get(lang, frozenset())


def is_small(word: str, lang: str) -> bool:
    """Return whether a word, in one spelling, is a small word of a language, whether or not it settles anything."""
    return is_empty(word, lang) or bool(values_of(word, lang))
