"""The fund's rules: values in, values and reasons out."""
