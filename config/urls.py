"""Addresses of the site, app by app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("casework.urls")),
    path("", include("petitions.urls")),
]
