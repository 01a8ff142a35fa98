"""The floors and peers that are measured beside the program."""
