"""How long tests wait for what has to come."""

from __future__ import annotations

PATIENCE = 60.0
"""Seconds after which a test gives up; only what never comes takes so long, however busy the machine is."""
