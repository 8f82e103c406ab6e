"""`python -m benchmarks.understanding`: how well questions are understood, beside ways that only compare words."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from benchmarks.understanding import families, speed
from benchmarks.understanding.methods import ByCosine, ByMeaning, BySortedWords, Method
from services.orchestrator.agents.embedding.minilm import MiniLM
from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.canonical import query_hash
from services.orchestrator.understanding.planner import QuestionContext, Understood
from tests.unit.understanding.question_files import FOLDER, TODAY, asked

COSINES = (0.80, 0.90, 0.95)


def main() -> int:
    """Runs the command. Answers 1 where a question of the repository is read wrongly or two meanings share a key."""
    planner = build_planner()
    questions = list(asked())
    wrong = []
    for each in questions:
        understood = planner.understand(each.question, QuestionContext(each.today))
        if not isinstance(understood, Understood) or understood.query_hash != query_hash(each.plan):
            wrong.append(each.question)
    all_families = _families(FOLDER)
    unseen = _families(FOLDER / "unseen")
    model = MiniLM.load()
    methods: list[Method] = [
        ByMeaning(planner, TODAY),
        BySortedWords(),
        *(ByCosine(model, cosine) for cosine in COSINES),
    ]
    scores = [families.score(method, all_families) for method in methods]
    phrasings = [phrasing for family in all_families for meaning in family for phrasing in meaning]
    measured = speed.speed(build_planner, [*(each.question for each in questions), *phrasings], TODAY)
    sys.stdout.write(
        f"{len(questions) - len(wrong):,} of {len(questions):,} questions are read as their plan.\n"
        + "".join(f"  wrong: {question}\n" for question in wrong)
        + f"\n{len(all_families)} families of near misses, {sum(map(len, all_families))} meanings, "
        f"{len(phrasings):,} phrasings; pairs within each family:\n\n"
        f"{families.table(scores)}\n\n"
        f"Phrasings written without sight of the word lists, {sum(map(_phrasings, unseen)):,} in all:\n\n"
        f"{families.table([families.score(methods[0], unseen)])}\n\n{speed.table(measured)}\n"
    )
    return 1 if wrong or scores[0].false else 0


def _phrasings(family: families.Family) -> int:
    return sum(map(len, family))


def _families(folder: Path) -> list[families.Family]:
    found: list[families.Family] = []
    for file in sorted(folder.glob("families*.toml")):
        found += [family["meanings"] for family in tomllib.loads(file.read_text())["family"]]
    return found


if __name__ == "__main__":
    sys.exit(main())
