"""The WSGI entry point for gunicorn. Outside a demonstration it refuses to start when a deployment check fails."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def refuse_unsafe_settings() -> None:
    """Raises SystemExit naming each failed check (DEBUG, key, hosts, holiday table) unless DEMO is on."""
    from django.conf import settings
    from django.core.checks import ERROR, run_checks
    from django.db import DEFAULT_DB_ALIAS

    if settings.DEMO:
        return
    found = run_checks(include_deployment_checks=True, databases=[DEFAULT_DB_ALIAS])
    errors = [str(one) for one in found if one.level >= ERROR]
    if errors:
        raise SystemExit("拒绝启动：\n" + "\n".join(errors))


refuse_unsafe_settings()
