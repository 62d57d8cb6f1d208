"""What people type about late payments."""
