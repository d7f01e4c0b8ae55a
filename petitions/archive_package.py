"""档案包: one filed case as a PDF/A with catalogue, papers and the whole record, its attachments, and checksums of all of it.

What 档案法实施条例 第三十九条 asks of an electronic file: who made it, when, what happened to it, and that it was not changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Staff
from casework import jobs
from casework.actions.base import open_case, record
from casework.events import sentence
from casework.models import Job, JobState
from casework.printing.errors import PrintingUnavailable
from casework.printing.paper import render_paper
from casework.refusals import NotVisible, Refusal
from petitions import archive as reads
from petitions.documents import context_of, printable
from petitions.models import ArchiveItem, Petition


def ask_for_package(item: ArchiveItem, *, by: Staff) -> Job:
    """Queues the package of a filed case; asking again while it waits is asking once."""
    if item.disposed_at:
        raise Refusal("此档案已经销毁，只保留目录。")
    _check_may_leave(item)
    with transaction.atomic():
        job = jobs.enqueue("archive_package", by=by, key=f"archive:{by.pk}:{item.pk}", item=item.pk)
        job.file_name = f"{item.reference}.zip"
        job.save(update_fields=["file_name"])
    return job


def _check_may_leave(item: ArchiveItem) -> None:
    """The file of such a matter is kept on paper and leaves through no export."""
    if not item.may_leave:
        raise Refusal("敏感、检举控告和涉及商业秘密的件不导出，不生成档案包；纸质案卷照常保管。")


def document(item: ArchiveItem, *, by: Staff) -> bytes:
    """The case as one PDF/A: cover with 归档章, catalogue of its papers, the papers, the record."""
    petition = item.petition
    now = timezone.now()
    papers = [
        {
            "label": label,
            # Marks of a single print (who, when) would stand on every page of the file.
            "html": render_to_string(
                f"letters/{kind}.html", {**context_of(kind, petition, by=by, now=now), "in_file": True}
            ),
        }
        for kind, label in printable(petition)
        # What the visitor took away is no part of the file.
        if kind != "slip"
    ]
    context = {
        "item": item,
        "petition": petition,
        "papers": papers,
        "attachments": list(petition.attachments.all()),
        "events": [
            {
                "at": one.at,
                "who": one.actor_name,
                "unit": one.actor_unit,
                "what": sentence(one.name, one.data),
            }
            for one in petition.events.order_by("seq")
        ],
        "checklist": reads.checklist(petition),
    }
    html = render_to_string("letters/archive_file.html", context)
    try:
        return render_paper(html, title=f"{item.reference} {item.title}", variant="pdf/a-2b")
    except PrintingUnavailable as reason:
        raise Refusal(str(reason)) from reason


def metadata(item: ArchiveItem) -> dict[str, Any]:
    """Who made the file, what it is and where it stands (形成者、形成活动、形成时间)."""
    petition = item.petition
    return {
        "档号": item.reference,
        "题名": item.title,
        "立档单位": item.unit.name,
        "年度": item.year,
        "保管期限": item.get_period_display(),
        "期满日期": item.expires_on.isoformat() if item.expires_on else None,
        "页数": item.pages,
        "缺少的材料": item.missing,
        "归档人": item.filed_by.name,
        "归档日期": item.filed_on.isoformat(),
        "编号": petition.number,
        "收到日期": petition.received_on.isoformat(),
        "结论": petition.get_conclusion_display(),
    }


def chain(petition: Petition) -> list[dict[str, Any]]:
    """The record with its hashes, so that it can be proved without the system."""
    return [
        {**one.content(), "prev_hash": one.prev_hash, "hash": one.hash}
        for one in petition.events.order_by("seq")
    ]


def build(item: ArchiveItem, *, by: Staff) -> tuple[bytes, str]:
    """The package as bytes, and the checksum of its list of checksums."""
    files: dict[str, bytes] = {"案卷.pdf": document(item, by=by)}
    for number, one in enumerate(item.petition.attachments.order_by("pk"), start=1):
        with one.file.open("rb") as file:
            files[f"附件/{number:03d}_{one.name}"] = file.read()
    for paper in item.petition.papers.order_by("pk"):
        with paper.pdf.open("rb") as file:
            files[f"文书/{paper.number}.pdf"] = file.read()
    files["元数据.json"] = _json(metadata(item))
    files["过程.json"] = _json(chain(item.petition))
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    listed = ("\n".join(lines) + "\n").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
        package.writestr("校验.sha256", listed)
    return target.getvalue(), hashlib.sha256(listed).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


@jobs.job_kind("archive_package", "生成档案包")
def make_package(job: Job) -> None:
    """Builds the package as its asker sees the case now; that it left the house stays on record."""
    staff = job.created_by
    item = ArchiveItem.objects.select_related("petition", "unit", "filed_by").get(pk=job.args["item"])
    if staff is None or not Petition.objects.visible_to(staff).filter(pk=item.petition_id).exists():
        raise NotVisible
    # It may have been marked while the job waited.
    _check_may_leave(item)
    jobs.progress(job, 0, 1, "正在组卷")
    content, digest = build(item, by=staff)
    job.file.save(f"{uuid.uuid4().hex}.zip", ContentFile(content), save=False)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING).update(file=job.file.name)
        petition = open_case(Petition, item.petition_id, by=staff)
        item.package_sha256 = digest
        item.save(update_fields=["package_sha256"])
        record(petition, "archive_packed", by=staff, sha256=digest)
        jobs.finish(job, message="已生成", result={"sha256": digest})
