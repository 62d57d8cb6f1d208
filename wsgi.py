"""The web application for gunicorn and for `flask --app wsgi`."""

import gc

from franchise_portal import create_app, logs

logs.set_up()
app = create_app()

# What stands now stays: the collector need not look at it again, and forked workers share it. A
# page makes some ten thousand objects that go by themselves; looking for cycles ten times while
# it is written costs a twentieth of it.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
