"""Who may do what: permissions, the one table of roles, the actor, and the guard on every view.

Two questions, two places. *May this person do such a thing at all?* is asked by `@requires` on the
view. *On this very object?* is asked by the query, which raises `NotFound` outside the scope.
"""
