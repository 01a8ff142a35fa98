"""What a conversation needs of a terminal: lines in and out, menus, signals.

Gives two dialogues: one with menus (questionary), one with nothing but lines. It never knows about interviews.
"""
