"""The terminal under the full screen: driver, shutdown, keys typed ahead, and lending it to an editor."""
