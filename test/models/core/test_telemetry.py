"""Nothing is reported to the makers of optional packages: onnxruntime notes its events, and a number of the computer, in the user's cache."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from plugin_package import ROOT

BEGIN = f"import sys; sys.path.insert(0, {str(ROOT / 'test' / 'helpers')!r}); import plugin_package\n"
RUN_A_MODEL = """
from onnx import TensorProto, helper
images = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "network", images[:1], images[1:])
content = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9).SerializeToString()
"""
SESSION = "from pixel_classifier.models.networks.onnx_network import open_session\nopen_session(content, 'network')"
SET_UP = "from pixel_classifier.models.installation.installer import verify\nverify(False, onnx=True)"
ESRI = f"sys.path.insert(0, {str(ROOT / 'resources' / 'esri')!r})\nimport PixelClassifier\nPixelClassifier.onnxruntime.InferenceSession(content)"


@pytest.mark.parametrize("code", [SESSION, SET_UP, ESRI], ids=["a model", "set up", "ArcGIS"])
def test_onnxruntime_leaves_no_trace_of_its_telemetry(tmp_path, code):
    for package in ("onnx", "onnxscript", "onnxruntime"):
        pytest.importorskip(package, reason=f"{package} is an optional package, which Set Up Deep Learning installs")
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    program = f"{BEGIN}{RUN_A_MODEL}{code}\nimport onnxruntime"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**environment, **homes}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert [str(path) for path in tmp_path.rglob("*") if "onnxruntime" in path.name] == []
