"""Markdown as lines of runs: what the sheet shows, and where each character stands in the plan."""
