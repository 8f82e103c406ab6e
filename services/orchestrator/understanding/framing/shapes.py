"""What the words of a clause make together: a courtesy, a sentence, an occasion, a fragment of work, or nothing.

These are clauses of listed words, none of which can carry a filter, so their grammar may be loose: "Legal is pestering
us", "Board slide 7". Clauses with words that stand in no list are for `open_sentences.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from services.orchestrator.understanding.framing.belonging import hang_together, is_past, roles_behind
from services.orchestrator.understanding.framing.dating import tells_how_time_went
from services.orchestrator.understanding.framing.fragments import behind_request, says_what_a_day_was
from services.orchestrator.understanding.framing.further import FIGURES
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import HEADS, OF_WORK, SMALL, Role

_OCCASION = frozenset({"for", "before", "ahead of", "per our", "per my", "as per", "re"})
_WHEN = frozenset(
    {"after", "before", "since", "until", "till", "while", "when", "whenever", "once", "during", "if", "unless"}
)
_POLITE = frozenset({"can", "could", "get", "have", "find", "mind", "would", "you'd", "you're", "you've", "possible"})
_WHO = frozenset({"who", "whose", "whoever", "which"})
_WHAT_FOR = frozenset({"for", "about", "in", "on", "from", "before", "after"})
_WHY = frozenset({"for", "about"})
_REGRETTING = frozenset({"sorry", "sorry again", "apologies", "pardon", "excuse me", "forgive me"})
_THE = frozenset({"the", "this", "that", "my", "our"})
_IT_IS = frozenset({"it's", "it", "is", "this", "that", "that's", "i'm"})
_OWN = frozenset({"my", "our", "your", "their", "his", "her"})
_SUBJECTS = frozenset(
    {Role.PRONOUN, Role.NOUN, Role.PEOPLE, Role.THING, Role.UNCLEAR, Role.SAID, Role.NAME, Role.PUBLIC}
)
_SAYING = frozenset({Role.VERB, Role.ASKING, Role.NEGATED})
_SMALL = SMALL | {Role.INTERJECTION}
_IDIOMS = frozenset({Role.COURTESY, Role.INTERJECTION, Role.THANKS, Role.GREETING, Role.ADDRESSED})
_BEFORE_PEOPLE = frozenset({Role.LIGHT, Role.QUALIFIER, Role.NAME, Role.PEOPLE})
_LONGEST_NAME = 2
_BEFORE_CALLED = frozenset({Role.CALLED, Role.PEOPLE, Role.QUALIFIER, Role.LIGHT, Role.INTERJECTION, Role.PUBLIC})
_TO_COME = ("next ", "coming ", "tomorrow")
_RECENT = ("this ", "last ", "previous ", "past ", "yesterday", "today")


class Shape(Enum):
    """What the words of a clause make."""

    NONE = auto()
    COURTESY = auto()
    SENTENCE = auto()
    """Of the asker or the work: "Legal is pestering us"."""
    OCCASION = auto()
    """What or whom the request is for: "for our weekly deck", "before my 10am"."""
    FRAGMENT = auto()
    """That ends in a noun of the work: "Board slide 7"."""


def shape_of(tokens: Sequence[Token]) -> Shape:
    """What listed words make; nothing where one stands in no list."""
    if not tokens:
        return Shape.NONE
    if is_courtesy(tokens):
        return Shape.COURTESY
    if not all(token.roles for token in tokens) or not hang_together(tokens):
        return Shape.NONE
    if is_occasion(tokens) and not quantifies(tokens):
        return Shape.OCCASION
    verbs = [
        at
        for at, token in enumerate(tokens)
        if (token.roles & {Role.VERB, Role.ASKING, Role.NEGATED} or is_past(token)) and not _is_led(tokens, at)
    ]
    subjects = [at for at, token in enumerate(tokens) if token.roles & _SUBJECTS]
    if any(_are_two(tokens, verb, subject) for verb in verbs[:3] for subject in subjects[:3]):
        return Shape.SENTENCE
    return Shape.FRAGMENT if _is_headed(tokens) and not quantifies(tokens) else Shape.NONE


def _are_two(tokens: Sequence[Token], verb: int, subject: int) -> bool:
    """Whether a verb and its subject are different words, or one as in "I'm"."""
    return verb != subject or (len(tokens) > 1 and Role.PRONOUN in tokens[verb].roles)


def _is_led(tokens: Sequence[Token], at: int) -> bool:
    """ "Coming from the newsletter", "brought in by the partner", which can be said of visitors."""
    if Role.ASKING in tokens[at].roles or not all(token.roles <= _SMALL for token in tokens[:at]):
        return False
    return tokens[at].key.endswith("ing") or any(token.key == "by" for token in tokens[at + 1 : at + 3])


def is_bare(tokens: Sequence[Token]) -> bool:
    """ "The template", which could be a page as well."""
    return sum(not token.roles <= _SMALL for token in tokens) == 1 and not any(" " in token.text for token in tokens)


def is_courtesy(tokens: Sequence[Token]) -> bool:
    """ "Thanks so much", "hi team", "cheers Anna", "Anna here", "sorry to bother you"."""
    if _is_signed(tokens):
        return True
    at = 0
    is_polite = False
    while at < len(tokens) - 1 and tokens[at].key in _IT_IS:
        at += 1
    while at < len(tokens):
        roles = tokens[at].roles
        if (end := behind_request(tokens, at)) > at:
            is_polite = True
            at = end
            if _is_what_for(tokens[at:]):
                return True
        elif roles & _IDIOMS:
            is_polite = True
            at += 1
            if _says_why(tokens, at) or _is_what_for(tokens[at:]):
                return True
            at = _behind_called(tokens, at, may_be_name=bool(roles & {Role.THANKS, Role.GREETING}))
        elif (Role.LIGHT in roles and not tokens[at].is_free) or (is_polite and tokens[at].key in _IT_IS):
            at += 1
        else:
            return False
    return is_polite


def _says_why(tokens: Sequence[Token], at: int) -> bool:
    """ "(Thanks) for the help", "(hello) from the slow train"; not "(also) for the teachers"."""
    politeness, behind = tokens[at - 1], tokens[at:]
    if len(behind) <= _LONGEST_NAME or behind[1].key not in _THE or not _is_plain(behind[2:]):
        return False
    is_why = Role.THANKS in politeness.roles or politeness.key in _REGRETTING
    return behind[0].key in _WHY if is_why else Role.GREETING in politeness.roles and behind[0].key == "from"


def _is_what_for(tokens: Sequence[Token]) -> bool:
    """ "(One last thing) for the board", of listed words."""
    leads = len(tokens) > 1 and (tokens[0].key in _WHAT_FOR or (tokens[0].key == "to" and Role.VERB in tokens[1].roles))
    return (
        leads
        and all(token.roles and not token.said for token in tokens)
        and not weighs([token for token in tokens if token.roles != {Role.TIME}])
        and hang_together(tokens)
    )


def _is_plain(tokens: Sequence[Token]) -> bool:
    """ "(Sorry for the) rush", "(hello from the) slow train": few words of English that weigh nothing."""
    return len(tokens) <= _LONGEST_NAME and all(token.is_free and token.is_english for token in tokens)


def _behind_called(tokens: Sequence[Token], at: int, *, may_be_name: bool) -> int:
    """Where the words end that say who is greeted or thanked: a team, or a name that nothing is known of."""
    end = at
    while end < len(tokens) and tokens[end].roles & _BEFORE_CALLED and not tokens[end].is_free:
        end += 1
    are_people = end - at > 1 and tokens[end - 1].roles == {Role.PUBLIC} and Role.QUALIFIER in tokens[end - 2].roles
    if are_people or (end > at and tokens[end - 1].roles & {Role.CALLED, Role.PEOPLE}):
        return end
    end = at
    while may_be_name and end < len(tokens) and end - at < _LONGEST_NAME and tokens[end].is_free:
        end += 1
    if at < end < len(tokens) - 1 and tokens[end].key == "and":
        return _behind_called(tokens, end + 1, may_be_name=True)
    return end


def _is_signed(tokens: Sequence[Token]) -> bool:
    """ "Anna here", "Anna from finance here", "this is Anna from finance", "logistics squad here"."""
    if len(tokens) > 1 and Role.HERE in tokens[-1].roles and _is_one_at_work(tokens[:-1]):
        return True
    at = next((at for at, token in enumerate(tokens) if token.key not in _IT_IS), 0)
    behind = tokens[at + 1 :]
    may_be_many = (
        tokens[at].is_english and tokens[at].key.endswith("s") and [each.key for each in behind[:1]] != ["from"]
    )
    is_name = tokens[at].text[0].isupper() and not may_be_many
    if not tokens[at].is_free or not is_name or not behind:
        return False
    is_from = behind[0].key == "from" and any(Role.PEOPLE in token.roles for token in behind)
    listed = {Role.PREPOSITION, Role.PEOPLE, Role.LIGHT, Role.HERE}
    if is_from and len(behind) > _LONGEST_NAME and behind[1].is_name and behind[2].key == "'s":
        # "Ruth from Omar's office".
        behind = behind[3:]
    return (is_from or behind[0].key == "here") and all(token.roles & listed for token in behind)


def _is_one_at_work(tokens: Sequence[Token]) -> bool:
    """ "Logistics squad", "junior copywriter"."""
    is_listed = all(each.is_free or each.roles & _BEFORE_PEOPLE for each in tokens[:-1])
    is_plain = not any(each.is_name or each.said for each in tokens) and not weighs(tokens)
    return is_plain and is_listed and Role.PEOPLE in tokens[-1].roles


def is_occasion(tokens: Sequence[Token]) -> bool:
    """ "For the CFO", "before my 10am", "ahead of Monday's meeting": led in, with work or people at its end."""
    start = next((at for at, token in enumerate(tokens) if not token.roles & _SMALL or token.key in _OCCASION), None)
    if start is None or tokens[start].key not in _OCCASION:
        return False
    behind = tokens[start + 1 :]
    if not behind or any(
        token.roles & _SAYING and not token.roles & OF_WORK and token.text != "'s" for token in behind
    ):
        return False
    heads = [at for at, token in enumerate(behind) if token.roles & HEADS]
    if len(behind) == 1 and Role.PEOPLE in behind[0].roles and behind[0].key.endswith("s"):
        # "For agencies": these could be who came.
        return False
    if not heads:
        return behind[0].key in _OWN and len(behind) > 1 and bool(behind[-1].roles & {Role.TIME, Role.NUMBER})
    after = behind[heads[-1] + 1 :]
    return all(token.roles & {Role.TIME, Role.LIGHT, Role.NUMBER, Role.PREPOSITION, Role.COURTESY} for token in after)


def quantifies(tokens: Sequence[Token]) -> bool:
    """ "Most of the clients", which without a sentence may be who is asked about."""
    return any(Role.QUANTITY in token.roles for token in tokens)


def is_who_asks(tokens: Sequence[Token]) -> bool:
    """ "The Oslo office", "Tom": who stands before "wants"."""
    last = tokens[-1]
    if any(token.roles & _SAYING and not token.roles & HEADS for token in tokens):
        return False
    if Role.NAME in tokens[0].roles and len(tokens) > 2:
        return tokens[1].key in {"from", "in", "at"} and all(
            token.roles & {Role.LIGHT, Role.PEOPLE} for token in tokens[2:]
        )
    if last.roles & {Role.PEOPLE, Role.NOUN, Role.PRONOUN, Role.THING}:
        return hang_together(tokens) and not any(token.said or not token.roles for token in tokens)
    return len(tokens) == 1 and bool(last.roles & {Role.NAME, Role.QUALIFIER})


def restricts(tokens: Sequence[Token], *, asks: bool) -> bool:
    """Whether a clause says when or who, not why: "since we relaunched", "who clicked"; not "since Finance asks"."""
    first = next((token for token in tokens if token.key not in {"and", "but", "or"}), tokens[0])
    if first.key in _WHO:
        return not asks
    if first.key not in _WHEN or is_occasion(tokens):
        return False
    keys = {token.key for token in tokens}
    if first.key in {"if", "when", "whenever"}:
        return not keys & _POLITE or any(token.is_free for token in tokens)
    return first.key != "since" or not any(
        Role.ASKING in token.roles or token.key in {"need", "want"} for token in tokens
    )


def weighs(tokens: Sequence[Token]) -> bool:
    """Whether a word could mean something in the request: "today"; not "today's meeting"."""
    return any(token.weighs and not _qualifies(tokens, at) for at, token in enumerate(tokens))


def is_of_people(tokens: Sequence[Token], at: int) -> bool:
    """ "The channel (manager is away)", in a sentence."""
    is_field = all(str(name).startswith(("field ", "figure ")) for name in tokens[at].said)
    if not is_field or Role.PEOPLE not in roles_behind(tokens, at) or is_occasion(tokens):
        return False
    return any(token.roles & _SAYING and token.text != "'s" for token in tokens)


def is_timed(tokens: Sequence[Token]) -> bool:
    """Whether a clause says when something is or was: "they wrote about us that day"; not "Monday's meeting"."""
    is_idiom = is_occasion(tokens) or is_courtesy(tokens)
    if (
        says_what_a_day_was(tokens)
        or tells_how_time_went(tokens)
        or any(Role.PERIOD in token.roles for token in tokens)
    ):
        return True
    return any(
        Role.TIME in token.roles and not _qualifies(tokens, at) and (token.weighs or not is_idiom)
        for at, token in enumerate(tokens)
    )


def _qualifies(tokens: Sequence[Token], at: int) -> bool:
    """ "Monday's meeting", "next year's offers"; not "yesterday's numbers", which are the ones that are asked for.

    "This month's report" is of that month as well.
    """
    if tokens[at].key.startswith(_TO_COME) and tokens[at].key.endswith("'s"):
        return True
    if any(token.key in FIGURES for token in tokens[at + 1 : at + 3]):
        return False
    if tokens[at].key.startswith(_RECENT) and any(Role.DOCUMENT in each.roles for each in tokens[at + 1 : at + 3]):
        return False
    return bool(tokens[at].roles & {Role.QUALIFIER, Role.TIME}) and bool(roles_behind(tokens, at) & HEADS)


def _is_headed(tokens: Sequence[Token]) -> bool:
    """ "Safety council on Friday", "Art desk here", "last part for accounting"; not "Finance"."""
    if any(Role.PEOPLE in token.roles for token in tokens) and Role.HERE in tokens[-1].roles:
        return True
    has_noun = any(Role.NOUN in each.roles for each in tokens) and tokens[-1].roles != {Role.UNCLEAR}
    return has_noun and (len(tokens) > 1 or " " in tokens[0].text)
