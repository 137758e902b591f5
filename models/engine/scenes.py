"""Many scenes in one run: a folder, a list, or STAC items in, and for each scene a map with a STAC item beside it.

A scene that fails does not stop the others. The item holds a digest of what the map was made from. A second run skips
finished maps, and repeats those made from another raster, model or setting.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.errors import Cancelled, OutputError, PixelClassifierError, RasterError, SettingsError
from ...rasters.core.number_text import count_of
from ...rasters.core.progress import Reporter, SilentReporter, StepReporter
from ...rasters.outputs.atomic_file import write_texts
from ...rasters.outputs.checks import is_same_file, real_path
from ...rasters.reading.dataset import RasterDataset, describe
from ...rasters.reading.file_state import file_states
from ..core.parts import Part, part_of
from ..core.requests import ClassifyRequest
from ..core.serialization import to_data
from ..core.versions import plugin_version
from .jobs import CLASSIFY, perform
from .stac import Scene, item_of_map, raster_path, scenes_of_items, sizes_of

RASTER_ENDINGS = (".tif", ".tiff", ".vrt", ".jp2", ".img", ".png", ".jpg", ".jpeg")
"""The files of a folder that count as scenes."""
DONE, SKIPPED, FAILED = "done", "skipped", "failed"
_ENDINGS = {"areas": ".csv", "label_next": ".gpkg"}
_NOT_OF_PIXELS = ("raster", "model", "output", "device", "part", "parts", "mask")


@dataclass(frozen=True)
class SceneResult:
    """What became of a scene: its map, "" where it failed, and then the `reason`."""

    scene: str
    raster: str
    status: str
    output: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ScenesResult:
    """The results of all scenes, in their order."""

    scenes: tuple[SceneResult, ...]

    @property
    def failed(self) -> int:
        """Returns how many scenes failed."""
        return sum(scene.status == FAILED for scene in self.scenes)

    def lines(self) -> list[str]:
        """Returns a line for each scene."""
        return [f"{each.status} {each.scene}: {each.output or each.reason}" for each in self.scenes]


def scenes_in(path: str, asset: str | None = None) -> list[Scene] | None:
    """Returns the scenes of a folder, of a list (.txt, a path or address a line) or of STAC items (.json, .geojson); None for a raster.

    `asset` names the raster of each STAC item. Raises SettingsError where there are none, two of one name, or where `asset` is given
    without STAC items.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending in (".json", ".geojson") and os.path.isfile(path):
        return _distinct(scenes_of_items(path, asset), path)
    if asset is not None:
        raise SettingsError(f"--asset {asset} names a raster of STAC items, and {path} holds none. Leave --asset out.")
    if os.path.isdir(path):
        names = sorted(name for name in os.listdir(path) if name.lower().endswith(RASTER_ENDINGS) and name[0] != ".")
        if not names:
            return _folder_as_raster(path)
        rasters = [os.path.join(path, name) for name in names]
    elif ending == ".txt" and os.path.isfile(path):
        rasters = [raster_path(line, os.path.dirname(path)) for line in _lines_of(path)]
    else:
        return None
    if not rasters:
        raise SettingsError(f"{path} lists no raster. Give a path or an address on each line.")
    return _distinct([Scene(_stem(raster), raster) for raster in rasters], path)


def classify_scenes(scenes: list[Scene], request: ClassifyRequest, reporter: Reporter) -> ScenesResult:
    """Classifies scenes with the settings of `request`, whose outputs are folders; writes a STAC item beside each map.

    A part takes each so-many-th scene. Raises SettingsError, OutputError, ModelError before the first scene where
    nothing can work, and Cancelled.
    """
    folders = {name: path for name, path in request.output_paths.items() if path}
    of_rasters = [real_path(folder) for name, folder in folders.items() if name not in _ENDINGS]
    if len(set(of_rasters)) < len(of_rasters):
        raise SettingsError(
            "With many scenes each output is a folder, and two of them are the same. Give each raster output its own."
        )
    _classes(request, reporter)
    part = part_of(request) or Part(1, 1)
    for folder in folders.values():
        if folder.lower().endswith((*RASTER_ENDINGS, *_ENDINGS.values())) and not os.path.isdir(folder):
            raise SettingsError(
                f"With many scenes outputs are folders, and {folder} is named like a file. Give the name of a folder."
            )
        if any(is_same_file(os.path.dirname(scene.raster), folder) for scene in scenes):
            raise SettingsError(
                f"{folder} holds scenes: the next run would classify the results. Choose another folder for these."
            )
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"With many scenes outputs are folders; {folder} cannot be made: {error.strerror}."
            ) from error
    mine = scenes[part.number - 1 :: part.count]
    results = []
    for number, scene in enumerate(mine):
        step = StepReporter(reporter, number / len(mine), (number + 1) / len(mine))
        outputs = {
            name: os.path.join(folder, scene.name + _ENDINGS.get(name, ".tif")) for name, folder in folders.items()
        }
        one = replace(request, raster=scene.raster, part="", parts=None, **outputs)
        reporter.info(f"Scene {number + 1} of {len(mine)}: {scene.name}")
        try:
            results.append(_classified(scene, one, outputs, step))
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it must not cost the other scenes)
            known = isinstance(error, (PixelClassifierError, OSError)) and str(error)
            reason = str(error) if known else ": ".join(filter(None, (type(error).__name__, str(error))))
            reporter.warning(f"{scene.name} failed: {reason}")
            results.append(SceneResult(scene.name, scene.raster, FAILED, reason=reason))
        step.progress(1.0)
    found = ScenesResult(tuple(results))
    counts = Counter(result.status for result in results)
    done = count_of(counts[DONE], "scene", "scenes")
    reporter.info(f"{done} done, {counts[SKIPPED]} skipped, {counts[FAILED]} failed.")
    return found


def write_item(request: ClassifyRequest, reporter: Reporter) -> None:
    """Writes the STAC item of a map beside its class raster."""
    scene = Scene(_stem(request.output), request.raster)
    outputs = {name: path for name, path in request.output_paths.items() if path}
    _write_item(scene, request, outputs, _run_digest(request))
    reporter.info(f"STAC item: {item_path(request.output)}")


def item_path(output: str) -> str:
    """Returns the path of the STAC item of a class raster."""
    return os.path.splitext(output)[0] + ".json"


def check_item(output: str) -> None:
    """Raises OutputError where the STAC item of a class raster would replace a file that is none, such as the item of the scene."""
    path = item_path(output)
    if os.path.lexists(path) and not sizes_of(path)[0]:
        raise OutputError(
            f"The STAC item of the map would replace {path}, which is no item of a map. Move that file, or choose another OUTPUT."
        )


def _classified(scene: Scene, request: ClassifyRequest, outputs: dict[str, str], reporter: Reporter) -> SceneResult:
    """Classifies a scene, unless that is done."""
    run = _run_digest(request)
    noted, sizes = sizes_of(item_path(request.output))
    wanted = {os.path.normpath(os.path.abspath(path)) for path in outputs.values()}
    if noted == run and wanted <= sizes.keys() and all(_size(path) == sizes[path] for path in wanted):
        reporter.info(f"{request.output} is there already.")
        return SceneResult(scene.name, scene.raster, SKIPPED, request.output)
    check_item(request.output)
    perform(CLASSIFY, request, reporter)
    _write_item(scene, request, outputs, run)
    return SceneResult(scene.name, scene.raster, DONE, request.output)


def _write_item(scene: Scene, request: ClassifyRequest, outputs: dict[str, str], run: str) -> None:
    from ..networks.open_model import model_files

    path = item_path(request.output)
    classes, files = _classes(request, SilentReporter()), model_files(request.model)
    write_texts({path: item_of_map(scene, outputs, classes, path, run, request.model, files, request.format == "cog")})


def _classes(request: ClassifyRequest, reporter: Reporter) -> ClassTable:
    """Returns the classes of the model. Raises as `open_model`."""
    from ..networks.open_model import open_model

    return open_model(request.model, request.band_scaling, reporter).description.class_table


def _run_digest(request: ClassifyRequest) -> str:
    """Returns a digest of what a map is made from: raster, model, mask and settings."""
    from ..prediction.run_record import model_digest

    raster = RasterDataset(request.raster, settings=request.raster_settings)
    settings = {name: value for name, value in to_data(request).items() if name not in _NOT_OF_PIXELS}
    settings.update({name: bool(settings[name]) for name in request.output_paths if name in settings})
    made_from = (
        to_data(file_states(raster.source_files or (request.raster,))), model_digest(request.model), settings,
        to_data(file_states([request.mask.path])) if request.mask else None, plugin_version(),
        repr((raster.info.grid, raster.info.nodata, raster.info.nodata_ranges)),
    )  # fmt: skip
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode("utf-8")).hexdigest()


def _folder_as_raster(path: str) -> None:
    """Returns None for a folder that is a raster, as in some formats. Raises SettingsError for any other."""
    try:
        describe(path)
    except RasterError as error:
        raise SettingsError(
            f"The folder {path} holds no raster ({', '.join(RASTER_ENDINGS)}; folders in it do not count). Choose the folder with the scenes, or "
            "one raster."
        ) from error


def _distinct(scenes: list[Scene], path: str) -> list[Scene]:
    """Returns the scenes, those of one name with their folder's name before it.

    Raises SettingsError where names are equal then.
    """
    counts = Counter(scene.name for scene in scenes)
    named = [
        replace(scene, name=f"{_stem(os.path.dirname(scene.raster))}_{scene.name}") if counts[scene.name] > 1 else scene
        for scene in scenes
    ]
    for name, count in Counter(scene.name.casefold() for scene in named).items():
        if count > 1:
            rasters = [scene.raster for scene in named if scene.name.casefold() == name]
            raise SettingsError(
                f"The results of several scenes in {path} would have the same name: {', '.join(rasters)}. Rename one, or leave it out."
            )
    return named


def _lines_of(path: str) -> list[str]:
    """Returns the lines of a list that are neither empty nor a comment.

    Raises SettingsError where it cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"The list {path} is not in UTF-8 ({error.reason}). Save it with that encoding.") from error
    except OSError as error:
        raise SettingsError(f"The list {path} cannot be read: {error.strerror}.") from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(os.path.normpath(path)))[0]


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return -1
