"""What holds in recruitment, without a database: steps, scores, clocks, checklists, calibration."""

from .agreement import Compared, Comparison, compare
from .calibration import FEWEST, Association, Band, Case, associate, bands, ranks
from .checklist import Checklist, PointFound, open_points, points
from .deciding import (
    FEWEST_ASSESSORS,
    obstacles_to_approval,
    obstacles_to_closing,
    scores_are_open,
)
from .disclosing import SigningDay, clock_starts, obstacles_to_signing
from .keeping import is_to_be_forgotten, is_untouched
from .obstacles import Obstacle, first
from .scoring import (
    HIGHEST,
    LOWEST,
    Card,
    Combined,
    Criterion,
    HardFail,
    Result,
    combine,
    missing,
    result_of,
)
from .stages import STEPS, Step, find_step, require_step, steps_by_hand, steps_from

__all__ = [
    "FEWEST",
    "FEWEST_ASSESSORS",
    "HIGHEST",
    "LOWEST",
    "STEPS",
    "Association",
    "Band",
    "Card",
    "Case",
    "Checklist",
    "Combined",
    "Compared",
    "Comparison",
    "Criterion",
    "HardFail",
    "Obstacle",
    "PointFound",
    "Result",
    "SigningDay",
    "Step",
    "associate",
    "bands",
    "clock_starts",
    "combine",
    "compare",
    "find_step",
    "first",
    "is_to_be_forgotten",
    "is_untouched",
    "missing",
    "obstacles_to_approval",
    "obstacles_to_closing",
    "obstacles_to_signing",
    "open_points",
    "points",
    "ranks",
    "require_step",
    "result_of",
    "scores_are_open",
    "steps_by_hand",
    "steps_from",
]
