"""What must hold when the machine, the disk or a person does the worst: real processes, real files."""
