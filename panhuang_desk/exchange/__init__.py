"""Other people's formats: bytes in, typed values out, and back."""
