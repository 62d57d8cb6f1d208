"""Reading what each side takes: from what an actor may see to the balance of an outlet."""
