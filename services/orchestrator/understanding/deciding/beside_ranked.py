"""Asks what ranks rows, and which there are: "top 5 pages and their bounce rate", "is Germany our biggest country"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.shares import has_shares
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.plan import Match


def check_what_ranks(draft: Draft, rules: ScopeRules, catalogue: Catalogue) -> None:
    """Raises Unclear where the rows may be ranked by what they usually are, and the figure be shown beside.

    "Top 5 countries, revenue" are those of most revenue; those of the highest bounce rate are seldom top for anybody.
    """
    _check_only_row(draft)
    _check_bounded(draft, rules, catalogue)
    beside = draft.beside_ranked
    if beside is None or draft.sort_by:
        return
    figure, usual = draft.metrics[0], _usual(draft, rules)
    if figure == usual or (not draft.beside_joined and (draft.ranking is None or has_shares(figure.name, catalogue))):
        return
    why = f"Should {beside.quoted} rank the rows, or only be shown beside?"
    raise Unclear(why, (f"by {beside.text}",))


def _usual(draft: Draft, rules: ScopeRules) -> Metric | None:
    return next((rules.default_metrics[row.name] for row in draft.listed if row.name in rules.default_metrics), None)


def _check_bounded(draft: Draft, rules: ScopeRules, catalogue: Catalogue) -> None:
    """ "Top 5 countries with bounce rate under 50%": the bound need not be what ranks them."""
    if draft.ranking is None or draft.ranking.judges or draft.metrics or draft.sort_by or not draft.thresholds:
        return
    figure = draft.thresholds[0].metric
    if figure != _usual(draft, rules) and not has_shares(figure.name, catalogue):
        label = catalogue.field(figure.name).ui_name.lower()
        raise Unclear(f"Should {label} rank the rows, or only bound them?", (f"by {label}",))


def _check_only_row(draft: Draft) -> None:
    """ "Is Germany our biggest country": kept alone it would be the biggest of one."""
    rows = {entry.name for entry in draft.listed}
    is_first = not any(entry.plural for entry in draft.listed)
    for kept in draft.conditions:
        is_one = len(kept.values) == 1 or (is_first and "Source" in kept.dimension)
        alone = is_one and kept.match is Match.EXACT and not (kept.negated or kept.compared)
        if draft.ranking and kept.dimension in rows and alone:
            value = kept.values[0]
            raise Unclear(f'Which are first, or the figures of "{value}" alone? Ask for the list, or for that one.')
