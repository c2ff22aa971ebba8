"""The commands of the archive, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from archive import cli
from archive.models import Claim, ClaimState
from core.config import Config
from core.db import db
from search import engine as engine_module
from search.engine import engine
from tests.support import factories

GOOD = {"id": "1", "text": "Spinat enthält viel Eisen.", "lang": "de", "title": "Spinat ist kein Eisen"}


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=list(args))


def written(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def shown(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_import_says_what_it_did_and_names_each_row_it_skipped(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(GOOD), "{", json.dumps(GOOD | {"id": "2", "lang": "German"}))

    result = run(app, "claims", "import", path)

    assert result.exit_code == 0
    assert result.stdout == "1 claims added, 0 changed, 0 unchanged, 2 rows skipped.\n"
    assert "claims.jsonl, line 2: skipped, not valid JSON" in result.stderr
    assert "claims.jsonl, line 3: skipped, lang: " in result.stderr

    report = shown(run(app, "claims", "import", path, "--json"))
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 1)
    assert [row["line"] for row in report["broken"]] == [2, 3]


def test_a_file_full_of_broken_rows_does_not_flood_the_screen(app: Flask, tmp_path: Path) -> None:
    result = run(app, "claims", "import", written(tmp_path, *["{"] * 50))

    skipped = [line for line in result.stderr.splitlines() if "skipped" in line]
    assert len(skipped) == cli.SHOWN_BROKEN_ROWS
    assert "30 more rows" in result.stderr


@pytest.mark.parametrize("name", ["missing.jsonl", "claims.txt", "."])
def test_a_file_that_cannot_be_read_is_one_clear_sentence(app: Flask, tmp_path: Path, name: str) -> None:
    result = run(app, "claims", "import", str(tmp_path / name))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_claim_is_retracted_by_its_number(app: Flask) -> None:
    claim = factories.claim()

    result = run(app, "claims", "retract", str(claim.id))

    assert (result.exit_code, result.stdout) == (0, f"Claim {claim.id} is retracted.\n")
    db.session.expire_all()
    assert db.session.get_one(Claim, claim.id).state is ClaimState.RETRACTED

    assert run(app, "claims", "retract", str(claim.id)).stdout == f"Claim {claim.id} was retracted already.\n"

    back = run(app, "claims", "publish", str(claim.id))
    assert (back.exit_code, back.stdout) == (0, f"Claim {claim.id} is published.\n")
    (match,) = shown(run(app, "search", "lookup", factories.CLAIM, "--json"))["matches"]
    assert "meaning" in match["lanes"], "it is embedded at once"
    assert run(app, "claims", "publish", str(claim.id)).stdout == f"Claim {claim.id} was published already.\n"

    for turn in ("retract", "publish"):
        missing = run(app, "claims", turn, "99")
        assert (missing.exit_code, missing.stderr) == (1, "Error: there is no claim 99\n")


def test_an_import_says_which_claims_of_the_file_stay_retracted_and_how_they_come_back(
    app: Flask, tmp_path: Path
) -> None:
    path = written(tmp_path, json.dumps(GOOD))
    run(app, "claims", "import", path)
    run(app, "claims", "retract", "1")

    told = run(app, "claims", "import", path).stdout

    assert "1 retracted claims were in the file; they stay retracted." in told
    assert "`flask claims publish ID` brings one back: 1\n" in told
    assert shown(run(app, "claims", "import", path, "--json"))["retracted"] == [1]


def test_vectors_of_other_models_are_deleted_when_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.claim()
    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    engine()._collections.clear()
    run(app, "search", "rebuild")

    assert run(app, "search", "forget-models").stdout == "1 vectors of other models deleted.\n"
    assert run(app, "search", "forget-models").stdout == "0 vectors of other models deleted.\n"


def test_a_text_or_a_link_is_looked_up(app: Flask) -> None:
    claim = factories.claim(title="Nein, gratis", url="https://example.org/a", external_id="x-1")

    for question, lane in ((factories.CLAIM, "exact_text"), ("https://www.example.org/a/", "same_link")):
        (match,) = shown(run(app, "search", "lookup", question, "--json"))["matches"]
        assert (match["claim_id"], match["external_id"], match["title"]) == (claim.id, "x-1", "Nein, gratis")
        assert (match["verdict"], match["band"]) == ("false", "same")
        assert lane in match["lanes"]

    for_people = run(app, "search", "lookup", factories.CLAIM).stdout
    assert for_people.startswith("same ")
    assert for_people.endswith("false           Nein, gratis\n")


def test_how_sure_a_match_is_said_in_hundredths(demo: Flask) -> None:
    question = "Habt ihr gewusst, dass der Staat Flüchtlingen gratis neue Handys schenkt?"

    (match,) = shown(run(demo, "search", "lookup", question, "--json"))["matches"]
    (line,) = run(demo, "search", "lookup", question).stdout.splitlines()

    assert (match["external_id"], match["band"]) == ("demo-de-gefluechtete-smartphone", "likely")
    assert match["lanes"] == ["meaning", "words", "grams"]
    assert (match["wording"], 0.5 < match["probability"] < 0.98, 0.8 < match["score"] < 1) == (False, True, True)
    assert line.split()[:3] == ["likely", f"{match['probability']:.0%}", "false"]


def test_a_model_that_nobody_has_measured_says_that_it_only_suggests(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    factories.claim()
    question = "Stimmt es, dass WhatsApp bald Geld kostet, wenn man eine Nachricht nicht weiterschickt?"

    for_people = run(app, "search", "lookup", question)
    assert for_people.stdout.startswith("related ")
    assert "it only suggests: see flask search calibrate" in for_people.stderr

    answer = shown(run(app, "search", "lookup", question, "--json"))
    assert (answer["calibrated"], answer["matches"][0]["probability"]) == (False, None)


def test_finding_nothing_is_not_taken_for_truth(app: Flask) -> None:
    assert run(app, "search", "lookup", "x").stdout == "Nothing found. That does not mean that it is true.\n"
    assert shown(run(app, "search", "lookup", "x", "--json")) == {"matches": [], "calibrated": True}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_question_is_refused(app: Flask, text: str) -> None:
    result = run(app, "search", "lookup", text)

    assert (result.exit_code, result.stderr) == (1, "Error: Give a text or a link.\n")


def test_the_index_can_be_built_again_from_the_database_alone(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim()
    retracted = factories.claim("Etwas anderes.")
    assert run(app, "claims", "retract", str(retracted.id)).exit_code == 0

    first = shown(run(app, "search", "rebuild", "--json"))
    assert first == {"embedded": 0, "count": 1, "seq": 3}
    assert list(config.index_folder.glob("*.json"))

    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    engine()._collections.clear()
    assert shown(run(app, "search", "rebuild", "--json")) == {"embedded": 1, "count": 1, "seq": 4}
    assert run(app, "search", "rebuild").stdout == "0 claims embedded; the index holds 1 claims.\n"


@pytest.mark.parametrize("args", [("search", "lookup", "x"), ("search", "rebuild"), ("claims", "import", "{path}")])
def test_without_a_model_each_command_says_what_to_do(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.setattr(engine_module, "BUILT_MODEL_FOLDER", tmp_path / "none")
    # A process keeps the model it has loaded; this one is to look for it again.
    monkeypatch.setattr(engine_module, "_loaded", engine_module._loaded.__wrapped__)
    path = written(tmp_path, json.dumps(GOOD))

    result = run(app, *(arg.format(path=path) for arg in args))

    assert result.exit_code == 1
    assert "run make setup" in result.stderr
    assert "Traceback" not in result.stderr
