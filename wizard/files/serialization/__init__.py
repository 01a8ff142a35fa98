"""YAML and JSON: from text to nodes that know their lines, and from data to text.

It knows no templates and no answers.
"""
