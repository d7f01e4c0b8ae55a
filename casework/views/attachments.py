"""Papers are handed out one at a time, through the door, and run nothing in the browser."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from casework.actions.attachments import note_look, note_reading
from casework.attachments import INLINE
from casework.models import Attachment, Case
from casework.refusals import NotVisible, NotYours
from casework.views.base import staff_of
from casework.views.protected import is_open_to

_NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
FILE_POLICY = f"{_NOTHING}; style-src 'unsafe-inline'; sandbox"
# The browsers of many offices show a PDF through a plug-in of their own, which `sandbox` leaves blank.
PDF_POLICY = f"{_NOTHING}; style-src 'unsafe-inline'; object-src 'self'"


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file: pictures and PDF are shown, everything else is downloaded. Who looked is recorded."""
    staff = staff_of(request)
    seen = Case.objects.visible_to(staff)
    found = Attachment.objects.select_related("case").filter(pk=pk, case__in=seen).first()
    if found is None:
        raise NotVisible
    if not is_open_to(request, found.case):
        raise NotYours("检举控告件的附件可能载明身份，请先在该件页面写明查看理由。")
    if found.case.is_sealed:
        note_reading(found, by=staff)
    else:
        note_look(found, by=staff)
    inline = found.content_type in INLINE
    # Text is sent without a claim about its encoding; it is downloaded anyway.
    kind = found.content_type if inline else "application/octet-stream"
    response = FileResponse(
        found.file.open("rb"), as_attachment=not inline, filename=found.name, content_type=kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    pdf = found.content_type == "application/pdf"
    response["Content-Security-Policy"] = PDF_POLICY if pdf else FILE_POLICY
    return cast(HttpResponseBase, response)
