"""Finds the classes of a vector layer: the distinct values of its class field, numbered where they are texts."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Union

from osgeo import ogr

from ..classes.class_styles import UNDECODED, ClassStyle, canonical_key, class_table_of, styles_by_key, whole_number
from ..classes.class_table import MAX_CLASSES, RGB, ClassTable, check_same_names, distinct_color
from ..classes.class_values import is_class_value
from ..core.errors import LabelError
from ..core.number_text import count_of, first_of, whole
from ..core.progress import Reporter, stop_if_cancelled
from .label_nodata import undeclared_nodata
from .vector_layer import VectorLayer, field_text

Key = Union[int, str]
"""The value of a class field: a whole number or a text."""

_MANY_CLASSES = 12
"""So many classes of one feature each are rather features with an identifier, which a dialog may offer as the first field."""
_IDENTIFIERS = ("fid", "ogc_fid", "gid", "objectid", "id")
"""Names of fields that are identifiers in most layers; few features with another value each are enough for a warning."""


class FeatureClasses:
    """Returns the class value of each feature of a layer; `class_table` has all classes."""

    def __init__(
        self,
        layer: VectorLayer,
        class_field: str | None,
        styles: tuple[ClassStyle, ...],
        reporter: Reporter,
        class_table: ClassTable | None = None,
        zero_is_class: bool = False,
        if_empty: str = "Choose another class field.",
    ) -> None:
        """Reads the class field of all features that have a geometry; without a field, all are of class 1.

        With a `class_table`, features are matched to its classes by name (text) or value, else classes get names and colours by `styles`.
        With `zero_is_class`, 0 is a class like any other, else it means "not labelled". `if_empty` is the remedy where the field is NULL in
        all features. Raises LabelError where the field is missing, or holds fractions, too many values or classes that are not in the given
        table. It raises the same error where all is NULL or a 0 that is no class. Raises Cancelled, too.
        """
        self._zero_is_class, self._is_recoded, self._if_empty = zero_is_class, False, if_empty
        self._field, self._type = (None, ogr.OFTInteger) if class_field is None else layer.field(class_field)
        self._field_name = class_field or ""
        self._field_title = f'The field "{class_field}" of {layer.path}'
        counts = self._count_keys(layer, reporter)
        self.features = sum(counts.values())
        """The number of features with a geometry and a class, wherever they lie."""
        self._values = self._number_keys(counts, class_table, reporter)
        self.class_table = class_table or self._build_table(styles)
        if class_table is not None:
            self._check_names(class_table, styles, reporter)
        if not zero_is_class:
            self._check_zero(reporter)
        if class_table is None and not self.is_text:
            self._warn_of_nodata(styles, reporter)

    @property
    def is_text(self) -> bool:
        """Returns whether the class field holds texts, which name the classes."""
        return self._type not in (ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal)

    def value_of(self, feature: ogr.Feature) -> int | None:
        """Returns the class value of a feature, None where it has none."""
        key = self._key_of(feature)
        return None if key is None else self._values[key]

    def _key_of(self, feature: ogr.Feature) -> Key | None:
        """Returns the class field's value, None for NULL, NaN and blank text. Raises LabelError for fractions."""
        if self._field is None:
            return 1
        if not feature.IsFieldSetAndNotNull(self._field):
            return None
        if self._type in (ogr.OFTInteger, ogr.OFTInteger64):
            return feature.GetFieldAsInteger64(self._field)
        if self._type == ogr.OFTReal:
            number = feature.GetFieldAsDouble(self._field)
            if math.isnan(number):
                return None
            if not number.is_integer():
                raise LabelError(
                    f"{self._field_title} holds {number!r}, which is no class value. "
                    "Choose a field of whole numbers or of text."
                )
            return int(number)
        text = field_text(feature, self._field)
        if not (text.isascii() or _is_unicode(text)):
            text, self._is_recoded = text.encode("utf-8", "surrogateescape").decode("latin-1"), True
        return text.strip() or None

    def _count_keys(self, layer: VectorLayer, reporter: Reporter) -> Counter[Key]:
        """Returns the number of features of each key; warns of those without one."""
        keys: Counter[Key] = Counter()
        without = without_geometry = 0
        for number, feature in enumerate(layer.features()):
            if number % 4096 == 0:
                stop_if_cancelled(reporter)
            geometry = feature.GetGeometryRef()
            if geometry is None or geometry.IsEmpty():
                without_geometry += 1
                continue
            key = self._key_of(feature)
            if key is None:
                without += 1
            else:
                keys[key] += 1
        if without_geometry:
            reporter.warning(
                f"{layer.path}: {count_of(without_geometry, 'feature without a geometry is', 'features without a geometry are')} left out."
            )
        if not keys and without:
            raise LabelError(f"{self._field_title} is empty in all {whole(without)} features. {self._if_empty}")
        if not keys:
            raise LabelError(f"{layer.path} has no features with a geometry. Choose a layer with labels in it.")
        if without:
            left_out = "it is" if without == 1 else "they are"
            reporter.warning(
                f"{self._field_title} is empty in {count_of(without, 'feature', 'features')}; {left_out} left out."
            )
        self._warn_of_encoding(keys, reporter)
        if len(keys) > MAX_CLASSES + (0 in keys):
            raise LabelError(
                f"{self._field_title} has {len(keys)} different values; at most {MAX_CLASSES} classes can be "
                "told apart. Choose a field with fewer, such as a land cover class rather than a name or an identifier."
            )
        many = 3 if self._field_name.lower() in _IDENTIFIERS else _MANY_CLASSES
        if len(keys) >= many and len(keys) == sum(keys.values()):
            reporter.warning(
                f"{self._field_title} holds another value in each of its {whole(len(keys))} features, which makes as many classes. "
                "If it is an identifier, choose the field of the classes."
            )
        return keys

    def _number_keys(self, keys: Iterable[Key], given: ClassTable | None, reporter: Reporter) -> dict[Key, int]:
        """Returns the class value of each key."""
        if all(isinstance(key, int) for key in keys):
            values = {key: int(key) for key in keys}
        else:
            texts = [str(key) for key in keys]
            values = self._number_texts(texts, given, reporter)
        wrong = sorted(value for value in values.values() if not is_class_value(value))
        if wrong:
            raise LabelError(
                f"{self._field_title} holds {wrong[0]}; class values must fit into 32 bits. Renumber them."
            )
        unknown = [str(key) for key, value in values.items() if given and value != 0 and value not in given.values]
        if unknown:
            raise _unknown_classes(self._field_title, unknown, given)
        return values

    def _number_texts(self, texts: list[str], given: ClassTable | None, reporter: Reporter) -> dict[Key, int]:
        """Returns the class value of each text: that of the given class of this name, its number, or its rank."""
        keys = {text: canonical_key(text) for text in texts}  # "1.0" is 1
        numbers = {text: number for text, key in keys.items() if (number := whole_number(key)) is not None}
        are_numbers = len(set(numbers.values())) == len(texts)
        if given is not None:
            by_name = dict(zip(given.names, given.values))
            values = {text: by_name[text] if text in by_name else numbers.get(text, 0) for text in texts}
            unknown = [text for text in texts if text not in by_name and not (are_numbers and text in numbers)]
            if unknown:
                raise _unknown_classes(self._field_title, unknown, given)
            return values
        if are_numbers:
            reporter.info(f"{self._field_title} holds whole numbers as text; they are kept as class values.")
            return dict(numbers)
        self._warn_of_spellings(texts, reporter)
        return {text: number for number, text in enumerate(sorted(texts), 1)}

    def _check_names(self, table: ClassTable, styles: tuple[ClassStyle, ...], reporter: Reporter) -> None:
        """Compares the names of classes that are matched by number with those of a given table."""
        given, by_number = styles_by_key(styles), {}
        for key, value in self._values.items():
            if canonical_key(str(key)) == str(value) and str(key) not in table.names:
                style = given.get(str(key)) or given.get(str(value))
                by_number[value] = style[0] if style else ""
        check_same_names(table, by_number, by_number, self._field_title, reporter)

    def _warn_of_nodata(self, styles: tuple[ClassStyle, ...], reporter: Reporter) -> None:
        """Warns of a number that looks like NoData, as polygons have that were made from a raster."""
        odd = undeclared_nodata(set(self._values.values()), 0)
        if odd is not None and canonical_key(str(odd)) not in styles_by_key(styles):
            reporter.warning(
                f"{self._field_title} holds {odd}, far from its other values: it is a class. Where it means “not labelled”, leave these features "
                "out, by a filter of the layer."
            )

    def _warn_of_encoding(self, keys: Iterable[Key], reporter: Reporter) -> None:
        """Warns of texts that are in another encoding than the file states, as those of a Shapefile without .cpg often are."""
        if self._is_recoded:
            strange = next(key for key in map(str, keys) if not key.isascii())
            reporter.warning(
                f"{self._field_title} holds text that is not UTF-8, and is read as ISO 8859-1 (“{strange}”). If that is wrong, state the encoding: "
                "for a Shapefile in a file of its name that ends in .cpg."
            )
        lost = [key for key in map(str, keys) if UNDECODED in key]
        if lost:
            reporter.warning(
                f"{self._field_title} holds characters that could not be decoded ({first_of(lost)}): texts that differ in these only have become "
                "one class. Set the encoding of the layer in QGIS (Properties > Source), and run this again."
            )

    def _warn_of_spellings(self, texts: list[str], reporter: Reporter) -> None:
        """Warns of texts that look alike in an attribute table, and yet are classes of their own."""
        alike: dict[str, list[str]] = {}
        for text in sorted(texts):
            alike.setdefault(spelling(text), []).append(text)
        groups = [" and ".join(f"“{text}”" for text in group) for group in alike.values() if len(group) > 1]
        if groups:
            reporter.warning(
                f"{self._field_title} holds {first_of(groups, separator='; ')}: they differ in upper and lower case, blanks or characters that look "
                "the same only, and each is a class of its own. Give them one spelling where they mean one class."
            )

    def _build_table(self, styles: tuple[ClassStyle, ...]) -> ClassTable:
        """Returns the table of all classes, without 0 where that means "not labelled"."""
        given = styles_by_key(styles)
        by_value: Mapping[int, tuple[str, RGB]] = {
            value: given.get(str(key)) or given.get(canonical_key(str(key))) or (str(key), distinct_color(number))
            for number, (key, value) in enumerate(sorted(self._values.items(), key=lambda item: item[1]))
        }
        used = {value for value in self._values.values() if value != 0 or self._zero_is_class}
        return class_table_of(used, by_value)

    def _check_zero(self, reporter: Reporter) -> None:
        """Warns of features of class 0. Raises LabelError where there are no others."""
        values = set(self._values.values())
        if values == {0}:
            raise LabelError(
                f'{self._field_title} holds class 0 only, and 0 means "not labelled". Number the classes from 1.'
            )
        if 0 in values:
            reporter.warning(f'{self._field_title} holds class 0, which means "not labelled"; number classes from 1.')


def _is_unicode(text: str) -> bool:
    """Returns whether a text has no bytes in it that could not be decoded, which Python holds as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def spelling(text: str) -> str:
    """Returns a text without what nobody sees: case, composition of accents, invisible characters and how blank a blank is."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(letter for letter in plain if unicodedata.category(letter) != "Cf").split())


def _unknown_classes(where: str, unknown: list[str], given: ClassTable) -> LabelError:
    """Returns the error for classes that a given table does not have."""
    named = first_of(entry.title for entry in given.classes)
    return LabelError(
        f"{where} has classes that are not there yet: {first_of(sorted(unknown))}. Only these can be used: {named}."
    )
