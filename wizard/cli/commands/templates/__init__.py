"""Commands about templates, a module each."""
