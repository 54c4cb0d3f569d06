"""The command line (docs/reference/command-line.md). Django is imported only by the commands that need it."""
