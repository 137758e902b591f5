"""Chooses what computes a network, and in which precision: PyTorch or OpenVINO, by the request, the model and the device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ...rasters.core.errors import BackendError, ModelError, SettingsError
from ...rasters.core.number_text import count_of
from ...rasters.core.progress import Reporter
from ..core.options import AUTO, BFLOAT16, INT8
from ..core.requests import ClassifyRequest
from ..networks.model_folder import TABLE
from ..networks.model_source import ModelSource
from ..openvino_runtime import package
from ..openvino_runtime.activation_table import ActivationTable, read_table
from ..openvino_runtime.compiled_network import own_precision
from ..openvino_runtime.open_network import Form, open_compiled
from ..runtime.devices import Runtime, device_label
from ..runtime.precision import CPU_WITHOUT_INT8, autocast_dtype, cpu_has_int8, dtype_named, precision_name
from .forward import prepare_network
from .run_record import model_digest


@dataclass(frozen=True)
class RuntimeChoice:
    """What a request allows for a model: `openvino` is the device of OpenVINO that it names, "" for those of PyTorch."""

    request: ClassifyRequest
    source: ModelSource
    openvino: str

    def of(self, device: torch.device, reporter: Reporter) -> tuple[Runtime, ActivationTable | None]:
        """Returns how the network runs on a device (batch size 0: not chosen yet), and the table of its 8-bit form.

        Raises SettingsError where the device cannot compute in the precision that was asked for, or the model has no such form.
        """
        wanted = self.request.precision
        if self.source.runs_on_cpu_only:
            self._refuse_for_onnx()
            return Runtime(device, None, 0), None
        if wanted == INT8 or (wanted == AUTO and self.openvino in ("", "CPU") and device.type == "cpu"):
            table = self._table(device, reporter)
            if table is not None:
                rest = dtype_named(own_precision(self.openvino or "CPU"))
                return Runtime(device, rest, 0, openvino=self.openvino or "CPU", quantized=True), table
        if self.openvino:
            dtype = dtype_named(own_precision(self.openvino) if wanted == AUTO else wanted)
            return Runtime(device, dtype, 0, openvino=self.openvino), None
        return Runtime(device, self._torch_dtype(device), 0), None

    def _refuse_for_onnx(self) -> None:
        if self.openvino:
            raise SettingsError(
                f"{self.source.name} runs by onnxruntime only, and the device is {self.request.device}. Choose auto or cpu."
            )
        if self.request.precision in (INT8, BFLOAT16):
            raise SettingsError(
                f"{self.source.name} computes in its own precision, and {self.request.precision} is asked for. Choose auto or float32."
            )

    def _torch_dtype(self, device: torch.device) -> torch.dtype | None:
        """Returns the reduced precision of PyTorch, None for float32."""
        wanted = self.request.precision
        if wanted == AUTO:
            return autocast_dtype(device)
        if wanted != BFLOAT16:
            return None
        if device.type == "cpu" or (device.type == "cuda" and torch.cuda.get_device_capability(device)[0] >= 8):
            return torch.bfloat16
        raise SettingsError(f"{device_label(device)} cannot compute in bfloat16. Choose the precision auto or float32.")

    def _table(self, device: torch.device, reporter: Reporter) -> ActivationTable | None:
        """Returns the table of the 8-bit form where it is to be used. Raises SettingsError where it is asked for and cannot be."""
        is_asked_for = self.request.precision == INT8
        if is_asked_for and device.type != "cpu":
            raise SettingsError(
                f"int8 computes on the CPU, and the device is {device}. Choose the device cpu, or the precision auto."
            )
        table = self._read_table(is_asked_for, reporter)
        if table is None and is_asked_for:
            raise SettingsError(
                f"{self.source.name} has no 8-bit form of its weights ({TABLE}). Make one with Export Model (FORMAT=int8), or choose the precision auto."
            )
        is_as_accurate = table is not None and table.trial is not None and table.trial.is_as_accurate
        if not is_asked_for and not (is_as_accurate and cpu_has_int8()):
            return None
        if not is_asked_for and not package.is_installed():
            reporter.info(
                f"This CPU could compute the model up to twice as fast in 8 bits, as accurately, with OpenVINO. {package.SET_UP_OPENVINO}"
            )
            return None
        if is_asked_for:
            package.openvino()
            if not cpu_has_int8():
                reporter.warning(f"8-bit integers were never tried on {CPU_WITHOUT_INT8}. Choose the precision auto.")
            if not is_as_accurate:
                figures = table.trial.sentence(False) if table.trial else "No trial of the 8-bit form is recorded."
                reporter.warning(f"{figures} Choose the precision auto.")
        return table

    def _read_table(self, is_asked_for: bool, reporter: Reporter) -> ActivationTable | None:
        """Returns the table of a model folder, None without one; a damaged one is an error only where it is asked for."""
        if not Path(self.request.model).is_dir():
            return None
        try:
            return read_table(self.request.model)
        except ModelError as error:
            if is_asked_for:
                raise
            reporter.warning(f"{error} The network is not computed in 8 bits.")
            return None

    def prepared(
        self, network: Callable[[], nn.Module], device: torch.device, reporter: Reporter
    ) -> tuple[nn.Module, Runtime]:
        """Returns the network ready for a device, and how it runs there (batch size 0: not chosen yet).

        `network` loads it, anew each time. Where OpenVINO cannot compute a network that may run in 8 bits, PyTorch does, with a warning.
        Raises as `of`, BackendError and ModelError where OpenVINO was asked for and cannot, DeviceOutOfMemory.
        """
        try:
            runtime, table = self.of(device, reporter)
            if runtime.openvino:
                return self._compiled(network, runtime, table, reporter), runtime
        except (BackendError, ModelError) as error:
            if self.openvino or self.request.precision == INT8:
                raise
            reporter.warning(f"{error} PyTorch computes it, not in 8 bits.")
            runtime = Runtime(device, self._torch_dtype(device), 0)
        return prepare_network(network(), self.source.description.band_count, device, runtime.precision), runtime

    def _compiled(
        self, network: Callable[[], nn.Module], runtime: Runtime, table: ActivationTable | None, reporter: Reporter
    ) -> nn.Module:
        form = Form(runtime.openvino, precision_name(runtime.precision), table)
        model = Path(self.request.model)
        folder, digest = (model, model_digest(self.request.model)) if model.is_dir() else (None, "")
        return open_compiled(network, self.source.description.band_count, form, reporter, folder, digest)


def place_of(runtime: Runtime) -> str:
    """Returns where a network runs for people, such as "cpu (4 threads)" or "AMD EPYC by OpenVINO 2026.4.1"."""
    if not runtime.openvino:
        return device_label(runtime.device)
    threads = f", {count_of(torch.get_num_threads(), 'thread', 'threads')}" if runtime.openvino == "CPU" else ""
    return f"{package.full_name(runtime.openvino)} (OpenVINO {package.version().partition('-')[0]}{threads})"
