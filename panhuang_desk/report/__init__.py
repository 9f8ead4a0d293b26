"""Paper: finished values in, PDF out. The only room that knows reportlab; its modules are imported on first use."""
