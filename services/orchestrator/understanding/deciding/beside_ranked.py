"""Asks whether a figure beside ranked rows ranks them: "top 5 pages and their bounce rate"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.shares import has_shares
from services.orchestrator.understanding.lexicon.catalogue import Catalogue


def check_what_ranks(draft: Draft, rules: ScopeRules, catalogue: Catalogue) -> None:
    """Raises Unclear where the rows may be ranked by what they usually are, and the figure be shown beside.

    "Top 5 countries, revenue" are those of most revenue; those of the highest bounce rate are seldom top for anybody.
    """
    beside = draft.beside_ranked
    if beside is None or draft.sort_by:
        return
    figure = draft.metrics[0]
    usual = next((rules.default_metrics[row.name] for row in draft.listed if row.name in rules.default_metrics), None)
    if figure == usual or (not draft.beside_joined and (draft.ranking is None or has_shares(figure.name, catalogue))):
        return
    why = f"Should {beside.quoted} rank the rows, or only be shown beside?"
    raise Unclear(why, (f"by {beside.text}",))
