"""System checks: a site that is wrongly set up refuses to start, and says how to put it right."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

WEAK_KEY = re.compile(r"^(django-insecure|change-?me|secret|default)", re.IGNORECASE)


@register(Tags.security, deploy=True)
def production_settings(**kwargs: Any) -> list[CheckMessage]:
    """config.E001–E004: what production must never be."""
    problems: list[CheckMessage] = []
    if settings.DEBUG:
        problems.append(Error("DEBUG 处于打开状态。", hint="去掉环境变量 DEBUG。", id="config.E001"))
    if len(settings.SECRET_KEY) < 50 or WEAK_KEY.match(settings.SECRET_KEY):
        problems.append(Error("SECRET_KEY 太短或是示例值。", hint="生成 50 位以上随机串。", id="config.E002"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        problems.append(Error("ALLOWED_HOSTS 为空或放开。", hint="写明本系统的域名。", id="config.E003"))
    if settings.DEMO:
        problems.append(Error("正式环境不能打开 DEMO。", hint="去掉环境变量 DEMO。", id="config.E004"))
    return problems


@register()
def time_zone(**kwargs: Any) -> list[CheckMessage]:
    """config.W001: the day of the law changes at midnight in China."""
    if settings.TIME_ZONE == "Asia/Shanghai":
        return []
    return [
        Warning("TIME_ZONE 不是 Asia/Shanghai，期限会差一天。", hint="不要改动 TIME_ZONE。", id="config.W001")
    ]
