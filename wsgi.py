"""The web application for gunicorn and for `flask --app wsgi`."""

from franchise_portal import create_app

app = create_app()
