"""Another program at work, beside which `bench_peers.py` measures: it does its work whenever a line comes in, and prints the seconds.

    python peer.py export NETWORK.pt NETWORK.onnx PACKAGES SHAPE...
    python peer.py geodeep RASTER NETWORK.onnx FOLDERS
    python peer.py deepness RASTER NETWORK.onnx FOLDERS
    python peer.py deepness-export RASTER POLYGONS FOLDERS
    python peer.py geoai-export RASTER POLYGONS FOLDERS
    python peer.py geodeep|deepness RASTER NETWORK.onnx FOLDERS CLASSES.npy     saves the classes first

Runs on the Python of an environment that has the program; for Deepness, FOLDERS are where its package `deepness` and QGIS's lie. The network is
written by the first line, PACKAGES being where PyTorch lies, with the names that these programs look for. Both work on one thread; the polygons that Deepness makes of its classes
and GeoDeep's removal of small areas are left out, since a network without training gives millions of them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

OVERLAP_PERCENT = 12.5
CLASSES = 5


def export(saved: str, network: str, packages: str, *shape: str) -> None:
    """Writes a traced network of PyTorch for inputs of one shape for ONNX Runtime, and into it what kind it is and how it is to be used."""
    sys.path.append(packages)
    import onnx
    import torch

    module, inputs = torch.jit.load(saved), torch.zeros([int(length) for length in shape])
    torch.onnx.export(module, inputs, network, dynamo=False, input_names=["input"])
    model = onnx.load(network)
    names = {
        "model_type": json.dumps("Segmentor"),
        "class_names": json.dumps({str(number): f"class {number}" for number in range(CLASSES)}),
        "resolution": "100",
        "tiles_overlap": str(OVERLAP_PERCENT),
        "seg_thresh": "0",
        "seg_small_segment": "0",
    }
    onnx.helper.set_model_props(model, names)
    onnx.save(model, network)


def on_one_thread() -> None:
    """Lets every session of ONNX Runtime use one thread, also one that is asked for without options."""
    import onnxruntime

    make = onnxruntime.InferenceSession

    def session(
        path: str, sess_options: onnxruntime.SessionOptions | None = None, **_: object
    ) -> onnxruntime.InferenceSession:
        options = sess_options or onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return make(path, sess_options=options, providers=["CPUExecutionProvider"])

    onnxruntime.InferenceSession = session


def geodeep(raster: str, network: str, _: str) -> Callable[[], np.ndarray]:
    """Returns GeoDeep's classification; its session is made once."""
    from geodeep import geodeep as program

    on_one_thread()
    session = program.create_session(network, max_threads=1)
    program.create_session = lambda *_, **__: session
    return lambda: program.segment(raster, network, max_threads=1)


def start_deepness(folders: str) -> None:
    """Makes Deepness importable, in a QGIS without windows."""
    sys.path += folders.split(os.pathsep)
    on_one_thread()
    from qgis.core import QgsApplication

    start_deepness.application = QgsApplication([], False)
    start_deepness.application.initQgis()
    import cv2

    cv2.setNumThreads(1)


def deepness_settings(layer, size: int, overlap_px: int) -> dict[str, object]:
    """Returns what Deepness asks for whatever it does with the whole of a layer, in tiles of one size and all of its bands."""
    from deepness.common.channels_mapping import ChannelsMapping, ImageChannelStandaloneBand
    from deepness.common.processing_overlap import ProcessingOverlap, ProcessingOverlapOptions
    from deepness.common.processing_parameters.map_processing_parameters import ProcessedAreaType

    bands = [ImageChannelStandaloneBand(number, f"Band {number}") for number in range(1, layer.bandCount() + 1)]
    channels = ChannelsMapping()
    channels.set_number_of_model_inputs(len(bands))
    channels.set_image_channels(bands)
    for number in range(len(bands)):
        channels.set_image_channel_for_model_input(number, number)
    return {
        "resolution_cm_per_px": 100,
        "processed_area_type": ProcessedAreaType.ENTIRE_LAYER,
        "tile_size_px": size,
        "batch_size": 1,
        "local_cache": False,
        "input_layer_id": layer.id(),
        "mask_layer_id": None,
        "processing_overlap": ProcessingOverlap(ProcessingOverlapOptions.OVERLAP_IN_PIXELS, overlap_px=overlap_px),
        "input_channels_mapping": channels,
    }


def deepness(raster: str, network: str, folders: str) -> Callable[[], np.ndarray]:
    """Returns Deepness's classification; its session is made once."""
    start_deepness(folders)
    from deepness.common.processing_parameters.segmentation_parameters import SegmentationParameters
    from deepness.processing.map_processor.map_processor_segmentation import MapProcessorSegmentation
    from deepness.processing.models.segmentor import Segmentor
    from qgis.core import QgsRasterLayer

    layer, model = QgsRasterLayer(raster, "image"), Segmentor(network)
    size = model.get_input_size_in_pixels()[0]
    asked = SegmentationParameters(
        **deepness_settings(layer, size, round(size * OVERLAP_PERCENT / 100)),
        postprocessing_dilate_erode_size=0,
        model=model,
        pixel_classification__probability_threshold=0.0,
    )

    def classify() -> np.ndarray:
        work = MapProcessorSegmentation(rlayer=layer, vlayer_mask=None, map_canvas=None, params=asked)
        work._create_vlayer_from_mask_for_base_extent = lambda _: None
        work.run()
        return work.get_result_img()

    return classify


def deepness_export(raster: str, polygons: str, folders: str) -> Callable[[], np.ndarray]:
    """Returns Deepness's export of tiles and masks, of 256 pixels with one every 128; the result has as many elements as there are tiles."""
    start_deepness(folders)
    from deepness.common.processing_parameters.training_data_export_parameters import TrainingDataExportParameters
    from deepness.processing.map_processor.map_processor_training_data_export import MapProcessorTrainingDataExport
    from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

    layer, labels = QgsRasterLayer(raster, "image"), QgsVectorLayer(polygons, "labels")
    QgsProject.instance().addMapLayers([layer, labels])

    def export() -> np.ndarray:
        folder = tempfile.mkdtemp(dir=Path(polygons).parent)  # which is removed at the end of all
        asked = TrainingDataExportParameters(
            **deepness_settings(layer, 256, 128),
            export_image_tiles=True,
            segmentation_mask_layer_id=labels.id(),
            output_directory_path=folder,
        )
        MapProcessorTrainingDataExport(rlayer=layer, vlayer_mask=None, map_canvas=None, params=asked).run()
        return np.empty(len(list(Path(folder).rglob("tile_img_*.png"))))

    return export


def geoai_export(raster: str, polygons: str, _: str) -> Callable[[], np.ndarray]:
    """Returns geoai's export of tiles and labels, of 256 pixels with one every 128; the result has as many elements as there are tiles."""
    sys.modules["triton"] = None
    from geoai.utils.training import export_geotiff_tiles

    def export() -> np.ndarray:
        folder = tempfile.mkdtemp(dir=Path(polygons).parent)  # which is removed at the end of all
        export_geotiff_tiles(raster, folder, polygons, 256, 128, class_value_field="class", quiet=True)
        return np.empty(len(list(Path(folder, "images").glob("*.tif"))))

    return export


def save_classes(program: str, work: Callable[[], np.ndarray], path: str) -> None:
    """Saves the classes that a program finds; those of GeoDeep before its median of 5 x 5 pixels."""
    if program != "geodeep":
        np.save(path, work())
        return
    from unittest import mock

    with mock.patch("geodeep.geodeep.median_filter", lambda mask, _: mask):
        np.save(path, work())


def main() -> None:
    """Makes ready, prints "ready" with the shape of a result, and then a line of CPU seconds for each line that comes in."""
    if sys.argv[1] == "export":
        export(*sys.argv[2:])
        return
    program, raster, network, folders = sys.argv[1:5]
    answers, sys.stdout = sys.stdout, sys.stderr
    works = {
        "geodeep": geodeep, "deepness": deepness, "deepness-export": deepness_export, "geoai-export": geoai_export,
    }  # fmt: skip
    work = works[program](raster, network, folders)
    if len(sys.argv) > 5:
        save_classes(program, work, sys.argv[5])
    found = work()
    print("ready", *found.shape, file=answers, flush=True)
    for _ in sys.stdin:
        before = time.process_time()
        work()
        print(time.process_time() - before, file=answers, flush=True)


if __name__ == "__main__":
    main()
