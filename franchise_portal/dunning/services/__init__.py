"""What people and the clock do about late payments. Nothing here commits."""
