"""What the tabs of pages are made of: a list, a form beside it, follow-ups, and the steps back."""
