"""Set Up Deep Learning: makes or repairs the environment with PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFolder,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...models.installation import backend, environment
from ..base import PixelClassifierAlgorithm, reports_errors
from ..engine.reporter import FeedbackReporter
from .installation import BUILDS, Plan, install


class SetUpDeepLearning(PixelClassifierAlgorithm):
    """Installs the pinned packages into a virtual environment on QGIS's Python."""

    NAME = "setupdeeplearning"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Set Up Deep Learning")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Installs PyTorch for training and classification, beside QGIS and without changing it."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier", "install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update"
    )
    GROUP = QT_TRANSLATE_NOOP("PixelClassifier", "Installation")
    GROUP_ID = "installation"
    IS_STEP_OF_MODELS = False
    BUILD = "BUILD"
    INDEX_URL = "INDEX_URL"
    EXTRA_INDEX_URL = "EXTRA_INDEX_URL"
    WHEEL_FOLDER = "WHEEL_FOLDER"
    PROXY = "PROXY"
    FOLDER = "FOLDER"
    ONNX = "ONNX"
    OPENVINO = "OPENVINO"
    ENVIRONMENT = "ENVIRONMENT"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self.add_choice(
            self.BUILD, self.tr("Build of PyTorch"), BUILDS, "auto",
            self.tr(
                "auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the "
                "package index has it. Otherwise it is the default build, which works with and without an NVIDIA GPU. cpu: the build without "
                "CUDA. cuda: fails unless PyTorch has CUDA."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_text(
            self.INDEX_URL, self.tr("Package index"),
            self.tr("URL of a package index that replaces the default one. Empty: the configuration of pip."),
        )  # fmt: skip
        self.add_text(
            self.EXTRA_INDEX_URL, self.tr("Extra package index"),
            self.tr("URL of an additional package index, such as the one that pytorch.org gives for a build."),
        )  # fmt: skip
        self.add_folder(
            self.WHEEL_FOLDER, self.tr("Wheel folder"),
            self.tr("For computers without a network: a folder with the packages as wheels, from pip download."),
            optional=True,
        )  # fmt: skip
        self.add_text(
            self.PROXY, self.tr("Proxy"),
            self.tr("URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip."),
        )  # fmt: skip
        self.add_folder(
            self.FOLDER, self.tr("Installation folder"),
            self.tr(
                "The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS "
                "profile. All profiles use it, and updates of the plugin keep it."
            ),
            optional=True,
        )  # fmt: skip
        self.add_flag(
            self.ONNX, self.tr("Packages for ONNX models"), False,
            self.tr(
                "Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels "
                "reads them. An environment that has them keeps them when it is repaired."
            ),
        )  # fmt: skip
        self.add_flag(
            self.OPENVINO, self.tr("OpenVINO for fast classification on CPUs"), True,
            self.tr(
                "Also installs openvino (60 MB to download) on Linux and Windows on x86-64. With it CPUs classify in 8-bit integers, up to twice as "
                "fast, where the model's training showed that they are as accurate. Intel's GPUs and NPUs can be chosen, too. Where it cannot be "
                "installed, a warning gives the reason, and PyTorch classifies."
            ),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputFolder(self.ENVIRONMENT, self.tr("Environment")))

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses a Python that is too old for PyTorch."""
        if backend.is_python_too_old():
            raise QgsProcessingException(backend.why_unavailable())
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Builds the environment and activates it."""
        plan = Plan(
            build=self.parameterAsEnumString(parameters, self.BUILD, context),
            home=self._home(self.parameterAsFile(parameters, self.FOLDER, context)),
            index_url=self.parameterAsString(parameters, self.INDEX_URL, context).strip(),
            extra_index_url=self.parameterAsString(parameters, self.EXTRA_INDEX_URL, context).strip(),
            wheels=self.parameterAsFile(parameters, self.WHEEL_FOLDER, context),
            proxy=self.parameterAsString(parameters, self.PROXY, context).strip(),
            onnx=self.parameterAsBool(parameters, self.ONNX, context)
            or environment.has_onnx(environment.active_environment()),
            openvino=self.parameterAsBool(parameters, self.OPENVINO, context),
        )
        if plan.onnx and not self.parameterAsBool(parameters, self.ONNX, context):
            reporter.info(self.tr("The previous environment has the packages for ONNX models; so will the new one."))
        if environment.has_openvino(environment.active_environment()) and not plan.openvino:
            reporter.info(self.tr("The previous environment has OpenVINO; the new one will not, as OPENVINO is false."))
        folder = install(plan, reporter)
        reporter.info(self.tr("Ready. Training and classification now use {folder}.").format(folder=folder))
        first = environment.environment_python()
        if first != environment.python_of(folder):
            reporter.warning(self.tr("Another environment takes precedence: {python}.").format(python=first))
        return {self.ENVIRONMENT: str(folder)}

    def _home(self, chosen: str) -> Path:
        """Returns the folder to make the environment in: the chosen one, that of the previous environment, or the profile's."""
        profile = Path(QgsApplication.qgisSettingsDirPath(), "pixel_classifier")
        return Path(chosen or environment.home_of_active() or profile).absolute()
