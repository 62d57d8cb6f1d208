"""Money that comes late: reminders in steps, late charges, payment plans.

It stands above fees: what is open it reads there, what it charges it posts through there.
"""
