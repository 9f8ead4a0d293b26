"""One page a file; each is imported and built when it is first visited."""
