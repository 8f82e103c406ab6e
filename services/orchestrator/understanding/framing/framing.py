"""Sets apart what people write around a request: "Hi team, Board slide 7:", "… so that I can tell the board, thanks!".

The rule. A question is cut into clauses at its stops. A clause frames the request, and means nothing, where

- none of its words could carry a figure, a field, a value or a period; and
- its words are all of those that `data/framing.toml` lists by their part in such clauses, and make a courtesy, a
  sentence, an occasion or a noun of work; or, where some are in no list, they are a statement about the asker, the work
  or the world, which by its grammar neither restricts nor names what is asked about; and
- it stands before or behind the request. Beside a comma a bare noun could be one of a list, and is no frame.

With no stop between, only listed words at the very edge of the request frame it (`edges.py`). Whatever is not set apart
stays in the request, where a word that fits nowhere is asked about. So it is where an aside and the request hang
together: where the request points back at it ("how many users did it get?"), or lacks the value or the period it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from services.orchestrator.understanding.framing.appositions import Appositions
from services.orchestrator.understanding.framing.belonging import POINTING
from services.orchestrator.understanding.framing.clauses import Clause, clauses_of
from services.orchestrator.understanding.framing.deadlines import Deadlines
from services.orchestrator.understanding.framing.edges import Edges, first_word
from services.orchestrator.understanding.framing.fragments import Outcries, says_what_a_day_was
from services.orchestrator.understanding.framing.further import Further
from services.orchestrator.understanding.framing.joints import Joints
from services.orchestrator.understanding.framing.open_sentences import OpenSentences
from services.orchestrator.understanding.framing.published import Published
from services.orchestrator.understanding.framing.purposes import Purposes
from services.orchestrator.understanding.framing.rows_asked_for import RowsAskedFor
from services.orchestrator.understanding.framing.shapes import (
    Shape,
    is_bare,
    quantifies,
    restricts,
    shape_of,
)
from services.orchestrator.understanding.framing.standing_alone import stands_alone
from services.orchestrator.understanding.framing.token import ReadClause, Token
from services.orchestrator.understanding.framing.tokens import TokenReader
from services.orchestrator.understanding.framing.weight import ARTICLES, said_words
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, words_of
from services.orchestrator.understanding.lexicon.english import English, Part
from services.orchestrator.understanding.lexicon.vocabulary import Announced, Sign, Span, span_over

_MOST_CLAUSES = 20
_LONGEST_SIGNATURE = 2
_JOINED = 2
_ASKING = frozenset({"who", "which", "what", "what's", "where", "how", "whose"})
_OF_A_KIND = ("ally", "ectly", "hly")
_CALLED_UPON = frozenset({Role.PEOPLE, Role.PRONOUN})
_SITTING = frozenset({"in", "from", "at"})
_OF_US = frozenset({Role.PEOPLE, Role.LIGHT, Role.QUALIFIER})
_WHY = frozenset({"why", "what", "what's"})


class Framing:
    """The words of `data/framing.toml`. `english` are words that any text may hold."""

    def __init__(self, tables: Tables, english: English) -> None:
        self._reader = TokenReader(tables, english)
        self._sentences = OpenSentences(tables)
        self._edges = Edges(tables, self._reader, self._sentences)
        self._joints = Joints(tables)
        self._reasons = frozenset(words_of(tables["edges"]["reasons"]))
        self._signing = frozenset(words_of(tables["edges"]["signing"]))
        self._measuring = frozenset(words_of(tables["edges"]["measuring"]))
        self._deadlines = Deadlines(tables)
        self._further = Further(tables)
        self._rows = RowsAskedFor(tables)
        self._outcries = Outcries(tables)
        self._published = Published(tables)
        self._purposes = Purposes(tables)
        self._appositions = Appositions(tables)

    def set_apart(self, text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, those around the request as one before and one behind; unchanged where that would change it."""
        clauses = list(clauses_of(spans))
        if not clauses or len(clauses) > _MOST_CLAUSES:
            return tuple(spans)
        read = [self._reader.read(said_words(clause.spans)) for clause in clauses]
        frames = self._frames(clauses, read, [self._shape(clauses, read, at) for at in range(len(clauses))])
        if all(frames):
            return tuple(spans)
        first, last = frames.index(False), len(frames) - 1 - frames[::-1].index(False)
        before = self._edges.before(read[first])
        start = clauses[first].start + before
        end = clauses[last].end - self._edges.behind(read[last].said, max(start - clauses[last].start, 0))
        if start == 0 and end == len(spans):
            return tuple(spans)
        led_up = [token for token in read[first].tokens if token.last < before]
        outside = [each for each in (*_wholes(read[:first]), led_up, *_wholes(read[last + 1 :])) if each]
        dates = self._deadlines.may_date(spans[start:end], before=spans[:start], behind=spans[end:])
        request = spans[start:end]
        is_read = self._published.may_be_asked_about(request, outside)
        if dates or is_read or not stands_alone(request, outside, self._sentences):
            return tuple(spans)
        return (*_framed(text, spans[:start], request), *request, *_framed(text, spans[end:], request))

    def _frames(self, clauses: Sequence[Clause], read: Sequence[ReadClause], shapes: Sequence[Shape]) -> list[bool]:
        """Which clauses are frames. A bare fragment, or one beside a comma, could be what is asked about."""
        found: list[bool] = []
        for at, (clause, shape) in enumerate(zip(clauses, shapes, strict=True)):
            is_led_on = at + 1 < len(clauses) and (
                shapes[at + 1] is not Shape.NONE or self._edges.opens(read[at + 1].said)
            )
            tokens = read[at].whole or ()
            closes = at + 1 == len(clauses) and self._edges.closes(tokens)
            is_listed = (clause.stop == "," and not is_led_on) or (
                clause.led_by == "," and not all(found[-1:]) and not closes
            )
            is_open = is_listed or (is_bare(tokens) and not any(found[-1:]))
            is_frame = shape is not Shape.NONE and not (shape is Shape.FRAGMENT and is_open)
            is_signed = at > 0 and shapes[at - 1] is Shape.COURTESY
            goes_on = clause.led_by == "," and any(found[-1:]) and self._sentences.goes_on(tokens, is_signed=is_signed)
            colours = any(found[-1:]) and bool(tokens) and all(map(_colours, tokens))
            leads_up = all(found) and (
                self._is_outcry(clauses, read, at) or self._appositions.are_one(tokens, clause, clauses[at + 1 :])
            )
            found.append(is_frame or goes_on or colours or leads_up)
        return found

    def _is_outcry(self, clauses: Sequence[Clause], read: Sequence[ReadClause], at: int) -> bool:
        """ "Derby day!", "derby day, sigh.", before the request."""
        sighs = clauses[at].stop == "," and at + 1 < len(read) and self._outcries.is_mood(read[at + 1].whole or ())
        if not (sighs or clauses[at].stop == "!"):
            return False
        cried = self._outcries.cried(read[at].whole or ())
        return bool(cried) and not self._sentences.names_matter(cried)

    def _shape(self, clauses: Sequence[Clause], read: Sequence[ReadClause], at: int) -> Shape:
        clause, tokens = clauses[at], read[at].whole
        if self._closes_letter(clauses, read, at) or (at == 0 and clause.stop == "," and _are_called(read[at].tokens)):
            return Shape.COURTESY
        if not tokens:
            return Shape.NONE
        if self._asks_about_figures(clause, tokens) or self._further.goes_on(tokens) or self._rows.are_in(read[at]):
            return Shape.NONE
        is_reason = at + 1 < len(clauses) and first_word(read[at + 1].said) in self._reasons
        whole = self._shape_of(tokens, asks=clause.stop == "?", is_reason=is_reason)
        pieces = self._joints.pieces(tokens)
        if len(pieces) < _JOINED:
            return whole
        if whole is not Shape.NONE:
            return Shape.NONE if any(map(self._sentences.names_matter, pieces[1:])) else whole
        shapes = [self._shape_of(piece, asks=clause.stop == "?", is_reason=is_reason) for piece in pieces]
        return Shape.NONE if Shape.NONE in shapes else Shape.SENTENCE

    def _shape_of(self, tokens: Sequence[Token], *, asks: bool, is_reason: bool) -> Shape:
        if says_what_a_day_was(tokens):
            return Shape.SENTENCE
        shape = shape_of(tokens)
        if shape is not Shape.COURTESY and restricts(tokens, asks=asks):
            return Shape.SENTENCE if self._sentences.is_aim(tokens) else Shape.NONE
        return self._spoken(shape, tokens, is_reason=is_reason)

    def _closes_letter(self, clauses: Sequence[Clause], read: Sequence[ReadClause], at: int) -> bool:
        """ "(Thanks,) Anna" at the end, and the "Best" before a name that no comma leads in."""
        last = len(clauses) - 1
        name = read[last].whole or []
        if not last or at < last - 1 or not _signs(name) or (name[0].is_english and clauses[last].led_by != ","):
            return False
        before = read[last - 1].said
        signs = " ".join(word.key for word in before.words) in self._signing and clauses[last - 1].led_by != ","
        return signs or (at == last and self._edges.thanks(before))

    def _spoken(self, shape: Shape, tokens: Sequence[Token], *, is_reason: bool) -> Shape:
        """The shape, or that of a sentence of any words where listed ones make none or say whom to count."""
        if shape is Shape.SENTENCE and self._sentences.is_of_matter(tokens):
            return Shape.NONE
        if shape is not Shape.NONE and not self._sentences.is_relative(tokens):
            return Shape.SENTENCE if self._sentences.is_doing(tokens) else shape
        if self._sentences.is_sentence(tokens, is_reason=is_reason) or self._purposes.are_of(tokens):
            return Shape.SENTENCE
        if self._sentences.is_for_a_team(tokens) or self._purposes.is_meeting_of_one(tokens):
            return Shape.OCCASION
        return Shape.FRAGMENT if self._sentences.is_occasion(tokens) else Shape.NONE

    def _asks_about_figures(self, clause: Clause, tokens: Sequence[Token]) -> bool:
        """ "Is that good?", "how was October?", "it dropped", "why we dropped"; not "our teaser dropped"."""
        if clause.stop == "?" and any(token.key in self._measuring or Role.PERIOD in token.roles for token in tokens):
            return True
        if tokens[0].key in _ASKING and quantifies(tokens):
            return True
        pointing = _WHY | (POINTING if tokens[0].key in POINTING else frozenset())
        moves = any(token.moves and not _is_put_on(tokens, at) for at, token in enumerate(tokens))
        return moves and any(token.key in pointing for token in tokens)


def _wholes(read: Sequence[ReadClause]) -> Iterator[list[Token]]:
    return (each.whole for each in read if each.whole)


def _colours(token: Token) -> bool:
    """ "(Finance is chasing,) nicely"; not "(…,) locally"."""
    return token.part is Part.ADVERB and not token.key.endswith(_OF_A_KIND)


def _are_called(tokens: Sequence[Token]) -> bool:
    """ "Team", "everyone"."""
    return len(tokens) == 1 and Role.CALLED in tokens[0].roles and bool(tokens[0].roles & _CALLED_UPON)


def _is_put_on(tokens: Sequence[Token], at: int) -> bool:
    """ "(It goes on) slide (4)", "(it's for) a slide"; not "(it took) a slide"."""
    start = at - 1 if at and tokens[at - 1].key in ARTICLES else at
    is_led = start > 0 and Role.PREPOSITION in tokens[start - 1].roles
    return is_led and Role.DOCUMENT in tokens[at + (tokens[at].key in ARTICLES)].roles


def _signs(tokens: Sequence[Token]) -> bool:
    """ "(Cheers,) Anna", "Joe in sales", "the intern": names by their capital or since they are no English words."""
    end = next((at for at, token in enumerate(tokens) if token.key in _SITTING), len(tokens))
    are_names = all(token.is_free and (token.text[0].isupper() or not token.is_english) for token in tokens[:end])
    sits = tokens[end + 1 :]
    is_name = 0 < end <= _LONGEST_SIGNATURE and are_names and (not sits or _are_of_us(sits))
    return is_name or (bool(tokens) and Role.PEOPLE in tokens[-1].roles and _are_of_us(tokens))


def _are_of_us(tokens: Sequence[Token]) -> bool:
    return all(token.roles & _OF_US and not token.is_free and not token.said for token in tokens)


_DIVIDING = frozenset({Sign.BY, Sign.EACH})
_LOOSE = ("things", "questions", "asks", "requests", "queries")


def _framed(text: str, spans: Sequence[Span], request: Sequence[Span]) -> tuple[Span, ...]:
    """The spans as one; how many things are asked for, "two tables for the board: …", is kept."""
    found: list[Span] = []
    ways = sum(span.meaning in _DIVIDING for span in request)
    for counts, group in groupby(spans, lambda span: _counts_what_is_asked(span, ways)):
        said = list(group)
        found += said if counts else [span_over(text, said, Sign.FRAMING)]
    return tuple(found)


def _counts_what_is_asked(span: Span, ways: int) -> bool:
    """ "Two tables"; "two things for the memo" can be two figures, but for "two things: users by city and by age"."""
    return isinstance(span.meaning, Announced) and (ways > 1 or not span.words.endswith(_LOOSE))
