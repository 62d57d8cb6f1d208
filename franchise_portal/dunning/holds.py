"""Payment plans as holds of reminders; pauses of a whole account are asked apart."""

from .queries.plans import holds

HOLDS = (holds,)
