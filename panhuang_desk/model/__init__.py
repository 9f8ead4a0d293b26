"""The product's words as plain typed values, and their rules: no Qt, no SQL, no reportlab, no input or output."""
