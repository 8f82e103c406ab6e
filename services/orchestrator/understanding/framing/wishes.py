"""Tells whether what somebody wants, asks or does names what the request is about; "needs to boast a bit" does not."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import VERBS, is_small, lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, forms_of, words_of

_BEHIND_A_DEED = 2
_LEADING = frozenset({Role.PREPOSITION, Role.HERE})
_WHEN = frozenset({Role.TIME, Role.COURTESY})
_NO_OBJECTS = frozenset({Role.NOUN, Role.TIME, Role.LIGHT})
_SOME = frozenset({"something", "anything"})
_WEIGHING = frozenset({Role.NOUN, Role.NUMBER, Role.IDLE, Role.TIME})
_NOUNS = frozenset({Role.NOUN, Role.UNCLEAR})
_AT_WORK = frozenset({Role.PEOPLE, Role.OURS})
_TOLD = frozenset({Role.PEOPLE, Role.PRONOUN})
_WHETHER = frozenset({"if", "whether"})
_HOW_IT_IS = 3
_ROWS = frozenset({"which ones", "what's"})
"""Those of the request, and what befalls: "what's working"."""


class Wishes:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._it = lists["it"]
        self._asked = lists["asked"]
        self._indefinite = lists["indefinite"]
        self._going_on = lists["going_on"]
        self._saying = lists["saying"]
        self._answers = lists["answers"]
        self._past = lists["past"]
        self._along = lists["along"]
        self._articles = lists["articles"]
        self._leading = lists["prepositions"] | lists["copulas"]
        self._whom = lists["whom"]
        self._promising = forms_of(tables["open"]["promising"])
        self._prepositions = lists["prepositions"]
        self._means = lists["means"]
        self._working = forms_of(tables["open"]["working"])
        self._effects = forms_of(tables["open"]["effects"])
        self._claiming = forms_of(tables["open"]["claiming"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._looking_on = forms_of(tables["verbs"]["looking"]) - self._looking

    def does(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb in its plain form stands there, one that looks at nothing: "hire a writer"."""
        if at >= len(tokens):
            return False
        verb = tokens[at]
        may_be = (
            (verb.is_free and not verb.is_name) or Role.VERB in verb.roles or verb.moves or verb.key in self._working
        )
        is_done = verb.key in self._past and tokens[at - 1].key != "to"
        is_verb = may_be and not verb.key.endswith(("ing", "ed")) and not is_done
        is_plain = not any(may_name(token) or Role.UNCLEAR in token.roles for token in tokens[at + 1 :])
        return (
            is_verb and (is_plain or verb.key not in self._looking) and not any(token.is_name for token in tokens[at:])
        )

    def looks(self, token: Token) -> bool:
        """ "Checking", "comparing"."""
        return token.key in self._looking_on

    def names_none(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether who asks, wants or needs there names nothing: "is asking", "wants it", "needs to boast a bit"."""
        behind = tokens[at + 1 :]
        if tokens[at].key in self._promising:
            behind = self._behind_told(behind)
        if not behind or behind[0].key in self._going_on or _is_done_to_it(behind):
            return True
        if behind[0].key in self._indefinite:
            return not self._leads_to_free(behind)
        if behind[0].key in self._it:
            return not any(map(_is_named, behind))
        if tokens[at].key in self._claiming and self._claims(behind):
            return True
        return self._is_to_do(behind) or not self.are_named(behind)

    def are_named(self, behind: Sequence[Token]) -> bool:
        """Whether words behind a verb name what could be meant: "teachers"; not "a redesign", "the bank on Thursday".

        One of many names nothing, nor do one at work and what work is done with.
        """
        is_led = bool(behind) and (bool(behind[0].roles & _LEADING) or behind[0].key in self._leading)
        named = self._before_when(behind[is_led:])
        if not named or self.is_unnamed(named) or named[0].key in self._along or named[0].key in self._indefinite:
            return False
        if named[0].key in self._it:
            return named[0].key in _SOME and self._leads_to_free(named)
        if all(map(is_small, named)):
            return False
        is_deed = is_led and len(named) > 1 and named[0].key.endswith("ing") and not self.looks(named[0])
        is_listed = all(map(_is_listed, named))
        is_of_work = is_listed and (bool(named[-1].roles & _NO_OBJECTS) or self._is_one_at_work(named))
        return not (is_deed or is_of_work or self._is_means(named))

    def claims(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(Support) thinks nobody reads them"; not "thinking about teachers"."""
        behind = tokens[at + 1 :]
        is_claim = tokens[at].key in self._claiming and bool(behind) and Role.PREPOSITION not in behind[0].roles
        return is_claim and self.names_none(tokens, at)

    def is_unnamed(self, tokens: Sequence[Token]) -> bool:
        """ "What to fix first", "whether it worked"; not "how teachers do"."""
        if not tokens[1:] or tokens[0].key not in self._asked:
            return False
        if tokens[1].key == "to":
            return self.does(tokens, 2)
        if tokens[0].key in _ROWS:
            return not (tokens[1].key in self._leading or _is_named(tokens[1]))
        return self._says_effect(tokens) or self._says_how(tokens) or self._says_of_it(tokens)

    def _says_of_it(self, tokens: Sequence[Token]) -> bool:
        """ "Whether it worked"."""
        said = tokens[1 + (tokens[1].roles <= {Role.LIGHT, Role.IDLE}) :]
        is_said = bool(said) and said[0].key in self._saying | self._it | self._whom
        return is_said and not any(map(_is_named, said[_BEHIND_A_DEED:]))

    def _says_how(self, tokens: Sequence[Token]) -> bool:
        """ "How dependent we are"."""
        return tokens[0].key == "how" and len(tokens) == _HOW_IT_IS and tokens[2].key.split()[0] in self._saying

    def _says_effect(self, tokens: Sequence[Token]) -> bool:
        """ "Whether the new bids did anything", "if our banner helped"; not "if teachers helped"."""
        said = tokens[1:] if tokens[0].key in _WHETHER else ()
        at = next((at for at, token in enumerate(said) if at > 1 and token.key in self._effects), 0)
        is_one = at > 0 and said[0].key in self._articles and not any(token.said or token.is_name for token in said)
        return is_one and all(is_small(token) or token.roles & _TOLD for token in said[at + 1 :])

    def _behind_told(self, behind: Sequence[Token]) -> Sequence[Token]:
        """Behind whom something is owed: "(I promised) the board (a number)", "(we owe) them (schools)"."""
        article = next((at for at, token in enumerate(behind) if at and token.key in self._articles), 0)
        is_told = bool(behind) and bool(behind[0].roles & _TOLD or behind[0].is_name)
        return behind[article or is_told :]

    def _before_when(self, tokens: Sequence[Token]) -> Sequence[Token]:
        end = len(tokens)
        while end and tokens[end - 1].roles & _WHEN and not tokens[end - 1].said:
            end -= 1 + (end > 1 and tokens[end - 2].key in self._prepositions)
        return tokens[:end]

    def _is_one_at_work(self, named: Sequence[Token]) -> bool:
        """ "The bank", "my boss"; not "clients", whom figures may be of."""
        last = named[-1]
        return named[0].key in self._articles and last.roles & _AT_WORK == {Role.PEOPLE} and not last.key.endswith("s")

    def _is_means(self, named: Sequence[Token]) -> bool:
        """ "(Only got) room for a box"; not "room for teachers"."""
        at = next((at for at, token in enumerate(named) if token.key in self._means), None)
        return at is not None and not self.are_named(named[at + 1 :])

    def _claims(self, behind: Sequence[Token]) -> bool:
        says = behind[0].key.partition("'")[0] in self._saying and len(behind) > 1
        answers = behind[0].key in self._answers and len(behind) == 1
        return (
            says
            or answers
            or any((Role.VERB in token.roles and not token.roles & _NOUNS) or token.part in VERBS for token in behind)
        )

    def _is_to_do(self, behind: Sequence[Token]) -> bool:
        if behind[0].key != "to":
            return False
        done = behind[_BEHIND_A_DEED:]
        if len(behind) > 1 and behind[1].key in self._looking and self.is_unnamed(done):
            return True
        is_of_it = bool(done) and done[0].key in self._it
        return (is_of_it or not self._leads_to_free(behind)) and self.does(behind, 1)

    def _leads_to_free(self, tokens: Sequence[Token]) -> bool:
        return any(
            token.key in self._prepositions and any(map(may_name, tokens[at:])) and not self._is_aim(tokens, at)
            for at, token in enumerate(tokens)
            if at
        )

    def _is_aim(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(Something) to pause"; not "to teachers"."""
        is_to_do = tokens[at].key == "to" and self.does(tokens, at + 1)
        return is_to_do and tokens[at + 1].is_english and not tokens[at + 1].key.endswith("s")


def _is_named(token: Token) -> bool:
    return may_name(token) or bool(token.said)


def _is_listed(token: Token) -> bool:
    may_weigh = bool(token.roles & _WEIGHING)
    return bool(token.roles) and not (token.is_free or token.said) and (may_weigh or not token.weighs)


def _is_done_to_it(tokens: Sequence[Token]) -> bool:
    """ "(It needs) refreshing"."""
    return len(tokens) == 1 and tokens[0].key.endswith("ing") and tokens[0].is_english
