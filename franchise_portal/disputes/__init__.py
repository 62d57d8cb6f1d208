"""Disputes of a line between franchisee and franchisor, and grades of credit.

A franchisee says what is wrong with a line and what would be right; the franchisor answers within
working days, with reasons; what is accepted is posted by the services of fees in the same
transaction. A grade is a judgement too, and is answered the same way: it is appealed, and a person
decides with reasons. That is why both live here and share the clock, the letters and the manner.
"""
