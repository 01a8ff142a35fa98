"""Commands about saved plans and other Markdown plans, a module each."""
