"""Contracts: who agreed with whom, for which brand and outlets, from when to when, in which words.

A contract is the relationship; what was agreed stands in its versions, each whole: words, and terms
as data (`rules.terms.Terms`), in force from a day on. A draft is written from a template and the
clause library, checked (`rules.checks`), disclosed, signed, executed; an amendment goes the same
way. Which state may follow which is one table, `rules.lifecycle`. Which fee plan is in force
belongs to `fees`, above, which adds its part of the terms through `additions.TermPart`.

Public verbs stand in `services`: `start_contract`, `start_amendment`, `change_draft`, `send_out`,
`execute`, `move`; for contracts from paper `create_contract`, `create_contracts_bulk`,
`record_paper_version`, `execute_on_paper`.
"""
