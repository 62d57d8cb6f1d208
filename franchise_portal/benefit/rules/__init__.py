"""The rules of the balance: accounts, what each side takes, alerts. Values in, reasons out."""
