from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from chip_samples import scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data.array_chips import ChipArrays
from pixel_classifier.models.training.train import train_arrays
from pixel_classifier.rasters.core.errors import ChipsError, LabelError

FAST = {
    "encoder": "resnet18",
    "architecture": "pspnet",
    "epochs": 1,
    "batch_size": 4,
    "learning_rate": 0.001,
    "refit": "never",
}


def arrays(stride=16, **changes):
    pixels, values = scene(96)
    corners = np.array([(x, y) for y in range(0, 65, stride) for x in range(0, 65, stride)])
    cut = [(slice(None), slice(y, y + 32), slice(x, x + 32)) for x, y in corners]
    values = {
        "pixels": np.stack([pixels[c] for c in cut]),
        "labels": np.stack([values[c[1:]] for c in cut]),
        "corners": corners,
        "class_names": {1: "water"},
        **changes,
    }
    return ChipArrays(**values)


def test_a_model_is_trained_from_arrays_and_validated_apart(tmp_path):
    result = train_arrays(arrays(), TrainRequest("", str(tmp_path / "model"), **FAST), Listener())
    description = read_description(result.folder)
    assert description.class_table.names == ("water", "2", "3")
    assert description.split["kind"] == "blocks"
    assert description.split["left_out_chips"] > 0, "overlapping chips are kept apart"
    assert 0 <= result.best_mean_iou <= 1


def test_values_that_are_nan_are_missing(tmp_path):
    pixels = arrays(32).pixels.astype(np.float32)
    pixels[:, 1, :4] = np.nan
    request = TrainRequest("", str(tmp_path / "model"), **FAST)
    train_arrays(arrays(32, pixels=pixels), request, Listener())
    assert all(np.isfinite(read_description(request.output).band_means))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"pixels": np.zeros((4, 3, 32, 40), np.uint8)}, ChipsError, r"shape \(4, 3, 32, 40\).*square"),
        ({"labels": np.zeros((4, 16, 16), int)}, LabelError, r"labels have the shape \(4, 16, 16\)"),
        ({"labels": np.zeros((9, 32, 32))}, LabelError, "labels are float64. Give whole numbers"),
        ({"pixels": np.zeros((9, 3, 32, 32), complex)}, ChipsError, "pixels are complex128"),
        ({"band_names": ("red",)}, ChipsError, "1 band names for 3 bands"),
        ({"corners": np.zeros((3, 2))}, ChipsError, r"corners have the shape \(3, 2\). Give \(9, 2\)"),
        ({"scenes": np.zeros(3)}, ChipsError, r"scenes have the shape \(3,\). Give \(9,\)"),
    ],
)
def test_arrays_that_do_not_fit_together_are_named(tmp_path, change, error, message):
    with pytest.raises(error, match=message):
        train_arrays(replace(arrays(32), **change), TrainRequest("", str(tmp_path / "model"), **FAST), Listener())
    assert not (tmp_path / "model").exists()


def test_neither_gdal_nor_qgis_is_imported(repository):
    program = (
        "import sys\n"
        f"sys.path.insert(0, {str(repository / 'test' / 'helpers')!r})\n"
        "import plugin_package\n"
        "import pixel_classifier.models.training\n"
        "print(sorted({'osgeo', 'qgis'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
