"""Celery: one application and the timetable. A task only says "look"; what is to be done stands in the jobs table."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "due-jobs": {"task": "casework.tasks.run_due_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "reminders": {"task": "casework.tasks.remind", "schedule": 300.0, "options": {"expires": 300}},
    "seals": {"task": "casework.tasks.seal", "schedule": 3600.0, "options": {"expires": 3600}},
    "reports": {"task": "petitions.tasks.open_reports", "schedule": 900.0, "options": {"expires": 900}},
    "late-infos": {"task": "petitions.tasks.tell_late_infos", "schedule": 300.0, "options": {"expires": 300}},
    "expiry": {"task": "casework.tasks.expire", "schedule": 86400.0, "options": {"expires": 3600}},
    "expiry-of-drafts": {"task": "petitions.tasks.expire", "schedule": 86400.0, "options": {"expires": 3600}},
    "common-words": {
        "task": "casework.tasks.count_common_words",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
}
