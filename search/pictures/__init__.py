"""Pictures: what each is recognised by, how alike two of them are, and an index that finds the near ones."""
