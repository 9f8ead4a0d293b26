"""Use cases: each is one small function that takes a session, runs one transaction and says what changed."""
