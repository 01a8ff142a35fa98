"""What the user touches to answer: one control per file, drawn line by line, with no focus of its own."""
