"""Tells a question in another language than English, by its script or by the small words that carry it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Literal
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.reading.words import split

_FEWEST_SMALL_WORDS = 2
_FEWEST_LETTERS = 4
_MOST_CHARACTERS = 300


class OtherLanguages:
    """The small words of `data/function_words.toml`, by language."""

    def __init__(self, small_words: Mapping[str, Collection[str]]) -> None:
        self._languages = [frozenset(words) for words in small_words.values()]

    def is_another(self, spans: Sequence[Span]) -> bool:
        """Whether the words that nothing is known of are mostly another script, or of another language's grammar.

        What is quoted or stands for itself never counts: a campaign's name may be in any language.
        """
        unknown = [span for span in spans if isinstance(span.meaning, Unknown)]
        if not unknown:
            return False
        text = " ".join(span.text for span in spans if not isinstance(span.meaning, Literal | Sign))[:_MOST_CHARACTERS]
        if _is_mostly_of_another_script(text):
            return True
        unread = {word.key for span in unknown for word in split(span.text)}
        return any(len(unread & words) >= _FEWEST_SMALL_WORDS for words in self._languages)


def _is_mostly_of_another_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    others = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return others >= _FEWEST_LETTERS and 2 * others > len(letters)
