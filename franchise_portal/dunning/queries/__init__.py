"""What is overdue, what was said about it, what being late costs, and payment plans."""
