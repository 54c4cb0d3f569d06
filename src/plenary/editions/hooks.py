"""What editions ask of the modules above."""

from plenary.lib.hooks import Hook

# slug_locks.ask(edition) → a sentence saying why the edition's address may no longer change.
slug_locks = Hook("slug_locks")
