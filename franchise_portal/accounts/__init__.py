"""Who may come in: people with accounts, how they prove who they are, and what they prefer.

An account belongs to the franchisor or to one franchisee and has exactly one role. Somebody is
invited by a one-time link (`services.invite`), accepts it by choosing a password
(`services.accept_invitation`), signs in (`services.sign_in`) and from then on is known by a row
in `user_sessions`: end the row, and the very next request is refused.
"""
