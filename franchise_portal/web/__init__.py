"""What every page shares: rendering, formatting, navigation, headers, error pages."""
