"""What people do with accounts, goods, alerts and relief."""
