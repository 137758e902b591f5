"""Makes the demo's scene: an invented square kilometre of countryside, its full truth, and a few training polygons.

    python scene.py [--size PIXELS] FOLDER

Deterministic (one seed), numpy and GDAL only. The scene is made to be honest. Heights are modelled and lit by one sun,
so that classes overlap where they do in real imagery: an orchard's crowns and grass are the forest's crowns and the
meadow's grass in another arrangement; roofs are of the colours of asphalt and of bare soil; crop rows mix soil and
green; and shadows are as dark as water. What tells them apart is texture, shape and surroundings.

Training polygons lie in the western half only and cover a small part of it; the eastern half is for evaluation. They are what
a person would draw: all that lies in some small sample plots, with its outlines, and patches inside larger areas.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

SIZE_PX = 1024
ORIGIN_MAP = (458000.0, 5428000.0)
EPSG = 32633
NODATA = 0
TRAINING_COLUMNS = 500
"""Training polygons lie west of this column."""
HELD_OUT_COLUMN = 532
"""Judged are the columns from here on, east of a gap."""
PLOT_PX = 40
"""Side of the sample plots in which everything is labelled."""
SEED = 20

CLASSES: dict[str, tuple[int, int, int]] = {
    "building": (196, 49, 44),
    "crop rows": (222, 178, 74),
    "forest": (32, 96, 48),
    "meadow": (156, 204, 101),
    "orchard": (123, 92, 165),
    "road": (110, 110, 110),
    "water": (54, 124, 196),
}
"""Class names with their colours; a class's value is its place from 1, as sorted names are numbered by the export."""
VALUES = {name: number for number, name in enumerate(CLASSES, start=1)}

# Reflectance times 10 000: red, green, blue, near infrared.
GRASS = np.array([620, 860, 520, 3100])
LEAVES = np.array([430, 700, 360, 3350])
SOIL = np.array([1560, 1230, 930, 2180])
ASPHALT = np.array([1120, 1080, 1030, 1330])
WATER = np.array([330, 430, 380, 260])
SKYLIGHT = np.array([0.26, 0.30, 0.38, 0.24])
"""What is left of the light in a shadow."""

ANGLE = math.radians(17)
SUN_STEP = (0.55, 0.83)
"""Direction towards the sun, columns and rows (it stands in the south-east)."""
SUN_ELEVATION = math.radians(42)


@dataclass(frozen=True)
class Parcel:
    """A rectangle of the land's own frame (u along the rows of the fields, v across), in pixels, and its use."""

    u0: float
    u1: float
    v0: float
    v1: float
    use: str = ""


@dataclass(frozen=True)
class Scene:
    """`image` uint16 (4, size, size) in red, green, blue, near infrared; `truth` and `labels` uint8 (size, size): class
    values, 0 where there is nothing or, in `labels`, no training polygon."""

    image: np.ndarray
    truth: np.ndarray
    labels: np.ndarray


def make_scene(size: int = SIZE_PX, seed: int = SEED) -> Scene:
    """Makes the scene, `size` pixels each way (smaller ones are for tests)."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:size, 0:size] + 0.5
    u, v = _to_land(x, y)
    parcels, lines = _divide_land(size, rng)
    truth = np.zeros((size, size), np.uint8)
    height = np.zeros((size, size))
    ground = np.zeros((4, size, size))
    for parcel in parcels:
        _fill_parcel(parcel, u, v, truth, height, ground, rng)
    _fill_water(x, y, size, truth, height, ground, rng)
    _fill_roads(lines, u, v, truth, height, ground, rng)
    houses = [h for p in parcels if p.use == "village" for h in _fill_village(p, u, v, truth, height, ground, rng)]
    image = _take_picture(ground, height, rng)
    nothing = (x * 1.0 + y * 0.17 > size * 1.08) | (x + y * 0.9 < size * 0.055)
    image[:, nothing], truth[nothing] = NODATA, 0
    return Scene(image, truth, _label(truth, houses, rng, TRAINING_COLUMNS * size // SIZE_PX))


def _to_land(x: np.ndarray | float, y: np.ndarray | float) -> tuple:
    """Turns pixel coordinates into the land's frame."""
    return x * math.cos(ANGLE) + y * math.sin(ANGLE), y * math.cos(ANGLE) - x * math.sin(ANGLE)


def _to_pixel(u: float, v: float) -> tuple[float, float]:
    """Turns coordinates of the land's frame into pixels."""
    return u * math.cos(ANGLE) - v * math.sin(ANGLE), u * math.sin(ANGLE) + v * math.cos(ANGLE)


def _divide_land(size: int, rng: np.random.Generator) -> tuple[list[Parcel], list[tuple[str, float, float, float]]]:
    """Splits the land into parcels; returns them and the first split lines (axis, position, start, end): the roads."""
    parcels: list[Parcel] = []
    lines: list[tuple[str, float, float, float]] = []
    reach = size * (math.cos(ANGLE) + math.sin(ANGLE))
    open_parcels = [(Parcel(0, reach, -size * math.sin(ANGLE), size * math.cos(ANGLE)), 0)]
    while open_parcels:
        parcel, depth = open_parcels.pop()
        width, depth_v = parcel.u1 - parcel.u0, parcel.v1 - parcel.v0
        if width * depth_v < rng.uniform(5500, 14000) or max(width, depth_v) < 80:
            parcels.append(parcel)
            continue
        share = rng.uniform(0.38, 0.62)
        if width > depth_v:
            cut = parcel.u0 + share * width
            halves = Parcel(parcel.u0, cut, parcel.v0, parcel.v1), Parcel(cut, parcel.u1, parcel.v0, parcel.v1)
            line = ("u", cut, parcel.v0, parcel.v1)
        else:
            cut = parcel.v0 + share * depth_v
            halves = Parcel(parcel.u0, parcel.u1, parcel.v0, cut), Parcel(parcel.u0, parcel.u1, cut, parcel.v1)
            line = ("v", cut, parcel.u0, parcel.u1)
        if depth < 5:
            lines.append(line)
        open_parcels.extend((half, depth + 1) for half in halves)
    uses = ["forest", "orchard", "meadow", "crop rows", "village"]
    order = [uses[k % len(uses)] for k in range(len(parcels))]
    for start in range(0, len(order), len(uses)):
        order[start : start + len(uses)] = rng.permutation(order[start : start + len(uses)]).tolist()
    return [Parcel(p.u0, p.u1, p.v0, p.v1, use) for p, use in zip(parcels, order)], lines


def _tint(spectrum: np.ndarray, rng: np.random.Generator, spread: float = 0.13) -> np.ndarray:
    """Varies a spectrum as soils, seasons and materials vary from place to place."""
    return spectrum * np.exp(rng.normal(0, spread) + rng.normal(0, spread / 2, 4))


def _paint(ground: np.ndarray, where: np.ndarray, spectrum: np.ndarray) -> None:
    """Gives all pixels of a mask one spectrum."""
    ground[:, where] = spectrum[:, None]


def _fill_parcel(parcel, u, v, truth, height, ground, rng) -> None:
    """Lays out one parcel: class, heights and ground colours."""
    inside = (u >= parcel.u0) & (u < parcel.u1) & (v >= parcel.v0) & (v < parcel.v1)
    if not inside.any():
        return
    grass = _tint(GRASS, rng)
    _paint(ground, inside, grass)
    truth[inside] = VALUES["meadow" if parcel.use == "village" else parcel.use]
    if parcel.use == "forest":
        _plant(parcel, inside, u, v, height, ground, _tint(LEAVES, rng), rng, spacing=7.0, jitter=3.2, base=4.0)
    elif parcel.use == "orchard":
        _plant(parcel, inside, u, v, height, ground, _tint(LEAVES, rng), rng, spacing=8.5, jitter=0.5, base=1.0)
    elif parcel.use == "crop rows":
        rows = 0.5 + 0.5 * np.sin((v if rng.random() < 0.5 else u)[inside] * 2 * math.pi / rng.uniform(5.5, 7.5))
        cover = rows * rng.uniform(0.35, 1.0)
        soil = _tint(SOIL, rng)
        ground[:, inside] = grass[:, None] * cover + soil[:, None] * (1 - cover)
        height[inside] = 0.5 * rows


def _plant(parcel, inside, u, v, height, ground, leaves, rng, spacing, jitter, base) -> None:
    """Plants trees on a grid that is more or less disturbed: domes of 2.6 to 4.4 pixels radius."""
    for row in np.arange(parcel.u0 + spacing / 2, parcel.u1, spacing):
        for column in np.arange(parcel.v0 + spacing / 2, parcel.v1, spacing):
            cu, cv = row + rng.uniform(-jitter, jitter), column + rng.uniform(-jitter, jitter)
            radius = rng.uniform(2.6, 3.3) if jitter < 1 else rng.uniform(3.2, 5.0)
            px, py = _to_pixel(cu, cv)
            window = tuple(slice(max(0, int(c - 6)), max(0, int(c + 7))) for c in (py, px))
            if inside[window].size == 0:
                continue
            dome = 1 - ((u[window] - cu) ** 2 + (v[window] - cv) ** 2) / radius**2
            crown = base + 1.1 * radius * np.sqrt(dome.clip(0))
            tree = (dome > 0) & inside[window] & (crown > height[window])
            height[window][tree] = crown[tree]
            patch = ground[(slice(None), *window)]
            patch[:, tree] = (leaves * rng.uniform(0.85, 1.15))[:, None]


def _fill_water(x, y, size, truth, height, ground, rng) -> None:
    """Lays a winding river through both halves, and ponds."""
    scale = size / SIZE_PX
    middle = size * 0.56 + 75 * scale * np.sin(x / (125 * scale)) + 24 * scale * np.sin(x / (41 * scale) + 1)
    masks = [np.abs(y - middle) < 13 + 4 * np.sin(x / 57)]
    for px, py in ((0.14, 0.24), (0.36, 0.85), (0.63, 0.2), (0.84, 0.83), (0.9, 0.36)):
        across, along = rng.uniform(20, 34, 2) * scale
        bend = 1 + 0.25 * np.sin(3 * np.arctan2(y - py * size, x - px * size) + rng.uniform(0, 6))
        masks.append(((x - px * size) / across) ** 2 + ((y - py * size) / along) ** 2 < bend)
    for mask in masks:
        truth[mask], height[mask] = VALUES["water"], 0
        _paint(ground, mask, _tint(WATER, rng, 0.16))


def _fill_roads(lines, u, v, truth, height, ground, rng) -> None:
    """Lays roads, asphalt or gravel, along the lines."""
    for axis, cut, start, end in lines:
        across, along = (u, v) if axis == "u" else (v, u)
        half_width = rng.choice([2.6, 3.4, 4.2])
        mask = (np.abs(across - cut) < half_width) & (along >= start) & (along <= end)
        truth[mask], height[mask] = VALUES["road"], 0
        _paint(ground, mask, _tint(ASPHALT if rng.random() < 0.6 else 0.5 * (SOIL + ASPHALT), rng))


def _fill_village(parcel, u, v, truth, height, ground, rng) -> list[tuple[float, float]]:
    """Builds houses with flat or gable roofs in a parcel's gardens; returns where, in pixels."""
    houses = []
    for cu in np.arange(parcel.u0 + 17, parcel.u1 - 12, 27):
        for cv in np.arange(parcel.v0 + 17, parcel.v1 - 12, 27):
            house_u, house_v = cu + rng.uniform(-3, 3), cv + rng.uniform(-3, 3)
            half_u, half_v = rng.uniform(5, 9.5), rng.uniform(4.5, 7)
            du, dv = np.abs(u - house_u), np.abs(v - house_v)
            mask = (du < half_u) & (dv < half_v)
            if rng.random() < 0.12 or not (truth[mask] == VALUES["meadow"]).all():
                continue
            truth[mask] = VALUES["building"]
            flat = rng.random() < 0.35
            height[mask] = 5.0 if flat else 4.0 + 0.75 * (half_v - dv[mask])
            roof = ASPHALT if flat or rng.random() < 0.4 else SOIL * np.array([1.05, 0.9, 0.9, 0.85])
            _paint(ground, mask, _tint(roof, rng))
            houses.append(_to_pixel(house_u, house_v))
    return houses


def _take_picture(ground: np.ndarray, height: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lights the scene with the sun, then blurs and adds noise as a sensor does. Returns uint16 (4, rows, columns)."""
    dy, dx = np.gradient(_smooth(height))
    slope = math.cos(SUN_ELEVATION) * (-dx * SUN_STEP[0] - dy * SUN_STEP[1]) + math.sin(SUN_ELEVATION)
    light = (slope / np.sqrt(1 + dx**2 + dy**2) / math.sin(SUN_ELEVATION)).clip(0.25, 1.5)
    shadow = np.zeros(height.shape, bool)
    padded = np.pad(height, 16)
    for step in range(1, 14):
        column, row = round(step * SUN_STEP[0]), round(step * SUN_STEP[1])
        towards_sun = padded[16 + row : 16 + row + height.shape[0], 16 + column : 16 + column + height.shape[1]]
        shadow |= towards_sun > height + step * math.tan(SUN_ELEVATION) + 0.4
    lit = np.where(shadow, SKYLIGHT[:, None, None], 0.82 * light + 0.18)
    rows, columns = height.shape
    haze = 1 + 0.05 * np.sin(np.arange(columns) / 210.0)[None, :] * np.cos(np.arange(rows) / 170.0)[:, None]
    seen = np.stack([_smooth(band) for band in ground * lit * haze])
    seen = seen * rng.normal(1, 0.05, seen.shape) + rng.normal(0, 25, seen.shape)
    return seen.clip(1, 10000).round().astype(np.uint16)


def _smooth(values: np.ndarray) -> np.ndarray:
    """Blurs (rows, columns) with the weights 1 2 1 in both directions."""
    padded = np.pad(values, 1, mode="edge")
    padded = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4


def _label(truth: np.ndarray, houses: list[tuple[float, float]], rng: np.random.Generator, columns: int) -> np.ndarray:
    """Labels sample plots completely, and patches inside large areas, west of a column."""
    labels = np.zeros_like(truth)
    rows = truth.shape[0]
    scale = columns * rows / (TRAINING_COLUMNS * SIZE_PX)
    in_villages = [house for house in houses if house[0] < columns]
    anywhere = list(zip(rng.uniform(0, columns, 200), rng.uniform(0, rows, 200)))
    water, roads = (_spots(truth[:, :columns] == VALUES[name], rng) for name in ("water", "road"))
    for spots, count in ((in_villages, 18), (water, 7), (roads, 6), (anywhere, 4)):
        for number in rng.permutation(len(spots))[: max(2, round(count * scale))]:
            plot = _square(*spots[number], PLOT_PX, columns, rows)
            labels[plot] = truth[plot]
    wanted = dict.fromkeys(("crop rows", "forest", "meadow", "orchard"), max(2, round(5 * scale)))
    for spot in anywhere:
        patch = _square(*spot, int(rng.integers(20, 36)), columns, rows)
        values = np.unique(truth[patch])
        name = next((name for name in wanted if VALUES[name] == values[0]), None)
        if len(values) == 1 and name and wanted[name] and not labels[patch].any():
            labels[patch] = truth[patch]
            wanted[name] -= 1
    return labels


def _spots(mask: np.ndarray, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Returns some places (x, y) where the mask is true."""
    rows, columns = np.nonzero(mask)
    chosen = rng.permutation(len(rows))[:50]
    return list(zip(columns[chosen].tolist(), rows[chosen].tolist()))


def _square(x: float, y: float, side: int, columns: int, rows: int) -> tuple[slice, slice]:
    """Returns the square around a place, moved inside the part that may be labelled."""
    left, top = (int(min(max(c - side / 2, 0), length - side)) for c, length in ((x, columns), (y, rows)))
    return slice(top, top + side), slice(left, left + side)


@dataclass(frozen=True)
class SceneFiles:
    """Where a scene lies: image, training polygons (text field `class`) and truth."""

    image: Path
    labels: Path
    truth: Path


def write_scene(folder: Path, scene: Scene | None = None) -> SceneFiles:
    """Writes the scene as GeoTIFFs and a GeoPackage with styles; returns the paths."""
    scene = scene or make_scene()
    folder.mkdir(parents=True, exist_ok=True)
    files = SceneFiles(folder / "image.tif", folder / "training.gpkg", folder / "truth.tif")
    _write_raster(files.image, scene.image, ["red", "green", "blue", "near infrared"])
    _write_raster(files.truth, scene.truth[None], ["class"])
    _write_polygons(files.labels, scene)
    files.labels.with_suffix(".qml").write_text(_qml(), encoding="utf-8")
    return files


def _reference() -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    return reference


def _write_raster(path: Path, pixels: np.ndarray, names: list[str]) -> None:
    driver = gdal.GetDriverByName("GTiff")
    kind = gdal.GDT_Byte if pixels.dtype == np.uint8 else gdal.GDT_UInt16
    options = [
        "TILED=YES",
        "COMPRESS=DEFLATE",
        "PREDICTOR=2",
        *(["PHOTOMETRIC=RGB", "ALPHA=NO"] if len(names) > 1 else []),
    ]
    raster = driver.Create(str(path), pixels.shape[2], pixels.shape[1], len(names), kind, options)
    raster.SetGeoTransform((ORIGIN_MAP[0], 1, 0, ORIGIN_MAP[1], 0, -1))
    raster.SetProjection(_reference().ExportToWkt())
    colors = gdal.ColorTable()
    for name, color in CLASSES.items():
        colors.SetColorEntry(VALUES[name], color)
    for number, (name, band) in enumerate(zip(names, pixels), start=1):
        target = raster.GetRasterBand(number)
        target.SetNoDataValue(NODATA)
        target.SetDescription(name)
        if len(names) == 1:
            target.SetRasterColorTable(colors)
            target.SetRasterCategoryNames(["", *CLASSES])
        target.WriteRaster(0, 0, band.shape[1], band.shape[0], np.ascontiguousarray(band).tobytes())
    raster.FlushCache()


def _write_polygons(path: Path, scene: Scene) -> None:
    driver = ogr.GetDriverByName("GPKG")
    if path.exists():
        driver.DeleteDataSource(str(path))
    source = driver.CreateDataSource(str(path))
    layer = source.CreateLayer("training", _reference(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for name, geometry in _outlines(scene.labels):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("class", name)
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)


def _outlines(labels: np.ndarray) -> list[tuple[str, ogr.Geometry]]:
    """Returns class name and outline, in map units, of each connected area of labels."""
    raster = gdal.GetDriverByName("MEM").Create("", labels.shape[1], labels.shape[0], 1, gdal.GDT_Byte)
    raster.SetGeoTransform((ORIGIN_MAP[0], 1, 0, ORIGIN_MAP[1], 0, -1))
    band = raster.GetRasterBand(1)
    band.WriteRaster(0, 0, labels.shape[1], labels.shape[0], labels.tobytes())
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    areas = memory.CreateLayer("areas", _reference(), ogr.wkbPolygon)
    areas.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    gdal.Polygonize(band, band, areas, 0)
    names = {value: name for name, value in VALUES.items()}
    return [(names[area["value"]], area.GetGeometryRef().Clone()) for area in areas]


def _qml() -> str:
    """Returns a QGIS style file that draws each class in its colour."""
    categories = "".join(f'<category value="{n}" label="{n}" symbol="{VALUES[n]}" render="true"/>' for n in CLASSES)
    symbols = "".join(
        f'<symbol name="{VALUES[name]}" type="fill" alpha="0.7"><layer class="SimpleFill"><Option type="Map">'
        f'<Option name="color" type="QString" value="{red},{green},{blue},255"/></Option></layer></symbol>'
        for name, (red, green, blue) in CLASSES.items()
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.40" styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" attr="class">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2></qgis>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=SIZE_PX, help="side of the scene in pixels")
    arguments = parser.parse_args()
    files = write_scene(arguments.folder, make_scene(arguments.size))
    print(files.image, files.labels, files.truth, sep="\n")


if __name__ == "__main__":
    main()
