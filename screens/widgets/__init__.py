"""Widgets that several screens share: header, footer, lists of rows, the difference of two files, buttons."""
