"""Composing a paper over the whole page: by topic and difficulty, or question by question."""
