"""Who may what: the roles of the desk, what can be permitted, and the one matrix that joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum


class RoleName(LabelledEnum):
    """What somebody is at the desk; an account is stored with the values of its roles."""

    # Trainees, colleagues from other desks, and whoever only wants to see what comes in.
    VIEWER = "viewer", _l("Reads along")
    EDITOR = "editor", _l("Editor")
    LEAD = "lead", _l("Lead of the desk")
    LEGAL = "legal", _l("Legal department")
    # Whoever looks after the accounts; that takes no look at what readers sent.
    ADMIN = "admin", _l("Account administration")


class Permission(LabelledEnum):
    """What a role can be permitted; each address of the desk names one of these beside its view."""

    OWN_ACCOUNT = "own_account", _l("Look after one's own account")
    # With the history of each case, which says who did what to it.
    READ_CASES = "read_cases", _l("Read cases and reports")
    # As it was sent, with the place and the device that the reader's phone wrote into it.
    SAVE_ORIGINALS = "save_originals", _l("Save the original files that readers sent")
    ANSWER_MATCHES = "answer_matches", _l("Answer suggested matches, from which the machine learns")
    DECIDE = "decide", _l("Decide and reopen cases")
    # Never to one's own decision, unless nobody else is there; see `review.objections`.
    ANSWER_OBJECTIONS = "answer_objections", _l("Answer objections to decisions, and give them to somebody")
    RETRACT = "retract", _l("Take articles out of the archive, and put them back")
    GROUP = "group", _l("Merge and split cases, and take either back")
    RESCUE_REPORTS = "rescue_reports", _l("Have reports tried again, or open a case without the machine")
    EMPTY_QUARANTINE = "empty_quarantine", _l("Let in or discard reports that are held back, and mute contacts")
    OPEN_TRAININGS = "open_trainings", _l("Let the reports of a training through at once, for some hours")
    # It tells the site that somebody looks, so it is for whoever works on cases.
    FETCH_PAGES = "fetch_pages", _l("Have the page behind a reported link fetched")
    WRITE_NOTES = "write_notes", _l("Write notes for the desk")
    WRITE_ARTICLES = "write_articles", _l("Write fact checks and publish them")
    ASSIGN = "assign", _l("Give a case to somebody, and let somebody have a part in it again who was named in it")
    LOCK_FILES = "lock_files", _l("Lock a file, so that nobody looks at it")
    # Also to erase it: evidence may be lost by that, and something that nobody may have be kept without it.
    HANDLE_LOCKED_FILES = "handle_locked_files", _l("Unlock or erase locked files")
    # What is erased is lost, and what is kept may hurt whoever it is about.
    ERASE_REPORTS = "erase_reports", _l("Erase reports, and see which go soon")
    HOLD_CASES = "hold_cases", _l("Keep the reports of a case for a legal reason")
    # Each time with a reason, which stands in the trail.
    OPEN_CONTACTS = "open_contacts", _l("Open the mail address of a reader, for a reason")
    HANDLE_MAIL = "handle_mail", _l("See which letters to readers could not be sent, and have them sent again")
    EDIT_HELP = "edit_help", _l("Edit and check the help lines that readers see")
    EDIT_NOTICES = "edit_notices", _l("Write the pages that readers find at the foot of each page")
    MANAGE_PROGRAMS = "manage_programs", _l("Let programs send reports, and stop them")
    READ_LEARNING = "read_learning", _l("See the figures and what the machine has learned")
    UNTEACH = "unteach", _l("Take back what the machine has learned")
    READ_TRAIL = "read_trail", _l("Read the audit trail")
    # All of it at once, out of the house: more than whoever looks something up needs.
    EXPORT_TRAIL = "export_trail", _l("Save the audit trail as a file")
    # Whoever has it may give any role, to anybody but themselves.
    MANAGE_ACCOUNTS = "manage_accounts", _l("Invite people, close accounts and change roles")


# What every account may, whatever its role; one whose role this version does not know may nothing else.
EVERYBODY = frozenset({Permission.OWN_ACCOUNT})
_EDITOR = EVERYBODY | {
    Permission.READ_CASES,
    Permission.SAVE_ORIGINALS,
    Permission.ANSWER_MATCHES,
    Permission.DECIDE,
    Permission.ANSWER_OBJECTIONS,
    Permission.RETRACT,
    Permission.GROUP,
    Permission.RESCUE_REPORTS,
    Permission.EMPTY_QUARANTINE,
    Permission.OPEN_TRAININGS,
    Permission.FETCH_PAGES,
    Permission.WRITE_NOTES,
    Permission.WRITE_ARTICLES,
    Permission.LOCK_FILES,
    Permission.READ_LEARNING,
    Permission.UNTEACH,
    Permission.READ_TRAIL,
}
MATRIX: Mapping[str, frozenset[Permission]] = {
    RoleName.VIEWER: EVERYBODY | {Permission.READ_CASES, Permission.READ_LEARNING},
    RoleName.EDITOR: _EDITOR,
    RoleName.LEAD: _EDITOR
    | {
        Permission.ASSIGN,
        Permission.MANAGE_ACCOUNTS,
        Permission.EXPORT_TRAIL,
        Permission.HANDLE_LOCKED_FILES,
        Permission.ERASE_REPORTS,
        Permission.HOLD_CASES,
        Permission.OPEN_CONTACTS,
        Permission.HANDLE_MAIL,
        Permission.EDIT_HELP,
        Permission.EDIT_NOTICES,
        Permission.MANAGE_PROGRAMS,
    },
    RoleName.LEGAL: EVERYBODY
    | {
        Permission.READ_CASES,
        Permission.SAVE_ORIGINALS,
        Permission.HOLD_CASES,
        Permission.WRITE_NOTES,
        Permission.READ_TRAIL,
        Permission.EXPORT_TRAIL,
    },
    # Whoever runs the service answers for what readers are told of it.
    RoleName.ADMIN: EVERYBODY
    | {
        Permission.MANAGE_ACCOUNTS,
        Permission.READ_TRAIL,
        Permission.EXPORT_TRAIL,
        Permission.EDIT_NOTICES,
        Permission.MANAGE_PROGRAMS,
    },
}


def permitted(roles: Iterable[str]) -> frozenset[Permission]:
    """Return what the roles of one account permit it together."""
    return EVERYBODY.union(*(MATRIX.get(role, EVERYBODY) for role in roles))
