"""What happens to labelled queries before they are asked, and that it happens again just so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from bench.measurements.perturbations import BEFORE, KINDS, NEIGHBOURS, WORDS, main, perturb, perturbed_row
from search.text.normalise import normalised

LINK = "https://example.org/Artikel/7"
POST = (
    "Das Amt hat gestern gesagt, dass ich nicht mehr über die große Straße gehen kann. Ein Mädchen wurde dort gesehen, "
    f"und alle Leute müssen jetzt 3.600 Euro zahlen, steht auf {LINK} und auch anderswo geschrieben."
)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (the changes of a text are no secret)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_changed_and_each_time_in_the_same_way(kind: str) -> None:
    once = perturb(kind, POST, seeded(7))
    assert once != POST
    assert perturb(kind, POST, seeded(7)) == once


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", " ", "5", "ä", "Oh", "😡", LINK])
def test_the_smallest_texts_break_nothing(kind: str, text: str) -> None:
    perturb(kind, text, seeded(7))


@pytest.mark.parametrize("kind", ["typos", "dialect"])
def test_other_seeds_give_other_texts(kind: str) -> None:
    assert len({perturb(kind, POST, seeded(seed)) for seed in range(20)}) > 3


def test_one_word_in_twelve_is_mistyped_and_links_and_numbers_are_not() -> None:
    text = f"{POST} {POST} {POST}"
    for seed in range(20):
        pairs = list(zip(text.split(), perturb("typos", text, seeded(seed)).split(), strict=True))
        changed = [(old, new) for old, new in pairs if old != new]
        assert len(changed) == round(0.08 * len(pairs))
        for old, new in changed:
            assert old != LINK
            assert not any(char.isdigit() for char in old)
            assert abs(len(old) - len(new)) <= 1
            assert old[0] == new[0]


def test_keys_lie_side_by_side_in_both_directions() -> None:
    assert NEIGHBOURS.keys() >= set("abcdefghijklmnopqrstuvwxyzäöüß")
    for key, around in NEIGHBOURS.items():
        assert all(key in NEIGHBOURS[other] for other in around if other in NEIGHBOURS and key != "ß")


def test_capitals_shout_everything_but_the_link() -> None:
    shouted = perturb("capitals", POST, seeded(7))
    assert shouted == POST.upper().replace(LINK.upper(), LINK)
    assert "GROSSE STRASSE" in shouted


@pytest.mark.parametrize(
    "words",
    [
        {"hot", "gsogt", "i", "ned", "kau", "a", "madl"},
        {"hod", "gsagt", "i", "net", "ko", "a", "madl"},
        {"het", "gseit", "ich", "nöd", "cha", "en", "meitli"},
    ],
    ids=["Austrian", "Bavarian", "Swiss German"],
)
def test_a_text_is_written_in_dialect(words: set[str]) -> None:
    versions = [perturb("dialect", POST, seeded(seed)) for seed in range(40)]
    assert any(words <= set(re.findall(r"\w+", version.lower())) for version in versions)
    assert all(LINK in version for version in versions)
    spelled_out = sum("grosse strasse" in version.lower() for version in versions)
    assert 0 < spelled_out < len(versions)


def test_only_nouns_are_made_small() -> None:
    versions = {perturb("dialect", "Wir brechen ein Stückchen", seeded(seed)) for seed in range(20)}
    assert any(version.endswith(" Stückerl") for version in versions)
    assert any(version.endswith(" Stückli") for version in versions)
    assert not any("breerl" in version or "breli" in version for version in versions)


def test_dialect_keeps_the_case_and_leaves_other_languages_alone() -> None:
    assert any(perturb("dialect", "NICHT Ich", seeded(seed)) == "NED I" for seed in range(20))
    assert {perturb("dialect", "ÜBERFÜLLUNG", seeded(seed)) for seed in range(20)} == {"ÜBERFÜLLUNG", "UEBERFUELLUNG"}
    assert (
        perturb("dialect", "It is a day in Wien und Graz", seeded(7), language="en") == "It is a day in Wien und Graz"
    )
    assert all(column for columns in WORDS.values() for column in columns)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_chain_letter_holds_the_text_as_it_was(language: str) -> None:
    wrapped = [perturb("chain_letter", POST, seeded(seed), language=language) for seed in range(20)]
    for letter in wrapped:
        above, below = letter.split(POST)
        assert above.strip()
        assert below.strip()
    assert any(letter.startswith(BEFORE[language][0] + "\n") for letter in wrapped)
    # A line that nobody typed is not what makes it another text.
    assert normalised(f"{BEFORE[language][0]}\n{POST}") == normalised(POST)


def test_marks_on_letters_go() -> None:
    assert perturb("no_diacritics", "Übergrößen für Łukasz, déjà vu", seeded(7)) == "Ubergrossen fur Lukasz, deja vu"


def test_three_fifths_of_the_words_are_kept() -> None:
    assert perturb("truncated", "eins zwei\ndrei vier fünf", seeded(7)) == "eins zwei\ndrei"
    assert perturb("truncated", "eins", seeded(7)) == "eins"


def test_the_place_in_the_file_does_not_matter_and_everything_else_is_kept() -> None:
    row = {"id": "q1", "text": POST, "lang": "de", "relevant": ["c1"]}
    one = perturbed_row(row, kind="typos", seed=1)
    assert {**one, "text": POST} == row
    assert perturbed_row(row, kind="typos", seed=1) == one
    assert perturbed_row({**row, "id": "q2"}, kind="typos", seed=1)["text"] != one["text"]
    assert perturbed_row(row, kind="typos", seed=2)["text"] != one["text"]


def test_the_command_writes_the_changed_file(tmp_path: Path) -> None:
    queries, out = tmp_path / "queries.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": f"q{number}", "text": POST, "lang": "de", "relevant": ["c1"]} for number in range(3)]
    queries.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = CliRunner().invoke(main, ["--queries", str(queries), "--kind", "capitals", "--out", str(out)])
    assert done.exit_code == 0, done.output
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert written == [perturbed_row(row, kind="capitals", seed=0) for row in rows]


@pytest.mark.parametrize("content", ["no json\n", '{"id": "q1"}\n', "[]\n"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "q.jsonl").write_text(content)
    arguments = ["--queries", str(tmp_path / "q.jsonl"), "--kind", "typos", "--out", str(tmp_path / "o.jsonl")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "no file of labelled posts" in done.output
