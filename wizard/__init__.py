"""The engine of plan-wizard and its ways in that are not a full screen."""

__version__ = "1.0.0"
