"""Python raster function for ArcGIS: runs the ONNX model beside it, as “Classify Pixels Using Deep Learning” asks.

Written by Pixel Classifier into Esri model packages (.dlpk). It needs numpy and onnxruntime. The methods are those that Esri describes in
https://github.com/Esri/raster-deep-learning, docs/writing_deep_learning_python_raster_functions.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: else it sends events to its maker
import onnxruntime

_FIELDS = (
    ("OID", "esriFieldTypeOID"),
    ("Value", "esriFieldTypeInteger"),
    ("Class", "esriFieldTypeString"),
    ("Red", "esriFieldTypeInteger"),
    ("Green", "esriFieldTypeInteger"),
    ("Blue", "esriFieldTypeInteger"),
)


class PixelClassifier:
    """Gives each pixel the value of its most probable class; masked pixels stay masked."""

    def __init__(self) -> None:
        self.name = "Pixel Classifier"
        self.description = "Classifies every pixel with a network that was trained with Pixel Classifier."

    def initialize(self, **kwargs: object) -> None:
        """Reads the model definition, `model`: the path of an .emd file, or its text."""
        if "model" not in kwargs:
            return
        model, folder = kwargs["model"], os.path.dirname(os.path.abspath(__file__))
        if os.path.isfile(model):
            folder = os.path.dirname(os.path.abspath(model))
            with open(model, encoding="utf-8") as file:
                self.definition = json.load(file)
        else:
            self.definition = json.loads(model)
        self.side = self.definition["ImageHeight"]
        self.padding = self.definition["ModelPadding"]
        self.values = np.array([entry["Value"] for entry in self.definition["Classes"]], np.int32)
        self.means = np.array(self.definition["BandMeans"], np.float32)
        providers = onnxruntime.get_available_providers()
        if kwargs.get("device", -1) == -1:
            providers = ["CPUExecutionProvider"]
        path = os.path.join(folder, self.definition["ModelFile"])
        self.session = onnxruntime.InferenceSession(path, providers=providers)
        self.input_name = self.session.get_inputs()[0].name

    def getParameterInfo(self) -> list[dict]:
        """Returns the parameters of the tool."""
        return [
            {
                "name": "raster",
                "dataType": "raster",
                "required": True,
                "displayName": "Raster",
                "description": "Input raster",
            },
            {
                "name": "model",
                "dataType": "string",
                "required": True,
                "displayName": "Input Model Definition (EMD) File",
                "description": "Input model definition (EMD) JSON file",
            },
            {
                "name": "device",
                "dataType": "numeric",
                "required": False,
                "displayName": "Device ID",
                "description": "-1 for the CPU",
            },
        ]

    def getConfiguration(self, **scalars: object) -> dict:
        """Returns bands, tile size and padding."""
        inner = self.side - 2 * self.padding
        return {
            "extractBands": tuple(self.definition["ExtractBands"]),
            "padding": self.padding,
            "tx": inner,
            "ty": inner,
            "inheritProperties": 2 | 4 | 8,
            "inputMask": True,
        }

    def updateRasterInfo(self, **kwargs: dict) -> dict:
        """Describes the result: one band of integers, with names and colours."""
        kwargs["output_info"]["bandCount"] = 1
        kwargs["output_info"]["pixelType"] = "i4"
        rows = [
            {
                "attributes": {
                    "OID": number,
                    "Value": entry["Value"],
                    "Class": entry["Name"],
                    **dict(zip(("Red", "Green", "Blue"), entry["Color"])),
                }
            }
            for number, entry in enumerate(self.definition["Classes"], 1)
        ]
        fields = [{"name": name, "type": kind, "alias": name} for name, kind in _FIELDS]
        table = {"displayFieldName": "", "fields": fields, "features": rows}
        kwargs["output_info"]["rasterAttributeTable"] = json.dumps(table)
        return kwargs

    def updatePixels(self, tlc: tuple, shape: tuple, props: dict, **pixelBlocks: np.ndarray) -> dict:
        """Classifies a block (bands, rows, columns); what it has beyond `shape`, its padding, is left out of the result."""
        pixels = np.asarray(pixelBlocks["raster_pixels"], np.float32)
        mask = np.asarray(pixelBlocks["raster_mask"]) != 0
        pixels = np.where(mask, pixels, self.means[:, None, None])
        values = self.values[self._class_indices(pixels)]
        rows, columns = shape[-2:]
        top, left = (values.shape[0] - rows) // 2, (values.shape[1] - columns) // 2
        window = (slice(top, top + rows), slice(left, left + columns))
        pixelBlocks["output_pixels"] = values[window].astype(props["pixelType"], copy=False)[None]
        pixelBlocks["output_mask"] = mask.any(axis=0)[window].astype("u1")[None]
        return pixelBlocks

    def _class_indices(self, pixels: np.ndarray) -> np.ndarray:
        """Returns the index of the most probable class of each pixel, from tiles whose edges count only at the block's edges."""
        _, height, width = pixels.shape
        lacking = (max(self.side - height, 0), max(self.side - width, 0))
        filled = np.pad(pixels, ((0, 0), (0, lacking[0]), (0, lacking[1])), mode="symmetric")
        found = np.zeros(filled.shape[1:], np.int64)
        for y, upper in self._places(filled.shape[1]):
            for x, left in self._places(filled.shape[2]):
                tile = filled[None, :, y : y + self.side, x : x + self.side]
                (probabilities,) = self.session.run(None, {self.input_name: tile})
                best = probabilities[0].argmax(axis=0)
                found[y + upper : y + self.side, x + left : x + self.side] = best[upper:, left:]
        return found[:height, :width]

    def _places(self, length: int) -> Iterator[tuple[int, int]]:
        """Yields the starts of tiles along an axis, and how many of their first pixels an earlier tile classifies."""
        step, end = self.side - 2 * self.padding, 0
        for start in [*range(0, length - self.side, step), length - self.side]:
            yield start, max(end - self.padding - start, 0)
            end = start + self.side
