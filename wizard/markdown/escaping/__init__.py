"""Fitting answers to the place of their slot, and reading them back: escaping by context, and its inverse.

It takes text and a slot's context and gives text; it never decides what is rendered.
"""
