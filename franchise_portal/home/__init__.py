"""The first page of each side: what needs me, how we stand, what happened. Owns nothing itself."""
