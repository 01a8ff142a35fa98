"""Fields that several screens share: for filters, one line of text, the file to save to, and switches."""
