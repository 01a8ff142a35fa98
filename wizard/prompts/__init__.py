"""The interview line by line, for terminals, screen readers and pipes that cannot use a full screen."""
