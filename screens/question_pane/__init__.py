"""The left side of the question screen: label and help, the control, feedback below it, keys for the footer.

Takes the interview, returns outcomes (another question, the outline, the review). It never shows the plan.
"""
