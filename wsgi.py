"""The web application for gunicorn and for `flask --app wsgi`."""

from franchise_portal import create_app, logs

logs.set_up()
app = create_app()
