"""The plan gate: the check of all that a command line names, and what may be done about its findings.

Takes files, folders and globs, gives a report with fingerprints and fixes, without what comments in the plans switch
off. Which rules there are is the business of `wizard.plans.lint`; nothing is written but by `fix_file`.
"""
