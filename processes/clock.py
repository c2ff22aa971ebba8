"""The process that hands repeated jobs to the queue when they are due."""

from __future__ import annotations

from core import jobs
from core.config import Config
from core.service.supervisor import follow_parent
from core.service.unseen import keep_unseen

# Seconds between two runs. Functions by name: this process never calls them, and importing them would cost it
# a hundred megabytes. A test sees that each name leads to a job.
SCHEDULE = {
    "intake.jobs.sweep": 30,
    "archive.jobs.embed_missing_claims": 600,
    "intake.jobs.index_missing_cases": 600,
    "intake.jobs.refill_cases": 600,
    # Behind what embeds: after a change of the model all cases are asked again, once their claims are there.
    "intake.jobs.rematch_changed": 600,
    # A burst halves within a day and age counts by days, so an order that is half an hour old is good enough.
    "intake.jobs.renew_priorities": 1800,
    "intake.jobs.tidy_files": 600,
    # By days: what is due today goes within hours.
    "intake.jobs.erase_due": 6 * 3600,
    "intake.jobs.tidy_contacts": 600,
    "archive.jobs.write_snapshot": 900,
    "review.figures.jobs.keep_days": 600,
    "archive.jobs.learn_from_desk": 6 * 3600,
    # What belongs to a day that is over counts for nobody any more; an hour later it stands nowhere either.
    "review.care.jobs.erase_past_days": 3600,
    "review.jobs.forget_drafts": 6 * 3600,
}


def main() -> None:
    """Hand over jobs until told to stop."""
    keep_unseen()
    follow_parent()
    jobs.run_clock(Config.from_environment().redis_url, SCHEDULE)


if __name__ == "__main__":
    main()
