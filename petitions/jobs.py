"""Background work of letters and visits: registers the kinds of job by importing them."""

from petitions import archive_package as archive_package
from petitions import exports as exports
from petitions import ledger_jobs as ledger_jobs
from petitions import paper_jobs as paper_jobs
