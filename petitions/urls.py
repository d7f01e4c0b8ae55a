"""Addresses of letters and visits."""

from __future__ import annotations

from django.urls import path

from petitions.views import (
    archive,
    board,
    case,
    desk,
    figures,
    finding,
    handling,
    imports,
    information,
    ledger,
    listing,
    lookup,
    matters,
    notices_due,
    papers,
    paperwork,
    register,
    signing,
    verbs,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    # The register page, its draft, and what helps while typing.
    path("petitions/new/", register.petition_register, name="petition_register"),
    path("petitions/new/draft/", register.petition_draft, name="petition_draft"),
    path("petitions/new/draft/<int:pk>/void/", register.petition_draft_void, name="petition_draft_void"),
    path("petitions/<int:pk>/saved/", register.petition_saved, name="petition_saved"),
    path("lookup/people/", lookup.person_lookup, name="person_lookup"),
    path("lookup/people/<int:pk>/", lookup.person_panel, name="person_panel"),
    path("lookup/repeats/", lookup.repeat_hint, name="repeat_hint"),
    path("lookup/classes.json", lookup.content_classes, name="content_classes"),
    # One case: page, verbs, papers.
    path("petitions/<int:pk>/", case.petition_detail, name="petition_detail"),
    path("petitions/<int:pk>/edit/", case.petition_edit, name="petition_edit"),
    path("petitions/<int:pk>/do/<slug:verb>/", verbs.petition_verb, name="petition_verb"),
    path("petitions/<int:pk>/unlock/", case.petition_unlock, name="petition_unlock"),
    path("petitions/<int:pk>/attach/", paperwork.petition_attach, name="petition_attach"),
    path("petitions/<int:pk>/slip/", paperwork.petition_slip, name="petition_slip"),
    path("petitions/<int:pk>/paper/<slug:kind>/", paperwork.petition_paper, name="petition_paper"),
    # Papers with a number.
    path("petitions/<int:pk>/papers/", papers.petition_papers, name="petition_papers"),
    path("petitions/<int:pk>/papers/<slug:kind>/", papers.petition_issue, name="petition_issue"),
    path("papers/", notices_due.notices_due, name="notices_due"),
    path("papers/issue/", notices_due.issue_many, name="issue_many"),
    path("papers/register/", notices_due.paper_register, name="paper_register"),
    path("papers/register/print/", notices_due.papers_print, name="papers_print"),
    path("papers/forms/print/", notices_due.forms_print, name="forms_print"),
    path("papers/jobs/<int:pk>/", notices_due.print_job, name="print_job"),
    path("papers/<int:pk>/", papers.issued_paper, name="issued_paper"),
    path("papers/<int:pk>/print/", papers.issued_paper_print, name="issued_paper_print"),
    path("papers/<int:pk>/withdraw/", papers.issued_paper_withdraw, name="issued_paper_withdraw"),
    path("papers/<int:pk>/deliver/", papers.paper_deliver, name="paper_deliver"),
    path("papers/<int:pk>/receipt/", papers.paper_receipt, name="paper_receipt"),
    # Lists.
    path("petitions/", listing.petition_list, name="petition_list"),
    path("petitions/views/", listing.saved_view, name="saved_view"),
    path("petitions/export/", listing.petition_export, name="petition_export"),
    path("search/", finding.search, name="search"),
    # What belongs together: proposals, and what people decide.
    path("matters/", matters.matters, name="matters"),
    path("matters/cases/", matters.decide_cases, name="matters_cases"),
    path("matters/campaign/", matters.join_campaign, name="matters_campaign"),
    path("matters/people/", matters.decide_people, name="matters_people"),
    path("matters/people/<int:pk>/undo/", matters.undo_people, name="matters_people_undo"),
    # 档案: to file, filed, at the end of their period.
    path("archive/", archive.archive, name="archive"),
    path("archive/catalogue/", archive.catalogue, name="archive_catalogue"),
    path("archive/<int:pk>/package/", archive.package, name="archive_package"),
    path("archive/<int:pk>/hold/", archive.hold, name="archive_hold"),
    path("archive/<int:pk>/lift/", archive.lift, name="archive_lift"),
    path("archive/disposals/", archive.propose, name="archive_propose"),
    path("archive/disposals/<int:pk>/", archive.decide, name="archive_decide"),
    # Leader, handler, supervisor.
    path("sign/", signing.sign_list, name="sign_list"),
    path("sign/<int:pk>/", signing.sign_page, name="sign_page"),
    path("handling/", handling.handling, name="handling"),
    path("handling/next/", handling.take_next, name="take_next"),
    path("supervision/", board.supervision, name="supervision"),
    path("supervision/urge/", board.urge_many, name="urge_many"),
    # 信息与分析.
    path("information/", information.information, name="information"),
    path("information/new/", information.info_new, name="info_new"),
    path("information/<int:pk>/", information.info_page, name="info_page"),
    path("figures/", figures.figures, name="figures"),
    # Ledger and import.
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/print/", ledger.ledger_print, name="ledger_print"),
    path("ledger/make/", ledger.ledger_make, name="ledger_make"),
    path("ledger/import/", imports.ledger_import, name="ledger_import"),
    path("ledger/import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("ledger/import/<int:pk>/errors.csv", imports.import_errors, name="import_errors"),
]
