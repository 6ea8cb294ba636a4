"""What a query of Prometheus leaves of its series: the labels that an alert can name."""

import promql_parser as promql

Labels = frozenset[str] | None
"""None: those of the series, which the query does not say."""
ABSENT = ("absent", "absent_over_time")
NUMBERS = ("time", "scalar", "pi", "vector")


def labels(query: promql.Expr) -> Labels:
    """The labels of what a query finds; none where it is a number."""
    if isinstance(query, promql.AggregateExpr):
        return _aggregated(query)
    if isinstance(query, promql.Call):
        return _called(query)
    if isinstance(query, promql.BinaryExpr):
        return _joined(query)
    if isinstance(query, promql.ParenExpr | promql.UnaryExpr | promql.SubqueryExpr):
        return labels(query.expr)
    return frozenset() if isinstance(query, promql.NumberLiteral) else None


def _aggregated(query: promql.AggregateExpr) -> Labels:
    if str(query.op) in ("topk", "bottomk"):
        return labels(query.expr)
    if query.modifier is None:
        return frozenset()
    by = query.modifier.type == promql.AggModifierType.By
    return frozenset(query.modifier.labels) if by else None


def _called(query: promql.Call) -> Labels:
    if query.func.name in NUMBERS:
        return frozenset()
    if query.func.name in ABSENT:
        return _wanted(query.args[0])
    series = [one for one in query.args if not isinstance(one, promql.NumberLiteral)]
    found = labels(series[-1])
    return found and found - {"le"} if query.func.name == "histogram_quantile" else found


def _wanted(query: promql.Expr) -> Labels:
    """What is absent has the labels that were asked for with `=`."""
    while isinstance(query, promql.ParenExpr | promql.SubqueryExpr):
        query = query.expr
    selector = query.vector_selector if isinstance(query, promql.MatrixSelector) else query
    if not isinstance(selector, promql.VectorSelector):
        return frozenset()
    asked = selector.matchers.matchers
    return frozenset(one.name for one in asked if one.op == promql.MatchOp.Equal)


def _joined(query: promql.BinaryExpr) -> Labels:
    left, right = labels(query.lhs), labels(query.rhs)
    if number(query.lhs) or number(query.rhs):
        return right if number(query.lhs) else left
    if str(query.op) in ("and", "unless"):
        return left
    if str(query.op) == "or":
        return None if left is None or right is None else left & right
    return _matched(query, left, right)


def _matched(query: promql.BinaryExpr, left: Labels, right: Labels) -> Labels:
    """What both sides were matched by, or all of the side of many and what it was given."""
    how = query.modifier
    if how and how.card != promql.VectorMatchCardinality.OneToOne:
        many = left if how.card == promql.VectorMatchCardinality.ManyToOne else right
        return None if many is None else many | frozenset(how.group_labels or ())
    if how and how.matching and how.matching.type == promql.LabelModifierType.Include:
        return frozenset(how.matching.labels)
    return right if left is None else left if right is None else left & right


def number(query: promql.Expr) -> bool:
    """Whether it is a number, and not series."""
    if isinstance(query, promql.ParenExpr | promql.UnaryExpr):
        return number(query.expr)
    if isinstance(query, promql.BinaryExpr):
        return number(query.lhs) and number(query.rhs)
    if isinstance(query, promql.Call):
        return bool(query.func.return_type == promql.ValueType.Scalar)
    return isinstance(query, promql.NumberLiteral)
