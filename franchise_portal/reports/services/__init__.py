"""Asking for reports, making them, and the schedules that ask by themselves."""

from .asking import again, request_paper, request_run, stop_run, try_again
from .forgetting import forget_papers
from .making import Claim, claim, end_if_done, give_back, keep, release_part, waiting_in, write_off
from .schedules import ask_for, plan, unplan

__all__ = [
    "Claim",
    "again",
    "ask_for",
    "claim",
    "end_if_done",
    "forget_papers",
    "give_back",
    "keep",
    "plan",
    "release_part",
    "request_paper",
    "request_run",
    "stop_run",
    "try_again",
    "unplan",
    "waiting_in",
    "write_off",
]
