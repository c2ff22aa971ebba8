"""What opens the files of strangers: it runs in a process of its own with little memory, and nobody else imports it.

Only `found` is shared with those who start that process. Nothing here knows the database, the settings or a secret.
"""
