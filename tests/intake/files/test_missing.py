"""What a draft remembers of files that did not come: each one once, by name and size, until it comes or is let go."""

from __future__ import annotations

from intake.files import missing
from intake.files.missing import MOST_NOTED, Answers, Lost
from intake.files.uploads import Refusal


def names(answers: Answers) -> list[str]:
    return [one.name for one in missing.noted(answers)]


def lost(name: str, size: int = 5, refusal: Refusal = Refusal.BUSY) -> Lost:
    return Lost(name, size, refusal)


def test_the_same_file_is_noted_once_with_the_last_reason_and_keeps_its_mark() -> None:
    first = missing.with_missing({}, [lost("a.png"), lost("b.png")])
    again = missing.with_missing(first, [lost("a.png", refusal=Refusal.TOO_MANY)])

    assert names(again) == ["a.png", "b.png"]
    assert missing.noted(again)[0].refusal is Refusal.TOO_MANY
    assert missing.noted(again)[0].mark == missing.noted(first)[0].mark


def test_files_of_one_name_are_told_apart_by_their_size() -> None:
    answers = missing.with_missing({}, [lost("image.jpg", 5), lost("image.jpg", 6)])

    assert names(answers) == ["image.jpg", "image.jpg"]
    assert [one.size for one in missing.noted(missing.without_missing(answers, [("image.jpg", 5)]))] == [6]
    assert names(missing.without_missing(answers, [("image.jpg", 7)])) == ["image.jpg", "image.jpg"]


def test_a_reader_lets_single_files_go_and_their_names_stay() -> None:
    answers: Answers = missing.with_missing({}, [lost("a.png"), lost("b.png")])
    mark = missing.noted(answers)[0].mark

    answers = missing.let_go(answers, [mark, "made up"])

    assert names(answers) == ["b.png"]
    assert missing.names_let_go(answers) == ["a.png"]
    # It comes after all.
    assert missing.names_let_go(missing.without_missing(answers, [("a.png", 5)])) == []


def test_beyond_what_is_named_files_are_counted_and_none_is_forgotten() -> None:
    answers = missing.with_missing({}, [lost(f"{number}.png") for number in range(MOST_NOTED + 30)])

    noted = missing.noted(answers)

    assert len(noted) == MOST_NOTED
    assert sum(one.count for one in noted) == MOST_NOTED + 30


def test_a_name_is_kept_without_folders_and_without_what_cannot_be_seen() -> None:
    answers = missing.with_missing({}, [lost("C:\\Bilder\\rechnung\u202efdp.exe")])
    assert names(answers) == ["rechnungfdp.exe"]
    assert names(missing.without_missing(answers, [("rechnungfdp.exe", 5)])) == []
