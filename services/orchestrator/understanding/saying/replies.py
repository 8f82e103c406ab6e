"""What a caller is told when a question has no plan: why, and which questions would have one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import TypeVar

from services.orchestrator.understanding.composing.draft import Problem
from services.orchestrator.understanding.framing.clauses import clauses_of
from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown

T = TypeVar("T")
Meant = Callable[[str], str]
"""What a question would be understood as, as one key; empty where it would not be."""
_MOST_SUGGESTIONS = 3
_MOST_TRIED = 8
_MOST_READ = 800
"""Characters of candidates that are read: a long question is not read again and again."""
_MOST_LEFT = 7
"""Problems that a candidate can still hold: one word more or less clears up no more."""
_MOST_NAMED = 5
_LONGEST_WORD = 30
_LONGEST_STRETCH = 30
_ONLY_ARTICLES = re.compile(r"\s*(?:(?:the|that|this|our|a|an)\s+)?", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|that|this|our)\s+\Z", re.IGNORECASE)
_LONGEST_ARTICLE = 8
_OF_TIME = re.compile(r'"(?:since|before|after|until|during|following)\b', re.IGNORECASE)
_OPEN_FIELDS = ("city", "campaign")
"""Fields whose values no word list can hold, tried after a preposition."""
_STOPS = " ,;:.-?!"
_LEADING = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA, Sign.AND, Sign.OR})
_TEXT_FIELDS = frozenset({"pagePath", "pageTitle", "landingPage", "sessionCampaignName", "itemName", "fileName"})
"""Fields that people name by part of their value: "the pricing page"."""


class Replies:
    """Writes messages and finds suggestions; `known_words` are what an unknown word is compared with."""

    def __init__(self, known_words: Sequence[str], examples: Sequence[str]) -> None:
        self._by_initial: dict[str, list[str]] = {}
        for word in known_words:
            self._by_initial.setdefault(word[:1], []).append(word)
        self.examples = tuple(examples[:_MOST_SUGGESTIONS])

    def message(self, question: str, problems: Sequence[Problem], unknown: Sequence[Span]) -> str:
        """Names all that was not understood in its own words, or else asks about the first problem."""
        if not unknown:
            return problems[0].why
        named = list(dict.fromkeys(span.quoted for span in _stretches(question, unknown)))
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        when = all(_OF_TIME.match(name) for name in named)
        asks = "Which days are meant?" if when else "What is meant?"
        return f"Not understood: {', '.join(named[:_MOST_NAMED])}{more}. {asks}"

    def suggestions(
        self, question: str, spans: Sequence[Span], problems: Sequence[Problem], meant: Meant
    ) -> tuple[str, ...]:
        """Questions near the one asked that would be understood, each otherwise; else examples.

        Tries a bounded number.
        """
        if all(isinstance(span.meaning, Sign | Unknown) for span in spans):
            return self.examples
        found: dict[str, str] = {}
        read = 0
        named = [problem.words for problem in problems if problem.words]
        for candidate in islice(self._candidates(question, spans, problems), _MOST_TRIED):
            if sum(words in candidate for words in named) > _MOST_LEFT:
                continue
            read += len(candidate)
            if read > _MOST_READ or len(found) == _MOST_SUGGESTIONS:
                break
            if candidate != question and (key := meant(candidate)):
                found.setdefault(key, candidate)
        return tuple(found.values()) or self.examples

    def _candidates(self, question: str, spans: Sequence[Span], problems: Sequence[Problem]) -> Iterable[str]:
        unknown = [span for span in spans if isinstance(span.meaning, Unknown)]
        if unknown and _adjacent(spans, unknown):
            yield from self._named_otherwise(question, spans, unknown)
        asked = {problem.words: problem.choices for problem in problems}
        for span in spans:
            for choice in asked.get(span.text, ()):
                yield _with_replaced(question, span, choice)
        yield from _without(question, spans, frozenset(unknown) or _of_problems(spans, problems))
        if unknown and _adjacent(spans, unknown):
            yield " ".join(f"{question[: unknown[0].start]} {question[unknown[-1].end :]}".split())
        for problem in problems:
            for choice in problem.choices:
                yield f"{question.rstrip(' ?.!')} {choice}"
                yield f"{choice} {question}"

    def _named_otherwise(self, question: str, spans: Sequence[Span], unknown: Sequence[Span]) -> Iterable[str]:
        """The unknown words as a known one, or as the value of a field."""
        first, last = spans.index(unknown[0]), spans.index(unknown[-1])
        stretch = Span(question[unknown[0].start : unknown[-1].end], Unknown(), unknown[0].start, unknown[-1].end)
        for word in self._near(stretch.text):
            yield _with_replaced(question, stretch, word)
        following = spans[last + 1] if last + 1 < len(spans) else None
        if following and isinstance(following.meaning, Dimension) and following.meaning.name in _TEXT_FIELDS:
            both = Span(stretch.text, Unknown(), stretch.start, following.end)
            yield _with_replaced(question, both, f'{following.text} containing "{stretch.text}"')
        if first and isinstance(spans[first - 1].meaning, Link):
            for field in _OPEN_FIELDS:
                yield _with_replaced(question, stretch, f'{field} "{stretch.text}"')

    def _near(self, word: str) -> list[str]:
        """Known words that differ in a letter or two, but not in the first: few enough to be compared one by one."""
        wanted = word.lower()[:_LONGEST_WORD]
        near = [known for known in self._by_initial.get(wanted[:1], ()) if abs(len(known) - len(wanted)) <= 2]
        return difflib.get_close_matches(wanted, near, n=3, cutoff=0.75)


def _stretches(question: str, unknown: Sequence[Span]) -> list[Span]:
    """The unknown spans with their article, those that stand together as one: "since the launch"."""
    stretches: list[Span] = []
    for span in unknown:
        last = stretches[-1] if stretches else None
        together = last is not None and _ONLY_ARTICLES.fullmatch(question, last.end, span.start)
        if last is not None and together and span.end - last.start <= _LONGEST_STRETCH:
            text, slips = question[last.start : span.end], (*last.slips, *span.slips)
            stretches[-1] = last._replace(text=text, end=span.end, slips=slips)
            continue
        article = _ARTICLE_BEFORE.search(question, max(0, span.start - _LONGEST_ARTICLE), span.start)
        start = article.start() if article else span.start
        stretches.append(span._replace(text=question[start : span.end], start=start))
    return stretches


def _adjacent(spans: Sequence[Span], some: Sequence[Span]) -> bool:
    first = spans.index(some[0])
    return list(spans[first : first + len(some)]) == list(some)


def _with_replaced(question: str, span: Span, word: str) -> str:
    return f"{question[: span.start]}{word}{question[span.end :]}".strip()


def _without(question: str, spans: Sequence[Span], stuck: frozenset[Span]) -> Iterable[str]:
    """The longest run of clauses that hold none of these spans, and the longest stretch between them."""
    if not stuck:
        return
    clauses = list(clauses_of(spans))
    apart = [spans[run[0].start : run[-1].end] for run in _runs(clauses, lambda each: stuck.isdisjoint(each.spans))]
    beside = _runs(spans, lambda span: span not in stuck)
    for stretches in (apart, beside):
        longest = max(map(_what_it_says, stretches), key=len, default=())
        if longest:
            yield question[longest[0].start : longest[-1].end].rstrip(_STOPS)


def _of_problems(spans: Sequence[Span], problems: Sequence[Problem]) -> frozenset[Span]:
    """What problems are about; nothing where one of them leaves a choice."""
    named = {problem.words for problem in problems}
    said = frozenset(span for span in spans if span.text in named)
    choosable = {problem.words for problem in problems if problem.choices}
    return frozenset() if any(span.text in choosable for span in said) else said


def _runs(items: Iterable[T], is_kept: Callable[[T], bool]) -> list[list[T]]:
    return [[*run] for kept, run in groupby(items, is_kept) if kept]


def _what_it_says(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans without those at either end that only lead up to others."""
    said = [at for at, span in enumerate(spans) if not _only_leads(span.meaning)]
    return spans[said[0] : said[-1] + 1] if said else ()


def _only_leads(meaning: Meaning) -> bool:
    return isinstance(meaning, Link) or meaning in _LEADING
