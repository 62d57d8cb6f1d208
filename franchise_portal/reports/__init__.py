"""Reports: PDFs that a feature can tell its facts in, made by background workers, kept, handed out.

A feature declares a `ReportKind`; `features.py` collects them, and nothing here knows any feature.
A `PaperKind` is about one thing, not a month: that thing's page asks for it (`request_paper`).
Asking for a kind and a month (`services.request_run`) makes a run: one row for each recipient, in
parts of up to 25, one job for each part. Each report is claimed, made and kept in a transaction of
its own, so that a repeated or killed job makes nothing twice. For each recipient and month at most
one report is current: the database sees to it.
"""
