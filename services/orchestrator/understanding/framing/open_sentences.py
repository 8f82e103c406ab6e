"""Tells by its grammar whether a clause with words that stand in no list only leads up to a request, or follows it.

"A blogger praised us", "Deciding whether to print it", "Before we hire a gardener". A bare noun phrase ("The
premium plan") is none, nor is what could say whose figures are meant, or when (`matter.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.aims import Aims, all_belong
from services.orchestrator.understanding.framing.belonging import THERE
from services.orchestrator.understanding.framing.equations import Equations
from services.orchestrator.understanding.framing.finite_verbs import FiniteVerbs
from services.orchestrator.understanding.framing.matter import Matter
from services.orchestrator.understanding.framing.open_words import is_small, is_verb, lists_of
from services.orchestrator.understanding.framing.own_things import is_thing_at_work
from services.orchestrator.understanding.framing.personal import Personal
from services.orchestrator.understanding.framing.restricting import Restricting
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import OBJECTS, OF_WORK, Role, Tables, forms_of
from services.orchestrator.understanding.lexicon.english import Part

_MOST_OF_AN_OCCASION = 2
_SHORTEST_REASON = 3
_SHORTEST_DEED = 2
_WHEN = frozenset({Role.TIME, Role.NUMBER, Role.CALLED, Role.COURTESY, Role.HERE})
_BEFORE_WHEN = frozenset({"in", "at", "by", "on"})
_BEFORE_AN_OCCASION = frozenset({Role.LIGHT, Role.COURTESY, Role.INTERJECTION, Role.PREPOSITION})
_NOT_BEFORE_NOUNS = frozenset({Part.PRESENT, Part.PAST, Part.ADVERB})


class OpenSentences:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._wishes = Wishes(tables)
        self._restricting = Restricting(tables, self._wishes)
        self._matter = Matter(tables, self._wishes, self._restricting)
        self._me = lists["me"]
        self._at = lists["at"]
        self._subjects = lists["subjects"]
        self._pointing = lists["pointing"]
        self._copulas = lists["copulas"]
        self._aims = Aims(tables, self._wishes)
        self._equations = Equations(tables)
        self._personal = Personal(tables)
        self._verbs = FiniteVerbs(tables, self._wishes)
        self._those = lists["those"]
        self._answer = lists["answer"]
        self._dropping = lists["dropping"]
        self._hoping = lists["hoping"]
        self._behind_doing = lists["behind_doing"]
        self._particles = lists["particles"]
        self._moving = lists["moving"]
        self._relatives = lists["relatives"]
        self._commenting = lists["copulas"] | lists["would"] | forms_of(tables["open"]["seeming"])
        self._together = lists["together"]
        self._wishing = lists["wishing"]
        self._claiming = forms_of(tables["open"]["claiming"])
        self._working = frozenset(form for form in forms_of(tables["open"]["working"]) if form.endswith("ing"))
        self._examining = frozenset(form for form in forms_of(tables["open"]["examining"]) if form.endswith("ing"))
        self._indefinite = lists["indefinite"]
        self._prepositions = lists["prepositions"]
        self._articles = lists["articles"]

    def is_sentence(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        """Whether tokens, some of them free, are a sentence beside the matter; `is_reason` where ", so" follows."""
        if self.is_aim(tokens):
            return True
        begins = (at for at, token in enumerate(tokens) if not is_small(token) or token.key in self._subjects)
        start = next((at for at in begins if tokens[at].key != "since"), None)
        if start is None or self._matter.may_be_in(tokens, is_reason=is_reason):
            return False
        if self._equations.is_one(tokens, start):
            return False
        return (
            self._has_pronoun(tokens, start)
            or self._verbs.have_subject(tokens, start)
            or self._does(tokens, start)
            or self._drops_subject(tokens, start)
            or self._wonders(tokens, start)
            or self._personal.has_part_in(tokens)
            or (is_reason and len(tokens) - start >= _SHORTEST_REASON and self._is_led(tokens, start))
        )

    def is_occasion(self, tokens: Sequence[Token]) -> bool:
        """ "For the stock count review", "payroll standup in 20": few free words before a noun of work at the end."""
        end = self._before_whose(tokens)
        while end > 1 and tokens[end - 1].roles & _WHEN and tokens[end - 1].key not in self._together:
            end -= 1 + (end > _SHORTEST_REASON and tokens[end - 2].key in _BEFORE_WHEN)
        free = [at for at, token in enumerate(tokens) if token.is_free]
        if not 0 < len(free) <= _MOST_OF_AN_OCCASION or end < 2 or not all_belong(tokens[:end]):
            return False
        start, head = free[0], tokens[end - 1]
        is_plain = all(not tokens[at].is_name and tokens[at].part not in _NOT_BEFORE_NOUNS for at in free)
        is_run = all(tokens[at].is_free or tokens[at].roles & OF_WORK for at in range(start, end - 1))
        if not is_plain or not is_run or tokens[-1].is_free:
            return False
        is_of_work = Role.NOUN in head.roles
        if start > 0 and tokens[start - 1].key in self._articles:
            is_led = all(token.roles & _BEFORE_AN_OCCASION for token in tokens[:start])
            return is_led and (is_of_work or head.key in self._together)
        is_met = Role.DOCUMENT not in head.roles or any(token.key == "again" for token in tokens[end:])
        is_first = all(token.roles & OF_WORK and not token.weighs for token in tokens[:start])
        return is_first and is_of_work and is_met and all(tokens[at].is_english for at in free)

    def is_for_a_team(self, tokens: Sequence[Token]) -> bool:
        """ "For the leaflet team"."""
        return tokens[0].key == "for" and tokens[-1].key in self._together and self.is_occasion(tokens)

    def _before_whose(self, tokens: Sequence[Token]) -> int:
        """Where "from the content team" begins, behind a noun of work; else the end."""
        end = len(tokens)
        start = next((at for at in range(1, end) if tokens[at].key in {"from", "by"}), end)
        behind = tokens[start + 1 :]
        are_people = (
            bool(behind)
            and Role.PEOPLE in behind[-1].roles
            and all(token.roles and not token.is_free and not token.said for token in behind)
        )
        return start if are_people else end

    def is_of_matter(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence of known words says whom or what to count, or what something is."""
        start = next((at for at, token in enumerate(tokens) if not is_small(token)), len(tokens))
        is_open = any(token.is_free for token in tokens) and start < len(tokens)
        return self._restricting.leaves_out(tokens) or (is_open and self._equations.is_one(tokens, start))

    def is_relative(self, tokens: Sequence[Token]) -> bool:
        """ "The plan we launched", "those we wrote to"."""
        keys = [token.key for token in tokens]
        is_thing = keys[0] in self._articles
        subject = next((at for at, key in enumerate(keys) if at > is_thing and key in self._subjects), None)
        ends_in_verb = tokens[-1].is_free or Role.VERB in tokens[-1].roles
        if subject is None or not ends_in_verb or not (is_thing or keys[0] in self._those):
            return False
        is_led_by_noun = not is_thing or not is_small(tokens[subject - 1])
        return is_led_by_noun and not any(key in self._verbs.known for key in keys[:subject])

    def goes_on(self, tokens: Sequence[Token], *, is_signed: bool) -> bool:
        """ "(The inbox is empty,) which seems odd", "(the controller here,) closing the books"."""
        return (
            len(tokens) > 1
            and (
                (tokens[0].key in self._relatives and tokens[1].key in self._commenting)
                or (is_signed and self._closes(tokens))
            )
            and not any(token.key in self._wishing or token.said for token in tokens[1:])
            and not any(token.weighs and not is_small(token) for token in tokens[1:])
            and not self._matter.may_be_in(tokens[1:], is_reason=False)
        )

    def _closes(self, tokens: Sequence[Token]) -> bool:
        """ "Closing the books"; not "reading the guide", "closing teachers", "joining the trial"."""
        is_led = len(tokens) > _SHORTEST_DEED and tokens[1].key in self._articles
        return tokens[0].key in self._working and is_led

    def names_matter(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence behind another says what is asked for: "(he is away and) it has to be dentists"."""
        start = next((at for at, token in enumerate(tokens) if not is_small(token)), None)
        return start is not None and (
            self._matter.may_be_in(tokens, is_reason=False) or self._equations.is_one(tokens, start)
        )

    def tells_of(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a sentence has a word in its subject: "(support says) the phone (menu is broken)"."""
        before = [token for token in tokens[:at] if is_verb(token) or Role.ASKING in token.roles]
        is_claimed = all(token.key in self._claiming for token in before)
        is_told = any(is_verb(token) and Role.NOUN not in token.roles for token in tokens[at + 1 :])
        return ((is_claimed and is_told) or self._is_had(tokens, at)) and not self.names_matter(tokens)

    def _is_had(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(I have a hunch about the checkout on) phones", "(a bug on) phones": behind one of many at work."""
        one = next((place for place in range(at) if tokens[place].key in self._indefinite), at)
        return any(Role.NOUN in token.roles for token in tokens[one:at]) and any(map(is_verb, tokens[:one]))

    def tells_of_own(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a sentence has a thing of the asker's in it, called like a field: "(we moved the) help pages"."""
        return is_thing_at_work(tokens, at) and not self.names_matter(tokens)

    def is_aim(self, tokens: Sequence[Token], *, of_listed: bool = False) -> bool:
        """What is to be done with the answer, or after it: "so that I can plan the shifts", "before we hire a writer".

        With `of_listed` words only the verb may stand in no list.
        """
        return self._aims.is_one(tokens, of_listed=of_listed)

    def is_of_who_works(self, tokens: Sequence[Token]) -> bool:
        """ "The boss sails a lot": first who works there, then a verb that may stand in no list."""
        at = next((at for at, token in enumerate(tokens) if not is_small(token)), len(tokens) - 1)
        verb = tokens[at + 1 : at + 2]
        is_verb = bool(verb) and verb[0].is_free and verb[0].key.endswith("s")
        return Role.PEOPLE in tokens[at].roles and is_verb and not self._matter.may_be_in(tokens, is_reason=False)

    def _is_led(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a sentence begins with a noun, so that it asks for nothing to be done: "subtract the bots"."""
        is_led = any(token.key in self._articles for token in tokens[:start])
        return is_led or bool(tokens[start].roles & OBJECTS) or tokens[start].key.endswith("s")

    def _has_pronoun(self, tokens: Sequence[Token], start: int) -> bool:
        behind = [token for token in tokens[start + 1 :] if not is_small(token)]
        if not behind:
            return False
        if tokens[start].key in self._subjects:
            is_there = (
                tokens[start].key in self._me and tokens[start].key in self._copulas and behind[0].key in self._at
            )
            is_going = tokens[start].key in self._copulas and [token.key for token in behind[:2]] == ["about", "to"]
            return (
                is_there
                or is_going
                or behind[0].is_free
                or bool(behind[0].roles & {Role.VERB, Role.NEGATED, Role.ASKING})
            )
        at = next(at for at in range(start + 1, len(tokens)) if tokens[at] is behind[0])
        if tokens[start].key in THERE:
            return not self._wishes.are_named(behind)
        return tokens[start].key in self._pointing and self._verbs.follow(tokens, at)

    def is_doing(self, tokens: Sequence[Token]) -> bool:
        """ "Feeding a dashboard", of listed words."""
        start = next((at for at, token in enumerate(tokens) if not is_small(token)), None)
        return start is not None and self._does(tokens, start)

    def _does(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Deciding whether to print it", "Filling in our time sheets"; not "Reading the guide", as visitors do."""
        if not tokens[start].key.endswith("ing") or start + 1 == len(tokens):
            return False
        behind = tokens[start + 1]
        if behind.key == "my" or self._is_on_the_way(tokens, start):
            return True
        if tokens[start].key in self._examining:
            # "Checking an invoice from the printer"; not "checking a page about shoes".
            last = next(token for token in reversed(tokens) if not (is_small(token) or Role.HERE in token.roles))
            is_plain = not last.is_free or not any(token.key in self._prepositions for token in tokens)
            is_open = behind.key in self._indefinite | self._answer | {"something"}
            return is_open and is_plain and not last.said
        is_listed = all(token.roles and not token.is_free for token in tokens)
        last = next(token for token in reversed(tokens) if not is_small(token))
        is_of_work = behind.key in self._answer or (is_listed and Role.NOUN in last.roles)
        if is_of_work and not self._wishes.looks(tokens[start]) and Role.PREPOSITION not in behind.roles:
            return True
        if tokens[start].key not in self._working:
            return False
        is_how = is_small(behind) and " " in behind.text
        # "Setting ad schedules".
        is_qualifier = Role.QUALIFIER in behind.roles and not (behind.is_free or behind.weighs)
        return (
            is_how
            or (is_qualifier and behind is not tokens[-1])
            or behind.key in self._behind_doing
            or behind.key in self._prepositions
            or (behind.key in self._particles and start + 2 < len(tokens))
        )

    def _is_on_the_way(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Heading into a call", "going to print it"."""
        if tokens[start].key not in self._moving:
            return False
        behind = tokens[start + 1].key
        is_to_do = behind == "to" and self._wishes.does(tokens, start + 2) and tokens[-1].key in self._answer
        last = next((token for token in reversed(tokens) if not is_small(token)), tokens[-1])
        is_met = behind in {"into", "to", "through"} and Role.NOUN in last.roles and not last.is_free
        return is_to_do or is_met

    def _wonders(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Do we even need to bake", "was the film worth it": the verb, then its subject and what that does."""
        subject = tokens[start + 1 : start + 2]
        if tokens[start].key not in self._verbs.known or not subject or len(tokens) <= start + 2:
            return False
        is_of_it = (
            subject[0].key in self._articles
            and tokens[-1].key in self._answer
            and not any(token.roles & {Role.PREPOSITION, Role.UNCLEAR} for token in tokens)
        )
        is_worth = subject[0].key in self._answer and tokens[start + 2].key == "worth"
        is_plain = not any(token.key in self._prepositions for token in tokens)
        return subject[0].key in self._subjects or is_of_it or (is_worth and is_plain)

    def _drops_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Just sent it off", "Still refreshing"."""
        dropped = any(token.key in self._dropping for token in tokens[: start + 1])
        first = next((token for token in tokens[start:] if token.key not in self._dropping), None)
        if first is None:
            return False
        if first.key in self._hoping and any(token.key in self._subjects for token in tokens[start + 1 : start + 2]):
            # "Hope you had a good one".
            return True
        wants = first is tokens[start] and first.key in {"need", "want"} and self._wishes.names_none(tokens, start)
        return wants or (
            dropped and (first.key in self._verbs.known or first.key.endswith("ing") or first.part is Part.PARTICIPLE)
        )
