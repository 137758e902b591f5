"""Opens rasters of any GDAL kind and describes them: grid, bands, dtypes, NoData, masks, and the files they are read from."""

from __future__ import annotations

import contextlib
import functools
import math
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np
from osgeo import gdal

from ..core.dtypes import numpy_dtype
from ..core.errors import RasterError
from ..core.gdal_calls import (
    GDAL_ERRORS,
    gdal_exceptions_as,
    gdal_failures,
    opened,
    option_of_thread,
    plain_text,
)
from ..core.grid import PIXELS_AS_MAP_UNITS, Grid, Window
from ..core.tiling import sample_windows
from .alpha import count_values, mask_threshold
from .file_state import FileState, file_states, files_of
from .layer_settings import FROM_FILE, LayerSettings, with_settings
from .nodata import is_representable
from .raster_info import RasterInfo

_MOST_DIGITS = 20
_MOST_SOURCES = 5
"""How many files of a virtual raster are opened to learn the size of their blocks."""


class RasterDataset:
    """An open raster: opened and described once, and handed to all that read from it. Serves one thread at a time.

    `handle` is GDAL's dataset. `mirrored` is (columns, rows): whether they are stored in the opposite order of the grid's.
    The file closes with the last reference to this object and its readers.
    """

    def __init__(self, path: str, threads: int | None = None, settings: LayerSettings = FROM_FILE) -> None:
        """Opens a raster. GDAL decodes its blocks on that many `threads`; None leaves this to GDAL's settings.

        `settings` count in place of the values of the file. Raises RasterError where GDAL cannot open it or where it has no bands.
        """
        self.path, self.threads, self.settings = path, threads, settings
        self.mirrored = False, False
        self._source: tuple[RasterDataset, Callable[[RasterDataset], RasterDataset]] | None = None
        with self.decoding():
            self.handle = opened(
                path, gdal.OF_RASTER, lambda why: RasterError(f"The raster {path} cannot be opened: {why}.")
            )
        if self.handle.RasterCount == 0:
            raise _no_bands(path, self.handle)

    @classmethod
    def virtual(
        cls,
        source: RasterDataset,
        handle: gdal.Dataset,
        info: RasterInfo,
        mirrored: tuple[bool, bool],
        view_of: Callable[[RasterDataset], RasterDataset],
    ) -> RasterDataset:
        """Returns a view of `source` through another GDAL dataset, `handle`, which `info` describes.

        `view_of` makes the same view of another handle of the source.
        """
        view = cls.__new__(cls)
        view.path, view.threads, view.settings = source.path, source.threads, source.settings
        view.handle, view.mirrored, view._source = handle, mirrored, (source, view_of)
        view.info, view.source_files, view.states_when_opened = info, source.source_files, source.states_when_opened
        return view

    @property
    def is_virtual(self) -> bool:
        """Returns whether this is a view, whose pixels are computed as they are read."""
        return self._source is not None

    def reopened(self) -> RasterDataset:
        """Returns the same raster with a handle of its own, for the thread that calls this; GDAL decodes its blocks on no other thread.

        Raises RasterError where it cannot be opened any more.
        """
        if self._source is not None:
            source, view_of = self._source
            return view_of(source.reopened())
        again = RasterDataset(self.path, 1, self.settings)
        again.info, again.source_files, again.states_when_opened = self.info, self.source_files, self.states_when_opened
        return again

    def decoding(self) -> AbstractContextManager[None]:
        """Sets GDAL's threads for the enclosed calls; also for reading, since a mosaic opens its files only then."""
        return option_of_thread("GDAL_NUM_THREADS", None if self.threads is None else str(self.threads))

    @functools.cached_property
    def info(self) -> RasterInfo:
        """Returns the raster's description, for which no more than a sample of a band flagged as alpha is read.

        Raises RasterError where it holds complex numbers, is rotated or is placed by control points only.
        """
        with gdal_exceptions_as(lambda why: RasterError(f"The raster {self.path} is damaged: {why}.")):
            described = _describe(self.path, self.handle)
        return with_settings(described, self.settings)

    @functools.cached_property
    def source_files(self) -> tuple[str, ...]:
        """Returns the files that the raster is read from: itself, its sidecars, and all sources of a VRT."""
        return files_of(self.handle)

    @functools.cached_property
    def states_when_opened(self) -> tuple[FileState, ...]:
        """Returns the states of these files, less the sidecars, when the first reader was made."""
        return file_states(self.source_files)

    def check_unchanged(self) -> None:
        """Raises RasterError where a file has been changed or replaced since then: what was read may be of both."""
        for before, now in zip(self.states_when_opened, file_states(self.source_files)):
            if before != now:
                what = (
                    "is gone" if now[1] < 0 else f"had {before[1]} bytes and has {now[1]} now, or was written meanwhile"
                )
                raise RasterError(
                    f"{self.path} was changed while it was read: {before[0]} {what}. What was read may be of both. Wait until no other program "
                    "writes it, and run this again."
                )


def describe(path: str) -> RasterInfo:
    """Returns the description of the raster at `path`. Raises RasterError as `RasterDataset` and its `info` do."""
    return RasterDataset(path).info


def check_is_named(path: str) -> None:
    """Raises RasterError, with their names, where a file holds several rasters, such as the pages of a TIFF: GDAL opens the first.

    What GDAL cannot open passes.
    """
    try:
        names = [name for name, _ in RasterDataset(path).handle.GetSubDatasets()]
    except RasterError:  # refused where it is opened to be read
        return
    if len(names) > 1 and path not in names:
        raise RasterError(_several(path, names))


def _no_bands(path: str, dataset: gdal.Dataset) -> RasterError:
    """Returns the error for a dataset without bands of its own."""
    subdatasets = [name for name, _ in dataset.GetSubDatasets()]
    if subdatasets:
        return RasterError(_several(path, subdatasets))
    return RasterError(f"{path} has no raster bands. Choose a raster with at least one band.")


def _several(path: str, names: Sequence[str]) -> str:
    """Returns the sentence on a file of several rasters."""
    listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    return f"{path} holds several rasters. Give one of them as input: {listed}"


def _describe(path: str, dataset: gdal.Dataset) -> RasterInfo:
    """Returns the description of an open dataset; `path` is its name in messages."""
    _check_length(path, dataset)
    notes: list[str] = []
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    dtypes = tuple(_band_dtype(path, number, band) for number, band in enumerate(bands, 1))
    nodata = tuple(
        _band_nodata(path, number, band, np.dtype(dtype), notes)
        for number, (band, dtype) in enumerate(zip(bands, dtypes), 1)
    )
    alpha_band, alpha_threshold = _alpha_band(path, dataset, dtypes, notes)
    return RasterInfo(
        path=path,
        grid=_grid(path, dataset),
        band_count=len(bands),
        band_dtypes=dtypes,
        nodata=nodata,
        band_names=tuple(plain_text(band.GetDescription()) or f"Band {number}" for number, band in enumerate(bands, 1)),
        alpha_band=alpha_band,
        alpha_threshold=alpha_threshold,
        band_scales=tuple((_or(band.GetScale(), 1.0), _or(band.GetOffset(), 0.0)) for band in bands),
        has_mask=bool(mask_bands(dataset, range(1, len(bands) + 1))),
        block_size=_block_size(dataset),
        driver=dataset.GetDriver().ShortName,
        notes=tuple(notes),
    )


def _check_length(path: str, dataset: gdal.Dataset) -> None:
    """Raises RasterError where a file of ENVI is shorter than its header states: GDAL reads zeros for what is missing."""
    header = dataset.GetMetadata("ENVI") if dataset.GetDriver().ShortName == "ENVI" else {}
    files = dataset.GetFileList()
    if not header or not files or header.get("file_compression", "0") != "0":
        return
    offset, file = header.get("header_offset", "0"), gdal.VSIStatL(files[0])
    value_bytes = gdal.GetDataTypeSize(dataset.GetRasterBand(1).DataType) // 8
    wanted = dataset.RasterXSize * dataset.RasterYSize * dataset.RasterCount * value_bytes
    wanted += int(offset) if offset.isdecimal() and len(offset) < _MOST_DIGITS else 0
    if file is not None and file.size < wanted:
        raise RasterError(
            f"{path} is incomplete: it has {file.size} bytes, and {wanted} by its header. Copy both files anew."
        )


def _or(value: float | None, default: float) -> float:
    """Returns a value, or the default where there is none."""
    return default if value is None else float(value)


def _block_size(dataset: gdal.Dataset) -> tuple[int, int]:
    """Returns width and height of the largest blocks that are decoded at once, in pixels of the raster.

    The blocks of a virtual raster are those of its first files, scaled from their pixels to its own.
    """
    own = largest_block(dataset)
    if dataset.GetDriver().ShortName != "VRT":
        return own
    width, height = 1, 1
    pixel = _pixel_size(dataset)
    for path in (dataset.GetFileList() or [])[1 : _MOST_SOURCES + 1]:
        file = None
        with gdal_failures(), contextlib.suppress(*GDAL_ERRORS):
            file = gdal.OpenEx(path, gdal.OF_RASTER)
        if file is not None and file.RasterCount:
            block, size = largest_block(file), _pixel_size(file)
            scale = (size[0] / pixel[0], size[1] / pixel[1]) if size and pixel else (1.0, 1.0)
            width, height = max(width, round(block[0] * scale[0])), max(height, round(block[1] * scale[1]))
    return (width, height) if (width, height) != (1, 1) else own


def largest_block(dataset: gdal.Dataset) -> tuple[int, int]:
    """Returns the largest width and height of the blocks of the bands."""
    sizes = [dataset.GetRasterBand(number).GetBlockSize() for number in range(1, dataset.RasterCount + 1)]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _pixel_size(dataset: gdal.Dataset) -> tuple[float, float] | None:
    """Returns the positive size of a pixel in map units, None where there is no geotransform."""
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None or not transform[1] or not transform[5] or not all(map(math.isfinite, transform)):
        return None
    return abs(transform[1]), abs(transform[5])


def _band_dtype(path: str, number: int, band: gdal.Band) -> str:
    """Returns the numpy name that a band is read as. Raises RasterError for complex numbers."""
    name = numpy_dtype(band)
    if name is None:
        raise RasterError(
            f"Band {number} of {path} holds values of type {gdal.GetDataTypeName(band.DataType)}, which cannot be classified. "
            "Derive real bands first, for example with the raster calculator (amplitude and phase of complex values)."
        )
    return name


def _band_nodata(path: str, number: int, band: gdal.Band, dtype: np.dtype, notes: list[str]) -> float | None:
    """Returns the NoData value as the band holds it, None where it has none or cannot hold it."""
    nodata = band.GetNoDataValue()
    if nodata is None:
        return None
    if not is_representable(nodata, dtype):
        notes.append(f"Band {number} of {path} declares NoData {nodata:g}, which {dtype} cannot hold; it is ignored.")
        return None
    return float(dtype.type(nodata))


def _grid(path: str, dataset: gdal.Dataset) -> Grid:
    """Returns the pixel grid. Raises RasterError where it is rotated or unknown though georeferenced."""
    width, height = dataset.RasterXSize, dataset.RasterYSize
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None:
        option = _placed_by(dataset)
        if option is not None:
            what, flag = option
            raise RasterError(
                f"{path} is georeferenced by {what} only. Warp it to a regular grid first: "
                f'gdalwarp {flag}-of GTiff "{path}" straight.tif'
            )
        return Grid(width, height, PIXELS_AS_MAP_UNITS, plain_text(dataset.GetProjection() or ""))
    x0, a, b, y0, d, e = transform
    skew = max(abs(b) * height / (abs(a) or 1.0), abs(d) * width / (abs(e) or 1.0))
    if skew > 1e-3 or a == 0 or e == 0:
        raise RasterError(
            f"{path} is rotated against the map axes (geotransform {tuple(transform)}). "
            f'Warp it to a regular grid first: gdalwarp -of GTiff "{path}" straight.tif'
        )
    grid = Grid(width, height, (x0, a, 0.0, y0, 0.0, e), plain_text(dataset.GetProjection() or ""))
    if not grid.is_usable:
        raise RasterError(
            f"{path} has a geotransform that cannot be computed with: {tuple(transform)}. Assign a correct one first: gdal_edit -a_ullr."
        )
    return grid


def _placed_by(dataset: gdal.Dataset) -> tuple[str, str] | None:
    """Returns what places a dataset without a geotransform, and gdalwarp's option for it; None where nothing does."""
    if dataset.GetGCPCount():
        return "control points", ""
    if dataset.GetMetadata("RPC"):
        return "rational polynomial coefficients (RPC)", "-rpc "
    if dataset.GetMetadata("GEOLOCATION"):
        return "arrays of coordinates (GEOLOCATION)", "-geoloc "
    return None


def _alpha_band(path: str, dataset: gdal.Dataset, dtypes: Sequence[str], notes: list[str]) -> tuple[int | None, float]:
    """Returns the number of the band that is flagged as alpha and looks like a mask, and the value that valid pixels exceed."""
    for number in range(dataset.RasterCount, 0, -1):
        band = dataset.GetRasterBand(number)
        if band.GetColorInterpretation() != gdal.GCI_AlphaBand:
            continue
        counts = _sampled_counts(band)
        threshold = mask_threshold(counts, dtypes[number - 1]) if dataset.RasterCount > 1 else None
        if threshold is None:
            notes.append(
                f"Band {number} of {path} is flagged as alpha but holds more than a mask; it is used as an ordinary band."
            )
            continue
        if len(counts) > 2:
            notes.append(
                f"The alpha mask of {path} (band {number}) has values between off and on; pixels above {threshold:g} are valid."
            )
        return number, threshold
    return None, 0.0


def _sampled_counts(band: gdal.Band) -> Counter[float]:
    """Returns the numbers of the values of a sample of a band.

    Windows at full resolution, not a decimated read: overviews of a mask hold averages.
    """
    counts: Counter[float] = Counter()
    for window in sample_windows(Window(0, 0, band.XSize, band.YSize)):
        sample = np.empty((window.height, window.width), np.float64)
        read = None
        with gdal_failures(), contextlib.suppress(*GDAL_ERRORS):
            read = band.ReadRaster(
                window.x, window.y, window.width, window.height, buf_type=gdal.GDT_Float64, buf_obj=sample
            )
        if read is not None:
            count_values(counts, sample)
    return counts


def mask_bands(dataset: gdal.Dataset, band_numbers: Sequence[int]) -> tuple[int, ...]:
    """Returns the bands whose mask bands together mark the valid pixels; none where nodata or alpha marks them."""
    per_dataset, per_band = [], []
    for number in band_numbers:
        flags = dataset.GetRasterBand(number).GetMaskFlags()
        if flags & gdal.GMF_PER_DATASET and not flags & gdal.GMF_ALPHA:
            per_dataset.append(number)
        elif flags == 0:
            per_band.append(number)
    if per_dataset:
        return (per_dataset[0],)
    return tuple(per_band) if len(per_band) == len(band_numbers) else ()
