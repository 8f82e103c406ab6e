"""Fields that a request makes of others: dimensions in one case or put together, metrics calculated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from google.analytics.data_v1beta.types import Dimension as AskedDimension
from google.analytics.data_v1beta.types import DimensionExpression
from google.analytics.data_v1beta.types import Metric as AskedMetric

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue, Field
from sandbox.ga4_emulator.reports.arithmetic import names_in, sql_of_expression
from sandbox.ga4_emulator.reports.model import Dimension, ReportModel
from sandbox.ga4_emulator.reports.unattested import unattested

_CALCULATED = "TYPE_FLOAT"


@dataclass(frozen=True, slots=True)
class Fields:
    """All names that one request may use, its own too, and what they are in SQL.

    `made_of` has the catalogue's names that each of the request's own fields is made of.
    """

    catalogue: Catalogue
    model: ReportModel
    made_of: Mapping[str, Sequence[str]]

    def sources(self, names: Iterable[str]) -> list[str]:
        """The API's present names for what these stand for, each once; a name that is not known stands for itself."""
        return list(dict.fromkeys(source for name in names for source in self.made_of.get(name) or [self._now(name)]))

    def _now(self, name: str) -> str:
        field = self.catalogue.dimensions.get(name) or self.catalogue.metrics.get(name)
        return field.api_name if field else name


def fields_for(
    dimensions: Sequence[AskedDimension], metrics: Sequence[AskedMetric], catalogue: Catalogue, model: ReportModel
) -> Fields:
    """The catalogue's fields, and those that the request makes of them in the order in which it makes them.

    What a field is made of need not exist: whoever checks names checks its parts. Raises `Refused` for an expression
    that cannot be read.
    """
    fields = Fields(catalogue, model, {})
    for dimension in dimensions:
        if "dimension_expression" in dimension:
            fields = _with_dimension(fields, dimension)
    for metric in metrics:
        if metric.expression:
            fields = _with_metric(fields, metric.name, metric.expression)
    return fields


def parts_of(dimension: AskedDimension) -> list[str]:
    """The dimensions that an asked one is made of, by its expression; none if it has no expression."""
    expression = dimension.dimension_expression
    if "lower_case" in expression:
        return [expression.lower_case.dimension_name]
    if "upper_case" in expression:
        return [expression.upper_case.dimension_name]
    return list(expression.concatenate.dimension_names)


def _with_dimension(fields: Fields, dimension: AskedDimension) -> Fields:
    name, expression, parts = dimension.name, dimension.dimension_expression, parts_of(dimension)
    if not parts or name in parts:
        raise unattested("dimension_expression", name=name)
    catalogue = replace(fields.catalogue, dimensions={**fields.catalogue.dimensions, name: Field(name, name, "", "")})
    model = fields.model
    if all(part in model.dimensions for part in parts):
        made = _made(expression, [model.dimensions[part] for part in parts], f"delimiter_{len(fields.made_of)}")
        model = replace(model, dimensions={**model.dimensions, name: made})
    return Fields(catalogue, model, {**fields.made_of, name: fields.sources(parts)})


def _made(expression: DimensionExpression, parts: Sequence[Dimension], delimiter: str) -> Dimension:
    texts = {key: text for part in parts for key, text in part.texts.items()}
    pieces = [part.text(f"({part.sql})") for part in parts]
    if "lower_case" in expression:
        sql = f"lower({pieces[0]})"
    elif "upper_case" in expression:
        sql = f"upper({pieces[0]})"
    else:
        sql = (" || {" + delimiter + "} || ").join(pieces)
        texts[delimiter] = expression.concatenate.delimiter
    tables = frozenset.intersection(*(part.tables for part in parts))
    return Dimension(sql=sql, tables=tables, by_day=any(part.by_day for part in parts), texts=texts)


def _with_metric(fields: Fields, name: str, expression: str) -> Fields:
    parts = names_in(expression)
    known = fields.catalogue.metrics
    kind = known[expression.strip()].type if expression.strip() in known else _CALCULATED
    catalogue = replace(fields.catalogue, metrics={**known, name: Field(name, name, "", "", type=kind)})
    sql = sql_of_expression(expression, lambda part: f"coalesce({fields.model.formula(part)}, 0)")
    model = replace(fields.model, metrics={**fields.model.metrics, name: sql})
    return Fields(catalogue, model, {**fields.made_of, name: fields.sources(parts)})
