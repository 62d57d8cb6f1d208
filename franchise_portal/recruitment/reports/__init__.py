"""The papers of recruitment: an applicant's assessment, and how well scores predicted."""

from .kinds import ASSESSMENT, CALIBRATION, KINDS

__all__ = ["ASSESSMENT", "CALIBRATION", "KINDS"]
