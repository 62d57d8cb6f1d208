"""The rules: which step comes when, what being late costs, how a payment plan stands."""
