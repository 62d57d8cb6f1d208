"""What is done with the fund. Nothing here commits."""
