"""The quiz page: answer sheets keyed in from paper, the papers themselves, and what the sheets say."""

from panhuang_desk.desk.pages.quizzes.page import QuizzesPage

__all__ = ["QuizzesPage"]
