"""Writes the words of WordNet for people that one works for, answers to or knows: `data/people.txt`.

    python scripts/people_of_wordnet.py DICT > services/orchestrator/understanding/data/people.txt

DICT is the folder of WordNet's data files. Written are single words whose first sense is a person of `KINDS` and of
none of `PUBLIC`, who may be those on a site, where they name no thing, animal or place as well, or mostly the person.
"""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

KINDS = """
worker.1 leader.1 expert.1 professional.1 adviser.1 relative.1 friend.1 friend.3 communicator.1 official.1 negotiator.1
representative.1 representative.2 supporter.2 intellectual.1 benefactor.1 owner.1 contractor.1 supplier.1 employer.1
businessperson.1 investor.1 neighbor.1 creditor.1 landlord.1 treasurer.1
"""
PUBLIC = """
customer.1 consumer.1 user.1 visitor.1 learner.1 guest.1 patient.1 traveler.1 reader.1 reader.2 viewer.1 serviceman.1
combatant.1 believer.1 child.2 parent.1 aristocrat.1 criminal.1 slave.1 employee.1 fighter.1 deity.1 sovereign.1
"""
ALSO = "publisher nurse neighbour mother father mum granny boyfriend sponsor judge"
"""Left out by the rule, since they name a firm as well, a deed, or who may be on a site; as one person they do not."""

LEFT_OUT = """
author artist bride bridegroom newlywed homemaker housewife hotelier guide tutor teacher schoolteacher coach ancestor
writer seller buyer retailer wholesaler merchant trader dealer distributor provider shopkeeper storekeeper freelancer
freelance employer contributor promoter advertiser marketer merchandiser publiciser publicizer player superstar
supermodel entrepreneur honeymooner homeowner caregiver expert specialist professional partner tradesman
actor celebrity streamer influencer blogger explorer hunter ranger maverick superman genius guru hero wizard pioneer
mapper logger loader classifier splitter matcher indexer placeholder ringer booker tracker speaker tiler stacker styler
stitcher terminator accumulator compiler handler trier checker reviewer potter mummy mater pater pontifex cyril bart
simeon sherlock templar mercer draper batman libertarian vet doc temp sis dad mom mamma pop kin gob rex noc dci
descendant descendent uxor candidate uxoricide abortionist whoreson pinko quack commie bigamist polygamist polygynist
polyandrist monogamist monogynist defeatist pessimist realist holdout graduate worker licensee licentiate contrarian
vigilante sniper accomplice companion witness owner pornographer nonesuch nonsuch charon pilate
catholic humanist socialist communist islamist republican democrat leftist unionist
"""
PERSON = "18"
THINGS = frozenset({"05", "06", "13", "15", "17", "20", "27"})
"""Animals, artifacts, food, locations, natural objects, plants and substances."""

MOSTLY = 5
"""How often texts have to mean the person, of those that WordNet's senses are counted in."""

WORKERS = (
    "writer",
    "keeper",
    "dresser",
    "reader",
    "worker",
    "maker",
    "holder",
    "officer",
    "grapher",
    "master",
    "setter",
)
"""Other words in -er that texts were not found to mean a person by may be tools: "splitter"."""

NOTICE = """
People that one works for, answers to or knows, by what they are called: words of WordNet 3.1, Copyright 2011 by
Princeton University, all rights reserved, provided "as is", free to use, copy, modify and distribute where this
notice appears, as `scripts/people_of_wordnet.py` writes them. None is a word for
those on a site.
"""


class WordNet:
    """Its nouns: the senses of each word, the first first, and of each sense its kind and what it is one of."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[str, list[str]] = {}
        self.kind: dict[str, str] = {}
        self._above: dict[str, list[str]] = {}
        self._one_of_its_kind: set[str] = set()
        self.uses: Counter[tuple[str, str]] = Counter()
        self.kinds: dict[str, set[str]] = {}
        for fields in _lines(folder / "index.noun"):
            self.senses[fields[0]] = fields[6 + int(fields[3]) :]
        for fields in _lines(folder / "data.noun"):
            self._add(fields)
        for key, _, _, uses in _lines(folder / "index.sense"):
            word, _, sense = key.partition("%")
            kind = sense[2:4] if sense.startswith("1:") else sense[:1]
            self.kinds.setdefault(word, set()).add(kind)
            self.uses[word, kind] += int(uses)

    def is_of(self, sense: str, kinds: Collection[str]) -> bool:
        """Whether a sense is one of the senses `kinds`, at any remove."""
        pending, seen = [sense], set[str]()
        while pending:
            if (at := pending.pop()) in kinds:
                return True
            if at not in seen:
                seen.add(at)
                pending.extend(self._above[at])
        return False

    def is_name(self, sense: str) -> bool:
        """Whether a sense is one person."""
        return sense in self._one_of_its_kind

    def numbered(self, names: str) -> frozenset[str]:
        """The senses of names such as "leader.1"."""
        parts = (name.split(".") for name in names.split())
        return frozenset(self.senses[word][int(number) - 1] for word, number in parts)

    def _add(self, fields: list[str]) -> None:
        sense, self.kind[fields[0]] = fields[0], fields[1]
        links = fields[4 + 2 * int(fields[3], 16) :]
        pairs = list(zip(links[1::4], links[2::4], strict=False))[: int(links[0])]
        self._above[sense] = [to for sign, to in pairs if sign in {"@", "@i"}]
        if any(sign == "@i" for sign, _ in pairs):
            self._one_of_its_kind.add(sense)


def people(wordnet: WordNet) -> Iterator[str]:
    """The words, in the order of the alphabet."""
    kinds, public = wordnet.numbered(KINDS), wordnet.numbered(PUBLIC)
    left_out, also = frozenset(LEFT_OUT.split()), frozenset(ALSO.split())
    for word, senses in sorted(wordnet.senses.items()):
        is_person = wordnet.kind[senses[0]] == PERSON and not wordnet.is_name(senses[0])
        is_ours = is_person and wordnet.is_of(senses[0], kinds) and not wordnet.is_of(senses[0], public)
        is_word = word.isalpha() and len(word) > 2 and word not in left_out
        if word in also or (is_ours and is_word and _is_mostly_person(wordnet, word)):
            yield word


def _is_mostly_person(wordnet: WordNet, word: str) -> bool:
    found = wordnet.uses[word, PERSON]
    is_known = found > 0 or not word.endswith(("er", "or", "ar")) or word.endswith(WORKERS)
    return is_known and (found >= MOSTLY or not wordnet.kinds[word] & (THINGS | {"2", "3", "4", "5"}))


def _lines(path: Path) -> Iterator[list[str]]:
    """The fields of each line but those of the licence."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            yield line.split(" | ", maxsplit=1)[0].split()


def main() -> None:
    """Writes the file."""
    notice = textwrap.fill(" ".join(NOTICE.split()), 120, initial_indent="# ", subsequent_indent="# ")
    sys.stdout.write(f"{notice}\n{textwrap.fill(' '.join(people(WordNet(Path(sys.argv[1])))), 120)}\n")


if __name__ == "__main__":
    main()
