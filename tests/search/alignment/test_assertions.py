"""What a sentence says of another: that it is true, that it is not, or where it was heard."""

from __future__ import annotations

import pytest

from search.alignment.assertions import judged, settled


@pytest.mark.parametrize(
    "words,lang,expected",
    [
        ("es ist kein gerücht", "de", True),
        ("kein irrtum", "de", True),
        ("es ist nicht zu leugnen", "de", True),
        ("niemand kann bestreiten", "de", True),
        ("es ist wahr", "de", True),
        ("es ist nicht unwahr", "de", True),
        ("es ist ein gerücht", "de", False),
        ("es ist nicht wahr", "de", False),
        ("alle bestreiten", "de", None),
        ("die polizei bestreitet", "de", None),
        ("es regnet", "de", None),
        ("it is no lie", "en", True),
        ("there is no denying", "en", True),
        ("it is a myth", "en", False),
        ("experts deny", "en", None),
        ("c'est faux", "fr", None),
    ],
)
def test_words_judge_only_where_nothing_else_stands_beside_them(words: str, lang: str, expected: bool | None) -> None:
    assert judged(words.split(), lang) is expected


@pytest.mark.parametrize(
    "sentence,lang,left",
    [
        ("Es ist kein Märchen, dass der Turm fällt", "de", "der Turm fällt"),
        ("Es ist ein Märchen, dass der Turm fällt", "de", "nicht der Turm fällt"),
        ("Meine Tante sagt, dass der Turm fällt", "de", "der Turm fällt"),
        ("Auf Facebook steht, dass der Turm fällt", "de", "der Turm fällt"),
        ("My aunt says that the tower falls", "en", "the tower falls"),
        ("It is no myth that the tower falls", "en", "the tower falls"),
        ("It is a myth that the tower falls", "en", "not the tower falls"),
        ("It must be true that the tower falls", "en", "the tower falls"),
        ("It cannot be denied that the tower falls", "en", "the tower falls"),
        ("I doubt that the tower falls", "en", "not the tower falls"),
        ("Nobody doubts that the tower falls", "en", "the tower falls"),
        ("It is a shame that the tower falls", "en", "the tower falls"),
        ("Es muss stimmen, dass der Turm fällt", "de", "der Turm fällt"),
        ("Ich bezweifle, dass der Turm fällt", "de", "nicht der Turm fällt"),
        ("Niemand zweifelt daran, dass der Turm fällt", "de", "der Turm fällt"),
        ("Traurig, dass der Turm fällt", "de", "der Turm fällt"),
    ],
)
def test_a_main_clause_that_judges_or_reports_is_settled(sentence: str, lang: str, left: str) -> None:
    assert settled(sentence, lang) == (left, False)


@pytest.mark.parametrize(
    "sentence,lang",
    [
        ("Der Bürgermeister sagt, dass der Turm fällt", "de"),
        ("Niemand sagt, dass der Turm fällt", "de"),
        ("Nur meine Tante sagt, dass der Turm fällt", "de"),
        ("Es ist möglich, dass der Turm fällt", "de"),
        ("The mayor says that the tower falls", "en"),
        ("I hope that the tower falls", "en"),
        ("It could be true that the tower falls", "en"),
        ("Perhaps it is a fact that the tower falls", "en"),
        ("Es mag wahr sein, dass der Turm fällt", "de"),
        ("Vermutlich stimmt es, dass der Turm fällt", "de"),
        ("Wir wünschen uns, dass der Turm fällt", "de"),
        ("Il est vrai que la tour tombe", "fr"),
    ],
)
def test_a_main_clause_that_says_more_stays(sentence: str, lang: str) -> None:
    # In a language without lists nobody looks for one.
    assert settled(sentence, lang) == (sentence, lang in {"de", "en"})
