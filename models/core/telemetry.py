"""Optional packages that report their use to their makers are kept from it."""

from __future__ import annotations

import os
import sys

OPENVINO_TELEMETRY = "openvino_telemetry"


def turn_telemetry_off() -> None:
    """Keeps onnxruntime and OpenVINO from reporting their use. To be called before either is imported.

    onnxruntime's official builds keep an identifier of the computer and send events to Microsoft unless a variable is set
    (its Privacy.md). OpenVINO's converter counts its use through a package of its own where that is installed, and works without it.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    sys.modules[OPENVINO_TELEMETRY] = None
