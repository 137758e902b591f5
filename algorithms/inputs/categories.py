"""The categories of a vector layer by its class field, whatever symbology shows them: categories, rules or ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionNode,
    QgsExpressionNodeBinaryOperator,
    QgsExpressionNodeColumnRef,
    QgsExpressionNodeInOperator,
    QgsFeatureRenderer,
    QgsGraduatedSymbolRenderer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsVariantUtils,
    QgsVectorLayer,
)

_BY_VALUE = (QgsCategorizedSymbolRenderer, QgsRuleBasedRenderer, QgsGraduatedSymbolRenderer)


def categories_of(layer: QgsVectorLayer | None, class_field: str | None) -> list[QgsRendererCategory]:
    """Returns the categories of a layer that show values of its class field, none where it is shown by something else.

    A rule such as `"cover" = 3` or `"cover" IN (3, 4)` is one, and so is a range of a single value. All others count as one that shows any
    value, as what they show is not known.
    """
    if layer is None or class_field is None:
        return []
    field, renderer = layer.fields().lookupField(class_field), layer.renderer()
    while renderer is not None and not isinstance(renderer, _BY_VALUE):
        renderer = renderer.embeddedRenderer()  # of clusters of points, inverted and merged polygons
    if renderer is None or field < 0:
        return []
    found = list(_categories(layer, field, renderer))
    return found if any(_is_of_values(category) for category in found) else []


def _categories(layer: QgsVectorLayer, field: int, renderer: QgsFeatureRenderer) -> Iterator[QgsRendererCategory]:
    if isinstance(renderer, QgsRuleBasedRenderer):
        yield from _of_rules(layer, field, renderer.rootRule())
    elif layer.fields().lookupField(renderer.classAttribute().strip().strip('"')) != field:
        return
    elif isinstance(renderer, QgsCategorizedSymbolRenderer):
        yield from renderer.categories()
    else:
        for each in renderer.ranges():
            value = each.lowerValue() if each.lowerValue() == each.upperValue() else None
            yield QgsRendererCategory(value, each.symbol().clone(), each.label(), each.renderState())


def _of_rules(layer: QgsVectorLayer, field: int, parent: QgsRuleBasedRenderer.Rule) -> Iterator[QgsRendererCategory]:
    """Yields the rules below one as categories; what is below a rule without a condition counts as beside it."""
    for rule in parent.children():
        if rule.children() and not rule.isElse() and not rule.filterExpression().strip():
            yield from _of_rules(layer, field, rule)
            continue
        symbol = _symbol_of(rule)
        values = None if rule.isElse() or symbol is None else _values(layer, field, rule.filterExpression())
        symbol = QgsSymbol.defaultSymbol(layer.geometryType()) if symbol is None else symbol.clone()
        yield QgsRendererCategory(values, symbol, rule.label(), rule.active())


def _symbol_of(rule: QgsRuleBasedRenderer.Rule) -> QgsSymbol | None:
    """Returns the symbol of a rule, else that of the first below it that has one."""
    return next((each.symbol() for each in (rule, *rule.descendants()) if each.symbol() is not None), None)


def _values(layer: QgsVectorLayer, field: int, condition: str) -> list[Any] | None:
    """Returns the values of a field that a condition compares it with, None for a condition of another kind."""
    expression = QgsExpression(condition)  # owns the nodes
    node = expression.rootNode()
    if isinstance(node, QgsExpressionNodeBinaryOperator):
        if node.op() != QgsExpressionNodeBinaryOperator.BinaryOperator.boEQ:
            return None
        compared, values = node.opLeft(), [node.opRight()]
        if not isinstance(compared, QgsExpressionNodeColumnRef):
            compared, values = node.opRight(), [node.opLeft()]
    elif isinstance(node, QgsExpressionNodeInOperator) and not node.isNotIn():
        compared, values = node.node(), node.list().list()
    else:
        return None
    is_field = isinstance(compared, QgsExpressionNodeColumnRef) and layer.fields().lookupField(compared.name()) == field
    if not is_field or any(value.referencedColumns() for value in values):
        return None
    return [_constant(value) for value in values]


def _constant(node: QgsExpressionNode) -> object:
    """Returns the value of a node without fields in it."""
    return QgsExpression(node.dump()).evaluate()


def _is_of_values(category: QgsRendererCategory) -> bool:
    """Returns whether a category is of values of the field."""
    return not QgsVariantUtils.isNull(category.value()) and category.value() != ""
