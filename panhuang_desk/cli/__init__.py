"""The command line: commands that call services, and nothing else. Qt is never loaded here."""
