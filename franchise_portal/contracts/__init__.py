"""Contracts: who agreed with whom, for which brand and outlets, from when to when, in which words.

The first cut: parties, term, outlets, clauses and documents. Which fee plan is in force belongs to
`fees`, above. Public verbs: `services.create_contract`, `services.create_contracts_bulk`,
`services.change_contract`, `services.attach_document`.
"""
