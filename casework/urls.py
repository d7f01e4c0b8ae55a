"""Addresses that any kind of case shares."""

from __future__ import annotations

from django.urls import path

from casework.views import attachments, jobs, notices, office, policy

urlpatterns = [
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/open/", notices.notice_open, name="notice_open"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/status.json", jobs.job_status, name="job_status"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("policy/", policy.policy, name="policy"),
    path("policy/edit/", policy.policy_edit, name="policy_edit"),
    path("shortcuts/", office.shortcuts, name="shortcuts"),
    path("gallery/", office.gallery, name="gallery"),
]
