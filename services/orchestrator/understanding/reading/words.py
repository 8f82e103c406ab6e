"""Cuts a question into words. Linear in its length; nothing but white space and control characters is lost."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      (?P<quoted>   "[^"]*" | (?<!\w) '[^'"]{1,80}' (?!\w) | `[^`"]+` )
    | (?P<url>      https?://[^\s"]+ )
    | (?P<path>     (?<!\w) /[^\s",;?!)'`]+ (?: \?\w[\w.%+-]*=[^\s",;?!)'`]* )? )
    | (?P<day>      \d{4}-\d{2}-\d{2} (?!\w) | \d{4}/\d{2}/\d{2} (?![\w/]) )
    | (?P<dashed>   \d{1,2} - \d{1,2} - \d{4} (?![\w-]) )
    | (?P<slashed>  \d{1,2} / (?: \d{1,2} (?: / \d{2} (?:\d{2})? )? | \d{4} ) (?![\w/]) )
    | (?P<field>    (?i: (?:average|count)? custom(?:event|user|item) | (?:session|user)?keyevent(?:s|rate)
                    | conversions | (?:session|firstuser)?customchannelgroup ) : \w+ )
    | (?P<percent>  \d{1,4} (?:\.\d{1,4})? % )
    | (?P<thousand> \d{1,4} (?:\.\d{1,3})? [kK] (?!\w) )
    | (?P<short>    (?i: avg | conv | eng | excl | vs ) \. )
    | (?P<number>   \d{1,3} (?:,\d{3})+ (?![\w]) )
    | (?P<ending>   (?<!\S) \. (?i: pdf | html? | php | aspx? | jpe?g | png | zip | docx? | xlsx? | csv | xml ) (?!\w) )
    | (?P<chunk>    \w [\w.'-]* )
    | (?P<operator> != | <> | == | >= | <= | => | =< | (?<=\d) \.\. (?=\d) )
    | (?P<picture>  (?<![\w:]) (?: : [a-zA-Z+-][\w+-]+ : )+ (?!\w) | (?<!\S) (?: [:;]-?[DPp] | \^\^ ) (?!\S) )
    | (?P<prefix>   (?: (?<!\S) [!-] | (?<=[(\[]) [!-] [ ]? ) (?=[^\W\d]) )
    | (?P<possessive> (?<!\S) '[sS] (?!\w) )
    | (?P<sign>     \S )
    """,
    re.VERBOSE,
)
_STRAIGHT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "≠": "!=",
        "≥": ">=",
        "≤": "<=",
    }
)
_SAID_IN_FULL = {
    "&": "and",
    "avg": "average",
    "perf": "performance",
    "yesterdays": "yesterday",
    "yday": "yesterday",
    "y'day": "yesterday",
    "todays": "today",
}
_POSSESSIVE = "'s"
_SAYS_WHEN = re.compile(
    r"[0-9]|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?)\Z"
    r"|(?:sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|q[1-4])\Z"
    r"|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:(?:nes|ur)?day)?\Z",
    re.IGNORECASE,
)
"""A dash between two such words means "to", or joins the parts of a date."""

_SHORT_YEAR = re.compile(r"(\w+)'([0-9]{2})")
_DAYS_AGO = re.compile(r"([0-9]{1,3})(days?)(ago)", re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_FROM_TO = re.compile(r"[0-9]+\.[0-9.]*-[0-9]+[0-9.]*|[0-9]+-[0-9]+\.[0-9.]+")
""" "5.10.2026-11.10.2026", "1.5-2.5": two numbers or days, and no name of a site."""

_INITIALS = re.compile(r"[a-z](?:\.[a-z])+", re.IGNORECASE)
""" "E.g.", "w.r.t."."""


class WordKind(Enum):
    """What a word looks like."""

    PLAIN = auto()
    NUMBER = auto()
    DAY = auto()
    SLASHED_DAY = auto()
    QUOTED = auto()
    PATH = auto()
    DOMAIN = auto()
    IDENTIFIER = auto()
    FIELD = auto()
    SIGN = auto()


_KINDS = {
    "ending": WordKind.IDENTIFIER,
    "day": WordKind.DAY,
    "slashed": WordKind.SLASHED_DAY,
    "dashed": WordKind.SLASHED_DAY,
    "field": WordKind.FIELD,
}


class Word(NamedTuple):
    """One word. `text` is as written, `key` what the lexicon is asked for; offsets are into the cleaned question."""

    text: str
    key: str
    kind: WordKind
    start: int
    end: int


def clean(question: str) -> str:
    """The question with one kind of quotes and dashes, and without control and invisible characters."""
    composed = unicodedata.normalize("NFC", question).translate(_STRAIGHT)
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(_visible(character) for character in composed)


def split(question: str) -> tuple[Word, ...]:
    """The words of a cleaned question, in order."""
    words: list[Word] = []
    if all(map(str.isalpha, said := question.split(" "))):
        for text in said:
            start = words[-1].end + 1 if words else 0
            words.append(Word(text, key_of(text), WordKind.PLAIN, start, start + len(text)))
        return tuple(words)
    for match in _TOKEN.finditer(question):
        kind, text, start = str(match.lastgroup), match.group(), match.start()
        if text.isalpha():
            words.append(Word(text, key_of(text), WordKind.PLAIN, start, match.end()))
        elif kind == "chunk":
            stem = text.rstrip(".'-")
            words.extend(_parts(stem, start))
            rest = enumerate(text[len(stem) :], start + len(stem))
            words.extend(Word(sign, sign, WordKind.SIGN, at, at + 1) for at, sign in rest)
        else:
            words.append(_whole(kind, text, start))
    return tuple(words)


def key_of(text: str) -> str:
    """What the lexicon is asked for: lower case, without accents, "&" as "and", "avg" in full, no "s" behind a day."""
    lower = text.lower()
    if lower.isascii():
        return _SAID_IN_FULL.get(lower, lower)
    bare = "".join(
        character for character in unicodedata.normalize("NFD", lower) if not unicodedata.combining(character)
    )
    return bare if bare.isalnum() else lower


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Cs", "Zl", "Zp"} else character


def _whole(kind: str, text: str, start: int) -> Word:
    end = start + len(text)
    match kind:
        case "quoted":
            return Word(text[1:-1].strip(), text, WordKind.QUOTED, start, end)
        case "url" | "path":
            bare = text.rstrip(".:'")
            return Word(bare, bare, WordKind.PATH if kind == "path" else WordKind.DOMAIN, start, end)
        case "number" | "percent" | "thousand":
            return Word(text, _in_digits(kind, text), WordKind.NUMBER, start, end)
        case "short":
            return Word(text, key_of(text[:-1]), WordKind.PLAIN, start, end)
        case "prefix":
            # "!mobile" leaves mobile out; "-mobile" may, where "- mobile" only goes on.
            return Word(text, "!=" if text == "!" else "-…", WordKind.SIGN, start, end)
    return Word(text, "'" if kind == "possessive" else key_of(text), _KINDS.get(kind, WordKind.SIGN), start, end)


def _in_digits(kind: str, number: str) -> str:
    """ "1,000", "50%" and "1.5k" as "1000", "0.5" and "1500"."""
    if kind == "number":
        return number.replace(",", "")
    return f"{float(number[:-1]) * (0.01 if kind == 'percent' else 1_000):.10g}"


def _parts(chunk: str, start: int) -> list[Word]:
    """One chunk without white space: a number, a domain, an identifier, or plain words between hyphens."""
    if _FROM_TO.fullmatch(chunk):
        dash = chunk.index("-")
        sign = Word("-", "-", WordKind.SIGN, start + dash, start + dash + 1)
        return [*_parts(chunk[:dash].rstrip("."), start), sign, *_parts(chunk[dash + 1 :], start + dash + 1)]
    if ".." in chunk:
        # "30daysAgo..yesterday" is no host.
        return [Word(chunk, key_of(chunk), WordKind.PLAIN, start, start + len(chunk))]
    if "." in chunk:
        kind = WordKind.NUMBER if _DECIMAL.fullmatch(chunk) else WordKind.DOMAIN
        if _INITIALS.fullmatch(chunk):
            kind = WordKind.PLAIN
        return [Word(chunk, key_of(chunk), kind, start, start + len(chunk))]
    if "_" in chunk:
        return [Word(chunk, chunk.lower(), WordKind.IDENTIFIER, start, start + len(chunk))]
    words: list[Word] = []
    for part in chunk.split("-"):
        if words and _says_when(words[-1].text) and _says_when(part):
            words.append(Word("-", "-", WordKind.SIGN, start - 1, start))
        stem = part[: -len(_POSSESSIVE)] if part.lower().endswith(_POSSESSIVE) else part
        if short_year := _SHORT_YEAR.fullmatch(part):
            words.extend(_with_short_year(short_year, start))
            start += len(part) + 1
            continue
        if days_ago := _DAYS_AGO.fullmatch(stem):
            words.extend(_apart(days_ago, start))
            start += len(part) + 1
            continue
        if stem:
            kind = WordKind.NUMBER if stem.isascii() and stem.isdigit() else WordKind.PLAIN
            words.append(Word(stem, key_of(stem), kind, start, start + len(stem)))
        start += len(stem)
        if stem != part:
            words.append(Word(part[len(stem) :], "'", WordKind.SIGN, start, start + len(_POSSESSIVE)))
            start += len(_POSSESSIVE)
        start += 1
    return words


def _apart(match: re.Match[str], start: int) -> list[Word]:
    """ "7daysAgo", as GA4's own interface writes days."""
    parts = [(match[group], start + match.start(group)) for group in (1, 2, 3)]
    kinds = (WordKind.NUMBER, WordKind.PLAIN, WordKind.PLAIN)
    return [Word(text, key_of(text), kind, at, at + len(text)) for (text, at), kind in zip(parts, kinds, strict=True)]


def _says_when(part: str) -> bool:
    return _SAYS_WHEN.match(part) is not None


def _with_short_year(match: re.Match[str], start: int) -> list[Word]:
    """ "Q3'26" as "Q3", an apostrophe and "26"."""
    stem, year = match.groups()
    end = start + len(stem)
    return [
        Word(stem, key_of(stem), WordKind.PLAIN, start, end),
        Word("'", "'", WordKind.SIGN, end, end + 1),
        Word(year, year, WordKind.NUMBER, end + 1, end + 3),
    ]
