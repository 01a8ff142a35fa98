"""The left side of the question screen: label and help, the control, what is told below it, keys for the footer.

Takes the interview, gives outcomes (another question, the outline, the review). It never shows the plan.
"""
