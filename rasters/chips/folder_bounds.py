"""Keeps the reading of a training chips folder inside of it: a folder from a stranger must not lead to other files or to servers.

Its reports show pixels, so that a chip that is another file would show that file. Three ways lead out: formats whose files name
others, files beside a chip (masks) in such a format, and symbolic links.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable

from osgeo import gdal

from ..core.errors import ChipsError
from ..core.gdal_calls import gdal_failures
from ..outputs.checks import is_below, lies_in

_POINTING_ELSEWHERE = frozenset(
    (
        "DAAS", "DERIVED", "DIMAP", "ECRGTOC", "EEDA", "EEDAI", "GDALG", "GTI", "HTTP", "KMLSUPEROVERLAY", "MAP", "NGW", "OGCAPI", "PLMOSAIC",
        "PLSCENES", "PostGISRaster", "RASDAMAN", "RCM", "RPFTOC", "RS2", "SAFE", "SENTINEL2", "STACIT", "STACTA", "TIL", "TileDB", "TSX", "VRT", "WCS",
        "WMS", "WMTS", "Zarr",
    )
)  # fmt: skip
"""Formats whose files name other files or servers."""
_SELF_CONTAINED = frozenset(("BMP", "GIF", "GTiff", "JP2OpenJPEG", "JPEG", "PNG", "WEBP"))
"""Formats whose files never name others, which most chips have: nothing else is asked of them."""
_META_RASTER = "MRF"
_OF_META_RASTER = (b"<datafile", b"<indexfile", b"<cachedsource", b"<source")
"""What names other files in a meta raster, which GDAL does not list. Without these they lie beside it, under its name."""
_LARGEST_HEADER = 1_000_000


@functools.cache
def image_formats() -> list[str]:
    """Returns the formats whose files hold their pixels themselves, or may do so."""
    drivers = map(gdal.GetDriver, range(gdal.GetDriverCount()))
    rasters = (driver.ShortName for driver in drivers if driver.GetMetadataItem(gdal.DCAP_RASTER))
    return sorted(set(rasters) - _POINTING_ELSEWHERE)


def check_files_of(dataset: gdal.Dataset, path: str) -> None:
    """Raises ChipsError where an open chip is read from a file outside of its folder."""
    driver = dataset.GetDriver().ShortName
    if driver in _SELF_CONTAINED:
        return
    folder = os.path.dirname(os.path.abspath(path))
    with gdal_failures():
        files = dataset.GetFileList() or []
    other = next((name for name in files if not is_below(os.path.abspath(name), folder)), None)
    if driver == _META_RASTER and other is None:
        with open(path, "rb") as file:
            header = file.read(_LARGEST_HEADER).lower()
        other = "other files" if any(tag in header for tag in _OF_META_RASTER) else None
    if other is not None:
        raise ChipsError(
            f"The chip {path} names {other}, which may lie outside of its folder, and is not read. Convert it to GeoTIFF, or export it again."
        )


def check_beside(path: str) -> None:
    """Raises ChipsError where a file beside a chip is a link out of its folder, or a mask in a format that names other files."""
    folder = os.path.dirname(path)
    if os.path.islink(path):
        check_link(folder, path)
    if path.lower().endswith(".msk"):
        with gdal_failures():
            driver = gdal.IdentifyDriverEx(path, gdal.OF_RASTER)
        if driver is not None and driver.ShortName not in _SELF_CONTAINED:
            raise ChipsError(
                f"The mask {path} is a {driver.ShortName} file, which may name other files. Convert it to GeoTIFF."
            )


def check_link(folder: str, path: str) -> None:
    """Raises ChipsError where `path`, a link, leads out of `folder`, which may be a link itself."""
    if not lies_in(path, folder):
        raise ChipsError(
            f"{path} is a link to {os.path.realpath(path)}, which is not in the folder {folder}. Links are followed inside of a training chips "
            "folder only; copy the files that they lead to (cp -rL copies a folder in this way)."
        )


def check_links(folder: str, names: Iterable[str]) -> None:
    """Raises ChipsError where a file, or a folder that it lies in, is a link out of `folder`; `names` are paths in it with slashes."""
    parents = set()
    for name in names:
        path = os.path.join(folder, *name.split("/"))
        parents.add(os.path.dirname(path))
        if os.path.islink(path):
            check_link(folder, path)
    for parent in sorted(parents):
        check_link(folder, parent)
