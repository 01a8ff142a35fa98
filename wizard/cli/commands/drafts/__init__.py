"""Commands about drafts, a module each."""
