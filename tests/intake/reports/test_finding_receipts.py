"""A receipt is known in whatever a reader pastes, and a slip of the finger is told as one."""

from __future__ import annotations

import itertools
import time

import pytest
from flask import Flask
from sqlalchemy import update

from core.db import writing
from core.refusals import InvalidInput
from intake.models.reports import Channel, Submission
from intake.reports import receipts, submissions
from tests.support import factories
from tests.support.budget import allowed

RECEIPT = "1234-5678-9012-3456-7888"
EARLIER = "F2MA-558P-3D9H-KASZ-V6F6-6AJ3"
DIGITS = RECEIPT.replace("-", "")

PASTED = {
    "as we write it": RECEIPT,
    "with blanks around": f"  {RECEIPT}\t",
    "without dashes": DIGITS,
    "with blanks": RECEIPT.replace("-", " "),
    "with no-break spaces": RECEIPT.replace("-", "\u00a0"),
    "with long dashes": RECEIPT.replace("-", " \u2013 "),
    "digit by digit": " ".join(DIGITS),
    "over several lines": "\n".join(RECEIPT.split("-")),
    "quoted in a mail": RECEIPT.replace("-", "\r\n> "),
    "in wide digits": "".join(chr(0xFF10 + int(digit)) for digit in DIGITS),
    "in Arabic digits": "".join(chr(0x0660 + int(digit)) for digit in DIGITS),
    "with its name": f"Quittung: {RECEIPT}",
    "run together with its name": f"Quittung{DIGITS}",
    "beside the number of the report": f"GC-2026-004217\n{RECEIPT}\nGC-2026-004217",
    "run together with the number of the report": f"GC-2026-004217{RECEIPT}",
    "with a date before and a time after": f"Am 27.11.2026 {RECEIPT.replace('-', ' ')} 12:30",
    # Together with that number, what begins in its middle has good check digits as well.
    "behind a number that seems to belong to it": f"Nr. 69: {RECEIPT}",
    "on a whole page": f"Gegencheck\nQuittung (geheim): {RECEIPT}\nhttps://check.example.org/status\n" * 3,
    "at the end of a long mail": f"{'Liebe Tante, das stimmt gar nicht. ' * 1000}{RECEIPT}",
}


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED.keys())
def test_it_is_found_inside_whatever_was_pasted(pasted: str) -> None:
    assert receipts.found_in(pasted)[0] == RECEIPT


@pytest.mark.parametrize(
    "pasted",
    [
        EARLIER,
        EARLIER.lower(),
        EARLIER.replace("-", ""),
        f"Quittung: {EARLIER}\nGC-2026-000001",
        "F2M A558P3 D9HKASZ-V6F66AJ3",
    ],
)
def test_a_receipt_with_letters_is_found_too(pasted: str) -> None:
    assert EARLIER in receipts.found_in(pasted)


def test_a_receipt_with_letters_that_was_given_out_earlier_still_opens_its_report(app: Flask) -> None:
    reference = factories.report().reference
    with writing() as session:
        session.execute(update(Submission).values(receipt_hash=receipts.hash_of(EARLIER)))
    assert submissions.status(f"Meine Quittung ist {EARLIER.lower()}, danke.").reference == reference


def test_what_was_sent_before_the_update_is_found_when_it_is_sent_again(app: Flask) -> None:
    fields, sending = {"kind": "check", "text": factories.POST}, "s" * 40
    first = submissions.submit(fields, channel=Channel.FORM, sending=sending)
    earlier = receipts.earlier_secret_of(sending)
    assert first.receipt != earlier
    with writing() as session:
        session.execute(update(Submission).values(receipt_hash=receipts.hash_of(earlier)))
    again = submissions.submit(fields, channel=Channel.FORM, sending=sending)
    assert (again.reference, again.receipt) == (first.reference, earlier)


def test_of_several_the_one_that_we_know_opens(app: Flask) -> None:
    known = factories.report()
    others = [receipts.new_secret() for _ in range(3)]
    pasted = "\n".join([*others, known.receipt])
    assert submissions.status(pasted).reference == known.reference


def test_every_wrong_digit_and_every_swap_of_neighbours_is_told_as_one(app: Flask) -> None:
    wrong = {
        DIGITS[:place] + digit + DIGITS[place + 1 :] for place, digit in itertools.product(range(20), "0123456789")
    } | {DIGITS[:place] + DIGITS[place + 1] + DIGITS[place] + DIGITS[place + 2 :] for place in range(19)}
    for typed in wrong - {DIGITS}:
        assert receipts.found_in(typed) == ()
        assert "One digit" in receipts.problem_of(typed)


def test_how_many_digits_are_missing_is_told_and_what_is_unknown_is_unknown(app: Flask) -> None:
    said = {}
    for typed in (DIGITS[:-1], RECEIPT, "Hallo"):
        with pytest.raises(InvalidInput) as refused:
            submissions.status(typed)
        said[typed] = refused.value.problems["receipt"]
    assert "has 20 digits, and these are 19" in said[DIGITS[:-1]]
    assert said[RECEIPT] == said["Hallo"]
    assert "do not know" in said[RECEIPT]


def test_a_number_of_a_report_opens_nothing(app: Flask) -> None:
    reference = factories.report().reference
    with pytest.raises(InvalidInput):
        submissions.status(reference)


HOSTILE = {
    "digits": "1" * 1_000_000,
    "digits apart": "1 " * 500_000,
    "digits far apart": f"1{'-' * 8}" * 110_000,
    "almost receipts": f"{'1' * 19}x" * 50_000,
    "receipts": f"{DIGITS} " * 50_000,
    "letters": "A" * 1_000_000,
    "groups of letters": "A2BC-" * 200_000,
    "other digits": "\u0661" * 1_000_000,
}


@pytest.mark.parametrize("pasted", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_megabyte_costs_little_and_few_are_tried(pasted: str) -> None:
    began = time.process_time()
    assert len(receipts.found_in(pasted)) <= receipts.MOST_TRIED
    receipts.problem_of(pasted)
    assert time.process_time() - began < allowed(2)


def test_a_receipt_of_a_sending_is_a_receipt_like_any_other(app: Flask) -> None:
    made = {receipts.secret_of(f"sending {number}") for number in range(200)}
    assert len(made) == 200
    assert all(receipts.found_in(secret) == (secret,) for secret in made)
    assert receipts.secret_of("sending 1") == receipts.secret_of("sending 1")


@pytest.mark.parametrize(
    "pasted", [*PASTED.values(), f"Mein Code {EARLIER}!", EARLIER, f"{RECEIPT}, {EARLIER.lower()}"]
)
def test_no_receipt_is_left_in_what_people_read(pasted: str) -> None:
    assert not {RECEIPT, EARLIER} & set(receipts.found_in(receipts.without_receipts(pasted)))


def test_whatever_else_was_typed_stays() -> None:
    assert receipts.without_receipts(f"Zu GC-2026-004217: {RECEIPT}, danke") == "Zu GC-2026-004217: …, danke"
    slip = f"{RECEIPT[:-1]}9"
    assert receipts.without_receipts(f"Code {slip} und {EARLIER}") == "Code … und …"
    # Twenty-four letters, as an earlier receipt has, and a number of a post.
    for said in (
        "Rechtsschutzversicherung",
        "Das hat der Kanzler gesagt.",
        "https://example.org/1234567890123456789",
        "",
    ):
        assert receipts.without_receipts(said) == said
