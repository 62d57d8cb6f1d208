"""`python -m franchise_portal.cli`, where the console script is not installed."""

from . import main

main(prog_name="franchise-portal")
