"""The planner: words to spans, spans to slots, slots to a plan, the plan checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from services.orchestrator.understanding.about_fields import FieldQuestions
from services.orchestrator.understanding.canonical import joined, normalise, query_hash
from services.orchestrator.understanding.composing.bare_lists import is_bare_list, says_more_aside
from services.orchestrator.understanding.composing.compose import compose
from services.orchestrator.understanding.composing.draft import Draft, NotToBeHad, Problem, Unclear
from services.orchestrator.understanding.composing.wholes import Wholes
from services.orchestrator.understanding.composing.words import ComposingWords
from services.orchestrator.understanding.deciding.beside_ranked import check_what_ranks
from services.orchestrator.understanding.deciding.causes import Causes
from services.orchestrator.understanding.deciding.checks import Checks
from services.orchestrator.understanding.deciding.order import decide_rows
from services.orchestrator.understanding.deciding.periods import decide_times
from services.orchestrator.understanding.deciding.places_apart import PlacesApart
from services.orchestrator.understanding.deciding.rates_together import check_rates_together
from services.orchestrator.understanding.deciding.requests import build_plan
from services.orchestrator.understanding.deciding.rows_compared import with_rows_that_meet
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.shares import check_share, with_whole
from services.orchestrator.understanding.deciding.subject import decide_subject
from services.orchestrator.understanding.deciding.thresholds import thresholds_said
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.own_words import OwnWordsMemory
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.periods.calendar_days import EARLIEST
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import DateRange, Plan
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    QuestionContext,
    Reading,
    Refused,
    Understanding,
    Understood,
)
from services.orchestrator.understanding.reading.recognise import Recogniser
from services.orchestrator.understanding.reading.several.by_each_field import by_each_field
from services.orchestrator.understanding.reading.several.opposites import both_ends
from services.orchestrator.understanding.reading.several.parts import Parts, parts, sentences
from services.orchestrator.understanding.reading.several.two_groups import both_groups
from services.orchestrator.understanding.references import References
from services.orchestrator.understanding.refusals import Refusals, without_topics
from services.orchestrator.understanding.saying.describe import Describer
from services.orchestrator.understanding.saying.readings import readings
from services.orchestrator.understanding.saying.replies import Replies

LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""

_LAST_YEAR = 2_100
"""The last year that is recognised in a question."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """`renamed` and `reread` are what scope and comparison made of the fields and periods that words named."""

    plan: Plan
    assumptions: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    reread: Mapping[Period, DateRange] = field(default_factory=dict)


class QuestionReader:
    """Reads questions by word lists and rules. Keeps nothing of a question, and of properties the words of a few."""

    def __init__(
        self,
        *,
        recogniser: Recogniser,
        own_words: OwnWordsMemory,
        catalogue: Catalogue,
        field_questions: FieldQuestions,
        composing: ComposingWords,
        wholes: Wholes,
        scope: ScopeRules,
        checks: Checks,
        places: PlacesApart,
        causes: Causes,
        describer: Describer,
        references: References,
        refusals: Refusals,
        replies: Replies,
    ) -> None:
        self._recogniser = recogniser
        self._own_words = own_words
        self._catalogue = catalogue
        self._field_questions = field_questions
        self._composing = composing
        self._wholes = wholes
        self._scope = scope
        self._checks = checks
        self._places = places
        self._causes = causes
        self._describer = describer
        self._references = references
        self._refusals = refusals
        self._replies = replies

    def understand(self, question: str, context: QuestionContext) -> Understanding:
        today = context.today
        if today < EARLIEST or today.year > _LAST_YEAR:
            return Refused("Google Analytics has no data on that day.", self._replies.examples)
        if len(question) > LONGEST_QUESTION:
            return NeedsClarification(f"A question has at most {LONGEST_QUESTION} characters.", self._replies.examples)
        own = self._own_words.of(context.definitions)
        text, spans, slips = self._recogniser.read(question, today, own)
        unanswered = self._references.asked_back(spans) or self._refusals.refusal(spans)
        if unanswered is not None:
            return unanswered
        spans = without_topics(spans)
        said = (*_mended(slips), *own.shadowed(spans))
        by_sentence = self._several(sentences(spans), said, context)
        return by_sentence or self._one_or_several(text, spans, said, context)

    def _one_or_several(
        self, question: str, spans: Sequence[Span], said: Sequence[str], context: QuestionContext
    ) -> Understanding:
        try:
            decided = self._decide(spans, context)
        except Unclear as unclear:
            ends = self._several(chain(both_ends(spans), both_groups(spans), by_each_field(spans)), said, context)
            several = ends or self._several(parts(spans), said, context)
            return several or self._asks_back(question, spans, unclear.problems, context)
        except NotToBeHad as refusal:
            return self._refusals.without_data(str(refusal), spans)
        read = readings(spans, decided.renamed, decided.reread)
        return self._understood(decided.plan, (*said, *decided.assumptions), read)

    def _understood(self, plan: Plan, assumptions: Sequence[str], read: tuple[Reading, ...]) -> Understood:
        return Understood(plan, query_hash(plan), self._describer.describe(plan), tuple(assumptions), read)

    def _decide(self, spans: Sequence[Span], context: QuestionContext) -> _Decided:
        if all(span.meaning in {Sign.FILLER, Sign.FRAMING, Sign.COMMA} for span in spans):
            raise Unclear("Ask about figures of a Google Analytics property.")
        if asked := self._field_questions.request(spans):
            return _Decided(Plan((asked,)))
        if says_more_aside(spans):
            raise Unclear("What should be shown of these rows? Name a figure.", ("by views", "by users"))
        draft = compose(spans, self._composing)
        self._wholes.check(spans)
        if draft.explains:
            return self._where_it_changed(draft, context)
        decided = self._decided(draft, context)
        plan = with_whole(draft, decided.plan, self._scope, lambda whole: self._decided(whole, context).plan)
        return decided if plan is decided.plan else replace(decided, plan=plan)

    def _where_it_changed(self, draft: Draft, context: QuestionContext) -> _Decided:
        decided = self._decided(self._causes.completed(draft), context)
        if len(decided.plan.requests) > 1:
            raise Unclear("Which of these figures changed? Ask about one of them.")
        return replace(decided, plan=self._causes.spread(decided.plan.requests[0]))

    def _decided(self, draft: Draft, context: QuestionContext) -> _Decided:
        subject = decide_subject(draft, self._scope, self._catalogue)
        times = decide_times(draft, context.today)
        subject = with_rows_that_meet(subject, times)
        rows = decide_rows(draft, subject, self._scope)
        plan = normalise(build_plan(subject, times, rows))
        self._checks.check(plan, context.realtime_minutes)
        check_share(draft, subject, self._catalogue)
        check_rates_together(subject, self._catalogue)
        self._places.check(subject)
        check_what_ranks(draft, self._scope, self._catalogue)
        bounds = thresholds_said(subject.thresholds, subject.metrics, self._catalogue)
        assumptions = (*subject.assumptions, *times.assumptions, *rows.assumptions, *bounds)
        return _Decided(plan, assumptions, subject.renamed, times.reread)

    def _several(self, ways: Iterable[Parts], said: Sequence[str], context: QuestionContext) -> Understood | None:
        """All requests of a question for several things, where exactly one way of fewest parts gives them.

        `said` are sentences on how the question's words were read.
        """
        known: dict[tuple[Span, ...], _Decided | None] = {}
        for _, alike in groupby(ways, key=len):
            found = [together for parts in alike if (together := self._together(parts, said, context, known))]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _together(
        self,
        parts: Parts,
        said: Sequence[str],
        context: QuestionContext,
        known: dict[tuple[Span, ...], _Decided | None],
    ) -> Understood | None:
        """The requests of all parts; None where one means nothing, or GA4 does not take them together."""
        decided: list[_Decided] = []
        for part in parts:
            if is_bare_list(part.spans):
                return None
            if part.spans not in known:
                known[part.spans] = self._decided_or_none(part.spans, context)
            if (each := known[part.spans]) is None:
                return None
            decided.append(each)
        plan = joined(each.plan for each in decided)
        try:
            self._checks.check(plan, context.realtime_minutes)
        except Unclear:
            return None
        assumptions = dict.fromkeys((*said, *(each for one in decided for each in one.assumptions)))
        of_parts = [readings(part.own, each.renamed, each.reread) for part, each in zip(parts, decided, strict=True)]
        return self._understood(plan, tuple(assumptions), tuple(chain.from_iterable(of_parts)))

    def _decided_or_none(self, spans: Sequence[Span], context: QuestionContext) -> _Decided | None:
        try:
            return self._decide(spans, context)
        except (Unclear, NotToBeHad):
            return None

    def _asks_back(
        self, question: str, spans: Sequence[Span], problems: Sequence[Problem], context: QuestionContext
    ) -> NeedsClarification:
        today, own = context.today, self._own_words.of(context.definitions)
        unknown = [span for span in spans if isinstance(span.meaning, Unknown)]

        def meant(candidate: str) -> str:
            candidate_spans = self._recogniser.read(candidate, today, own).spans
            if self._refusals.refusal(candidate_spans) is not None:
                return ""
            decided = self._decided_or_none(without_topics(candidate_spans), context)
            return query_hash(decided.plan) if decided else ""

        return NeedsClarification(
            message=self._replies.message(question, problems, unknown),
            suggestions=self._replies.suggestions(question, spans, problems, meant),
            readings=readings(spans),
        )


def _mended(slips: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each slip of spelling, each once."""
    return tuple(f'Read "{written}" as "{read}".' for written, read in dict.fromkeys(slips))
