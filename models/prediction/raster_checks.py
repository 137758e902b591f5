"""Checks before a long run whether a raster fits a model: bands, values, their distribution, ground sample distance.

Values come from a small sample of the raster. Each check raises `ModelError` where no class could be correct, and returns
warnings with both values where classes may be wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...rasters.core.band_scales import compare_scales
from ...rasters.core.band_statistics import statistics_of
from ...rasters.core.errors import ModelError
from ...rasters.core.number_text import percent
from ...rasters.core.undeclared_nodata import certain_values, far_off_values, warn_of_missing
from ...rasters.reading.nodata import is_representable
from ..core.quantiles import CORE, distance, share_outside
from ..core.text import number

if TYPE_CHECKING:
    from ...rasters.core.band_statistics import BandStatistics
    from ...rasters.core.grid import Window
    from ...rasters.core.progress import Reporter
    from ...rasters.reading.raster_info import RasterInfo
    from ...rasters.reading.reader import RasterReader
    from ..core.description import ModelDescription
    from ..networks.model_source import ModelSource

MEAN_TOLERANCE_STD = 3.0
"""Bands whose mean lies further from the training mean, in training standard deviations, are warned of."""
OFF_SCALE_STD = 20.0
"""Where all values of all bands lie further away than this, the raster is refused."""
RANGE_TOLERANCE = 3.0
"""Values beyond the training range by more than this many times that range are warned of."""
RESOLUTION_TOLERANCE = 1.5
"""Ground sample distances that differ by more than this factor are warned of."""

OUTSIDE_SHARE = 0.2
"""Bands of which more values lie well outside the middle 99 % of the training's are warned of."""
FAR_DISTANCE = 0.5
"""Bands whose values are distributed at a larger distance from the training's are warned of."""
_GENERIC = re.compile(r"band[ _]?(\d+)", re.IGNORECASE)
"""Names of bands that do not describe them."""
_SENTINEL = re.compile(r"b0*(\d{1,2}a?)(_[126]0m)?(\s*[,(].*)?")
"""One band in the spellings of several sources: B4, B04, B04_10m, "B4, central wavelength 665 nm"."""
_CHIPS_FOR_DISTANCE = 16
"""Rasters smaller than this many chips are not compared by distance: they may show one land cover only."""
_MOST_NAMED = 3
_MOST_SHIFTED_NAMED = 4


def choose_bands(
    model: ModelDescription, raster: RasterInfo, band_numbers: Sequence[int] | None
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Returns the raster's bands (from 1) in the model's order, and warnings about the choice.

    Bands chosen by the user are used as they are. Otherwise bands with the model's band names are used in the model's order, those
    of the numbers that were chosen for the training where bands have no names, or all bands but an alpha mask. Raises ModelError where the numbers of bands differ.
    """
    wanted, present = model.band_count, raster.band_count
    if band_numbers is not None:
        if model.source_bands and len(band_numbers) == model.source_band_count:
            band_numbers = [band_numbers[number - 1] for number in model.source_bands]
        if len(band_numbers) != wanted:
            raise ModelError(
                f"The model was trained on {wanted} bands ({_listed(model.band_names)}), but {len(band_numbers)} bands "
                f"are chosen. Choose {wanted} bands, in this order."
            )
        beyond = [number for number in band_numbers if not 1 <= number <= present]
        if beyond:
            raise ModelError(
                f"Band {beyond[0]} is chosen, but {raster.path} has {present} bands. Choose bands from 1 to {present}."
            )
        return tuple(band_numbers), _contradictions(model, raster, band_numbers)

    every = tuple(range(1, present + 1))
    data = tuple(number for number in every if number != raster.alpha_band)
    if model.source_bands:  # the training left out bands without any value
        whole = next((numbers for numbers in (data, every) if len(numbers) == model.source_band_count), None)
        if whole is not None:
            data = tuple(whole[number - 1] for number in model.source_bands)
    by_position = next((numbers for numbers in (data, every) if len(numbers) == wanted), None)
    by_name = _bands_by_name(model.band_names, raster.band_names)
    if by_name is not None and by_name != by_position:
        warning = (
            f"The raster's bands are {_listed(raster.band_names)}; by their names, the bands "
            f"{_listed(map(str, by_name))} are taken for the model's {_listed(model.band_names)}."
        )
        return by_name, (warning,)
    own_order = _chosen_for_training(model)
    if own_order and all(number in data and raster.band_names[number - 1] == f"Band {number}" for number in own_order):
        warning = (
            f"The model was trained on the bands {_listed(map(str, own_order))} of its imagery, which has no names of bands. The bands of these numbers "
            "are taken here, too. Choose the bands (BANDS) where that is wrong."
        )
        return own_order, (warning,)
    if by_position is None:
        cure = (
            f"Choose the {wanted} that match, in this order, as bands."
            if present > wanted
            else "Take a raster with these bands, or a model trained on fewer."
        )
        raise ModelError(
            f"The model was trained on {wanted} bands ({_listed(model.band_names)}), but {raster.path} has "
            f"{len(data)}{'' if raster.alpha_band is None else ' and an alpha band'}. {cure}"
        )
    warnings = _contradictions(model, raster, by_position)
    if own_order:
        warning = (
            f"The model was trained on the bands {_listed(map(str, own_order))} of its imagery, which has no names of bands. Here "
            f"{_listed(raster.band_names)} are taken for them, in this order. Choose the bands (BANDS) where that is wrong."
        )
        warnings += (warning,)
    if raster.alpha_band in by_position:
        warnings += (f"Band {raster.alpha_band} is marked as alpha; as the model has {wanted} bands, it is data.",)
    return by_position, warnings


def check_scaling(source: ModelSource, raster: RasterInfo, bands: Sequence[int]) -> None:
    """Raises ModelError where a model that states no scaling, so that bytes are assumed, meets other values."""
    others = sorted({raster.band_dtypes[number - 1] for number in bands} - {"uint8"})
    if source.is_for_bytes and others:
        raise ModelError(
            f"{source.name} states no scaling of its bands, and {raster.path} has values of the type {', '.join(others)}, not bytes. Give the "
            "band scaling (BAND_SCALING): mean and standard deviation of each band in units of the raster; 0 65535 for values divided "
            "by 65535."
        )


def check_raster(
    model: ModelDescription,
    reader: RasterReader,
    window: Window,
    sample: Sequence[np.ndarray],
    missing: Sequence[Sequence[float]],
    reporter: Reporter,
) -> None:
    """Warns where values in a window, or scale and offset of bands, differ from those of the training, and of a missing CRS.

    `sample` holds some valid values of each band, `missing` those that count as missing beside its NoData. Raises ModelError as
    `check_values`.
    """
    compare_scales(
        model.band_names,
        (model.band_scales, reader.band_scales),
        ("The training imagery", reader.info.path),
        "convert the raster to the units of the training imagery first, with the raster calculator.",
        reporter,
    )
    sample = tuple(values[~np.isin(values, numbers)] for values, numbers in zip(sample, missing or ((),) * len(sample)))
    _warn_of_empty_bands(reader, sample, reporter)
    coarse = check_values(model, [statistics_of(values) for values in sample]) if model.knows_training_values else ()
    for warning in check_distribution(model, sample, window.pixels) or coarse:
        reporter.warning(warning)
    if not reader.info.grid.crs_wkt:
        reporter.warning(f"{reader.info.path} has no coordinate reference system, so neither will the result.")


def _warn_of_empty_bands(reader: RasterReader, sample: Sequence[np.ndarray], reporter: Reporter) -> None:
    """Warns of bands without any valid value in the sample where others have some: the model was trained with values there."""
    empty = [name for name, values in zip(reader.band_names, sample) if not values.size]
    if 0 < len(empty) < len(sample):
        reporter.warning(
            f"{reader.info.path} has no valid value in {_listed(empty)}, as far as it was sampled: all are NoData or not finite, and the model was "
            "trained with values there. The classes may be wrong: choose other bands, or a raster that has these."
        )


def find_missing(
    model: ModelDescription, reader: RasterReader, sample: Sequence[np.ndarray], reporter: Reporter
) -> tuple[tuple[float, ...], ...]:
    """Returns the values of each band that count as missing though the raster does not declare them, () for none; warns of its own.

    These are undeclared NoData of the training or, where hardly anything else can be meant, of this raster; `sample` holds some
    values of each band as they are stored: resampling would mix them with others.
    """
    found = [far_off_values(values) for values in sample]
    known = model.undeclared_nodata or ((),) * len(sample)
    certain = certain_values(found)
    joined = tuple(
        tuple(sorted({*here, *(value for value in trained if is_representable(value, reader.dtype))}))
        for here, trained in zip(certain, known)
    )
    consequences = "They count as missing values.", "They are classified like any other value."
    warn_of_missing(reader.band_names, found, joined, reader.info.path, consequences, reporter)
    only_trained = [
        f"{name}: {', '.join(f'{value:.10g}' for value in values if value not in here)}"
        for name, values, here in zip(reader.band_names, joined, certain)
        if set(values) - set(here)
    ]
    if only_trained:
        reporter.info(f"As in the training, these values count as missing ({_shortened(only_trained)}).")
    return joined if any(joined) else ()


def check_values(model: ModelDescription, sample: Sequence[BandStatistics]) -> tuple[str, ...]:
    """Compares statistics of a sample of the raster, one per band in the model's order, with those of the training.

    Returns warnings. Raises ModelError where the values are certainly on another scale. That is so where each band's values all lie more
    than `OFF_SCALE_STD` standard deviations from the training's. It is also where fractions up to about one meet a model of large whole
    numbers. Bands without a valid sampled pixel are skipped.
    """
    far, off_scale, fractions, seen = [], [], [], 0
    for index, band in enumerate(sample):
        if band.count == 0:
            continue
        seen += 1
        name = model.band_names[index]
        mean, std = model.band_means[index], model.band_stds[index]
        low, high = model.band_minimums[index], model.band_maximums[index]
        both = (
            f"{name}: {_range(band.minimum, band.maximum, band.mean)} here, "
            f"{_range(low, high, mean)} in training"
        )  # fmt: skip
        unit = std or 1.0
        if band.minimum > mean + OFF_SCALE_STD * unit or band.maximum < mean - OFF_SCALE_STD * unit:
            off_scale.append(both)
        if _holds_fractions(band) and model.dtype.startswith(("int", "uint")) and high > 50 and std > 1:
            fractions.append(both)
        reach = RANGE_TOLERANCE * (high - low)
        if (
            abs(band.mean - mean) > MEAN_TOLERANCE_STD * unit
            or band.minimum < low - reach
            or band.maximum > high + reach
        ):
            far.append(both)
    if seen and seen in (len(off_scale), len(fractions)):
        raise ModelError(
            "The raster's values are on another scale than those that the model was trained on, so no class could be "
            f"right ({_shortened(off_scale or fractions)}). Rescale the raster to the units of the training imagery, "
            "or train on imagery like this one."
        )
    if not far:
        return ()
    warning = (
        f"The raster's values differ much from those that the model was trained on ({_shortened(far)}). The classes may "
        "be wrong: check the order of the bands and the units."
    )
    return (warning,)


def check_resolution(
    model_size: tuple[float, float], raster_size: tuple[float, float], unit: str
) -> tuple[str, ...]:  # fmt: skip
    """Compares ground sample distances, (width, height) of a pixel, both in `unit`. Returns warnings."""
    trained, found = math.sqrt(math.prod(model_size)), math.sqrt(math.prod(raster_size))
    if not (trained > 0 and found > 0):
        return ()
    factor = found / trained
    if 1 / RESOLUTION_TOLERANCE <= factor <= RESOLUTION_TOLERANCE:
        return ()
    seen = f"{factor:.2g} times smaller" if factor > 1 else f"{1 / factor:.2g} times larger"
    warning = (
        f"The raster's pixels measure {found:.4g} {unit}, those that the model was trained on {trained:.4g} {unit}: things "
        f"look {seen} to it than it learned. Resample the raster to about {trained:.4g} {unit} (RESAMPLE), or expect wrong classes."
    )
    return (warning,)


def _chosen_for_training(model: ModelDescription) -> tuple[int, ...]:
    """Returns the numbers of the bands without names that were chosen for the training; () where it took all in their order, or they have names."""
    numbers = [_GENERIC.fullmatch(name) for name in model.band_names]
    if model.source_bands or not all(numbers):
        return ()
    chosen = tuple(int(found[1]) for found in numbers)
    return () if chosen == tuple(range(1, len(chosen) + 1)) else chosen


def _key(name: str) -> str:
    """Returns a name of a band for comparison: without case, blanks around it and what the sources of Sentinel-2 spell differently."""
    key = name.strip().casefold()
    sentinel = _SENTINEL.fullmatch(key)
    return f"b{sentinel[1]}" if sentinel else key


def _bands_by_name(wanted: Sequence[str], present: Sequence[str]) -> tuple[int, ...] | None:
    """Returns the numbers (from 1) of the bands of these names; None unless each is a real name that occurs once."""
    named = [_key(name) for name in present]
    numbers = []
    for name in map(_key, wanted):
        if not name or _GENERIC.fullmatch(name) or named.count(name) != 1:
            return None
        numbers.append(named.index(name) + 1)
    return tuple(numbers) if len(set(numbers)) == len(numbers) else None


def _contradictions(model: ModelDescription, raster: RasterInfo, bands: Sequence[int]) -> tuple[str, ...]:
    """Returns a warning where one of the bands has the name of another band of the model."""
    found = [raster.band_names[number - 1] for number in bands]
    wanted = [_key(name) for name in model.band_names]
    misplaced = [
        f"{name} as {other}"
        for name, other, key in zip(found, model.band_names, wanted)
        if _key(name) != key and _key(name) in wanted and not _GENERIC.fullmatch(name.strip())
    ]
    if not misplaced:
        return ()
    warning = (
        f"The names of the bands contradict those of the model: {_listed(misplaced)} (the raster has {_listed(found)}, the model "
        f"{_listed(model.band_names)}). They are taken in this order. Choose the bands (BANDS) in the model's order where that is wrong."
    )
    return (warning,)


def _holds_fractions(band: BandStatistics) -> bool:
    """Returns whether the values look like reflectances or probabilities: within about 0 to 1 and not whole."""
    whole = band.minimum == 0 and band.maximum == 1
    return band.minimum >= -0.5 and band.maximum <= 1.5 and band.std > 0 and not whole


def _range(minimum: float, maximum: float, mean: float) -> str:
    return f"{minimum:.4g} to {maximum:.4g}, mean {mean:.4g},"


def _listed(names: Sequence[str]) -> str:
    names = list(names)
    return ", ".join(names) if len(names) <= 8 else ", ".join([*names[:3], "...", names[-1]])


def _shortened(lines: Sequence[str]) -> str:
    more = len(lines) - _MOST_NAMED
    return "; ".join(lines[:_MOST_NAMED]) + (f"; and {more} more bands" if more > 0 else "")


def check_distribution(model: ModelDescription, sample: Sequence[np.ndarray], asked_pixels: int) -> tuple[str, ...]:
    """Returns a warning with figures where values of the raster are distributed unlike those of the training.

    `sample` holds some valid values of each band, in the model's order; `asked_pixels` is the number of pixels to
    classify. Models of earlier versions hold no distribution and give no warning.
    """
    large = asked_pixels >= _CHIPS_FOR_DISTANCE * model.chip_size_px**2
    found = [
        _shift(_title(model, band), quantiles, values, large)
        for band, (quantiles, values) in enumerate(zip(model.band_quantiles, sample))
        if values.size
    ]
    shifted = sorted((each for each in found if each is not None), reverse=True)
    if not shifted:
        return ()
    named = "; ".join(words for _, words in shifted[:_MOST_SHIFTED_NAMED])
    more = len(shifted) - _MOST_SHIFTED_NAMED
    rest = f"; and {more} more bands" if more > 0 else ""
    warning = (
        f"The raster differs from the imagery that the model was trained on, so that its classes may be wrong. {named}{rest}. "
        "Check the order of the bands, the units and the season, or label some places here and train on these, too."
    )
    return (warning,)


def _shift(title: str, quantiles: Sequence[float], values: np.ndarray, large: bool) -> tuple[float, str] | None:
    """Returns how far a band is shifted and the warning; None where it is not."""
    outside = share_outside(quantiles, values)
    if outside > OUTSIDE_SHARE:
        low, high = (number(quantiles[place]) for place in CORE)
        return 1 + outside, (
            f"{title}: {percent(outside, 0)} of the raster's values lie well outside the range of the training data ({low} to {high} for 99 % "
            "of it)"
        )
    far = distance(quantiles, values) if large else 0.0
    if far <= FAR_DISTANCE:
        return None
    middle = float(np.median(values))
    usual = quantiles[len(quantiles) // 2]
    return far, (
        f"{title}: half of the raster's values lie below {number(middle)}, half of the training data below {number(usual)}; "
        f"the distance of their distributions is {far:.2f} (0 the same, 1 nothing in common)"
    )


def _title(model: ModelDescription, band: int) -> str:
    """Returns number and name of a band, without a name that only repeats the number."""
    name = model.band_names[band]
    return name if name == f"Band {band + 1}" else f"Band {band + 1} ({name})"
