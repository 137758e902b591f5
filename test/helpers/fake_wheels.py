"""Wheels that are called like PyTorch and its companions, in the pinned versions, and hold a line of code each."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from pixel_classifier.models.installation.environment import (
    onnx_requirements,
    openvino_requirements,
    pinned_requirements,
)

_CODE = "__version__ = {!r}\n"
_CUDA_CODE = """
class version:
    cuda = "13.0"
class cuda:
    is_available = staticmethod(lambda: False)
"""


def write_wheels(folder: Path, local_version: str = "", **codes: str) -> Path:
    """Writes a wheel for each pinned package; `codes` are modules' own code, by module name."""
    folder.mkdir(parents=True)
    for pin in (*pinned_requirements(), *onnx_requirements(), *openvino_requirements()):
        pin = pin.partition(";")[0]
        name, version = re.split("[=<>]+", pin)[0], re.split("=", pin)[-1]
        module = name.replace("-", "_")
        if module in ("torch", "torchvision"):
            version += local_version
        usual = _CODE.format(version) + (_CUDA_CODE if module == "torch" else "")
        code = codes.get(module, usual)
        info = f"{module}-{version}.dist-info"
        with zipfile.ZipFile(folder / f"{module}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{module}/__init__.py", code)
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(
                f"{info}/RECORD", f"{module}/__init__.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"
            )
    return folder
