"""Recruitment: from an enquiry to a contract that is ready to be signed.

An enquiry becomes an applicant, who moves along one table of stages (`rules.stages`). At least two
people score an applicant by a published scorecard, each without seeing the other's scores; a hard
fail overrides every total, and money paid changes nothing. Who is approved becomes a franchisee of
the network, receives the disclosure document, acknowledges it, and may sign from the day on that
the law pack names. Contracts ask `queries.ready_to_sign` and say `services.note_signed`; features
above hand down how signed franchisees did (`additions`), so that the scorecard itself is judged.

Audit entries name an applicant by the reference alone: what is personal can be forgotten.
"""
