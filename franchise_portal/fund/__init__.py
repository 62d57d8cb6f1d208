"""The advertising fund as an open book: who paid in, what was agreed, what was spent, what is left.

The money itself stands in the ledger of `fees`, in a book of its own. Here is what belongs to it:
the contributions of the franchisor's own outlets, budgets, spending with receipts, what the bank
says, and statements that every contributor receives.
"""
