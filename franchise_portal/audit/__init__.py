"""What happened, for good: entries that nobody can change, not even the portal.

Every feature names its actions in an enumeration whose label is the sentence to print, for example
`UPDATED = "network.outlet.updated", N_("%(actor)s changed %(subject)s")`, and calls `record` in
the same transaction as the change. `record_access` notes what changes nothing (signing in, a
refusal, a download) and survives the rollback of the request. Sentences are built when they are
read, in the reader's language, from the facts kept beside the action.
"""

from .services import record, record_access, record_for_each

__all__ = ["record", "record_access", "record_for_each"]
