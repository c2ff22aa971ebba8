"""The way of one report through the worker: each of its texts is read once, and the way stays short."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from core.db import db
from intake.jobs import match_submission
from intake.models.reports import Submission
from tests.support import factories
from tests.support.counting import calls, files_entered

BEFORE = "Am Montag standen auf der Autobahn bei Linz drei Pferde."
# The texts of claims and of other cases are others; this one shares no sentence with them.
POST = (
    "Ab dem 1. März verlangt die Stadt Graz 40 Euro von jedem Haushalt, der nicht bis Freitag widerspricht. "
    "Wer nicht bar zahlen will, verliert das Wasser, sagt der Bürgermeister Franz Muster."
)

# How many files of the product take part, the model loaded and the indexes up to date: first those of the engine, room
# by room, then all others, which are what a person has to know who follows a report. Raise none without a reason.
# Alignment has most: whether a difference changes what is said is asked kind by kind, of numbers, names, times,
# directions, roles and tenses, and each kind is a file that is read without the others. Text takes off what was put
# round a message in steps of their own: repairing, spelling, wrapping, matter. Facts are numbers, measures, names and
# denials. Ranking has one for what holding two texts against each other leaves to the probability. Outside, the last
# two are what editors kept apart and what the database says of claims, which were taken out of the matching.
MOST_FILES = {
    "search/alignment": 31,
    "search/text": 13,
    "search/index": 9,
    "search/facts": 8,
    "search/ranking": 8,
    "search/model": 3,
    "search/comparison": 1,
    "search/learning": 1,
    "search": 1,
}
# Four of them count what the list of cases is sorted by, two write the trail, two ask for the files of a report.
MOST_OUTSIDE_THE_ENGINE = 26


def test_the_job_of_a_report_reads_its_text_once(demo: Flask) -> None:
    factories.case(BEFORE)
    sent = factories.submission(POST).id

    with calls("content_of", "Embedder.embed", "facts_of", "sentences_of", "compared", "language_of") as counted:
        match_submission(sent)

    assert db.session.get_one(Submission, sent).case_id is not None
    whole = counted.with_whole(POST)
    assert whole.keys() >= {"content_of", "Embedder.embed", "facts_of", "language_of"}
    assert set(whole.values()) == {1}


def test_the_job_of_a_report_that_meets_its_claim_and_a_copy_reads_it_once_as_well(demo: Flask) -> None:
    factories.claim(POST.replace("40 Euro", "90 Euro"))
    factories.case(POST.replace("Graz", "Linz"))
    sent = factories.submission(POST).id

    with calls("content_of", "Embedder.embed", "facts_of", "sentences_of", "compared") as counted:
        match_submission(sent)

    whole = counted.with_whole(POST)
    assert set(whole.values()) == {1}
    assert whole["compared"] == 1


def test_a_batch_reads_each_report_once(demo: Flask) -> None:
    posts = [POST, POST.replace("Graz", "Wels"), POST.replace("40 Euro", "70 Euro")]
    sent = [factories.submission(text) for text in posts]

    with calls("content_of", "facts_of", "compared") as counted:
        match_submission(sent[0].id)

    for text in posts:
        assert counted.with_whole(text) == {"compared": 1, "content_of": 1, "facts_of": 1}


def test_the_job_of_a_report_enters_few_files(demo: Flask) -> None:
    factories.case(BEFORE)
    sent = factories.submission().id

    with files_entered() as files:
        match_submission(sent)

    assert db.session.get_one(Submission, sent).case_id is not None
    outside = {file for file in files if not file.startswith("search/")}
    assert len(outside) <= MOST_OUTSIDE_THE_ENGINE, sorted(outside)
    rooms = Counter("/".join(file.split("/")[:-1][:2]) for file in files - outside)
    assert rooms <= Counter(MOST_FILES), sorted(files)
