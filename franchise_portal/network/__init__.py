"""The network itself: brands, regions, franchisees and their people, outlets, territories.

A franchisee is the legal entity on the other side of a contract. Which franchisee owns an outlet,
and who at the franchisor looks after a franchisee, is dated history: nothing is overwritten.
Master data comes in by forms and by files; features above add columns and panels to the lists and
pages here through `additions`.
"""
