"""gunicorn for the portal: one request at a time in each worker, behind nginx.

    gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:8000 wsgi:app

The number of workers comes from WEB_CONCURRENCY, gunicorn's own variable (1 unless set): one or
two for each core. Pages are templates and queries, so threads only make them wait for each other.
"""

worker_class = "sync"

# The application is loaded once and shared by the workers: they start at once and use less memory.
# New code therefore needs a restart; a reload keeps the old.
preload_app = True

# A worker that hangs is replaced. The longest page reads a spreadsheet of 200,000 rows.
timeout = 90
graceful_timeout = 30
keepalive = 5

# A worker is renewed now and then, not all at the same time.
max_requests = 5000
max_requests_jitter = 500

# The heartbeat file belongs in memory, not on a disk that may be busy.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes a private file there

# Nobody steers it but systemd; the socket would stand in the home folder, one for all instances.
control_socket_disable = True

# The portal writes one line for each request itself.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(server, worker):  # noqa: ANN001, ANN201, ARG001 - gunicorn's hook
    """Give each worker connections of its own: one made before the fork would be shared."""
    from franchise_portal.database import db  # noqa: PLC0415 - only once the application is loaded
    from wsgi import app  # noqa: PLC0415

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
