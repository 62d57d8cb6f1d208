"""The pages about reports."""

from flask import Blueprint

bp = Blueprint("reports", __name__)

from . import files, lists, runs, schedules  # noqa: E402, F401 - each adds its views to `bp`
