"""Opening a saved plan again: from its path to an interview, with its template found wherever it is now.

It changes no file but the list of recent plans.
"""
