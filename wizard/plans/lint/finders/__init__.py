"""What the rules look for, a module a subject.

Each takes a plan document and gives the places that break a rule; codes, severities and remedies are those of the table
in `wizard.plans.lint.rules`.
"""
