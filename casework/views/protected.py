"""The identity in a sealed accusation: hidden until it was opened with a reason, and hidden again after a while."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from casework.models import Case

KEY = "unlocked"
# After this many seconds the reason is asked for again.
SECONDS = 15 * 60


def is_open_to(request: HttpRequest, case: Case) -> bool:
    """Whether this session may see who brought it: always for an open case, after `unlock` for a sealed one."""
    return not case.is_sealed or is_unlocked(request, case)


def is_unlocked(request: HttpRequest, case: Case) -> bool:
    """Whether this session gave a reason for this case a short while ago."""
    since = (request.session.get(KEY) or {}).get(str(case.pk), 0)
    return bool(timezone.now().timestamp() - since < SECONDS)


def remember_unlocked(request: HttpRequest, case: Case) -> None:
    """Keeps in this session that a reason was given."""
    now = timezone.now().timestamp()
    kept = {pk: at for pk, at in (request.session.get(KEY) or {}).items() if now - at < SECONDS}
    request.session[KEY] = {**kept, str(case.pk): now}
