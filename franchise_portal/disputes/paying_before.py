"""Who pays supplies and single charges before, by terms that were adopted; for fees."""

from .queries.grades import pays_before_since

PAYING_BEFORE = (pays_before_since,)
