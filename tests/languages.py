"""The languages of the reports that most tests use."""

from sourced.words.language import Language

ENGLISH, CHINESE = Language("en"), Language("zh", "zh")
LANGUAGES = (ENGLISH, CHINESE)
