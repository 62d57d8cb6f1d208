"""What may happen to a dispute, its clock and its amounts. Values in, values out."""
