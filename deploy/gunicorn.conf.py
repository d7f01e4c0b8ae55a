"""The web process; the same for one machine, systemd and containers. Addresses and numbers come from the environment."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 8
timeout = 120
graceful_timeout = 10
loglevel = "warning"
accesslog = None  # the proxy logs requests, without their query strings
control_socket_disable = True  # one a user would make two instances quarrel; nothing uses it
