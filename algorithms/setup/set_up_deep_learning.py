"""Set Up Deep Learning: makes or repairs the environment with PyTorch, when it is asked to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFolder,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...models.installation import environment
from ..base import InstallationAlgorithm, seam
from ..engine.reporter import FeedbackReporter
from .installation import BUILDS, Plan, install

FOLDER_KIND = Qgis.ProcessingFileParameterBehavior.Folder


class SetUpDeepLearning(InstallationAlgorithm):
    """Installs the pinned packages into a virtual environment on QGIS's own Python."""

    NAME = "setupdeeplearning"
    BUILD = "BUILD"
    INDEX_URL = "INDEX_URL"
    EXTRA_INDEX_URL = "EXTRA_INDEX_URL"
    WHEEL_FOLDER = "WHEEL_FOLDER"
    PROXY = "PROXY"
    FOLDER = "FOLDER"
    ENVIRONMENT = "ENVIRONMENT"

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Set Up Deep Learning")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Installs PyTorch for training and classifying, beside QGIS and without changing it.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr("install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update").split(",")

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self.add(
            QgsProcessingParameterEnum(
                self.BUILD, self.tr("Build of PyTorch"), BUILDS, defaultValue="auto", usesStaticStrings=True
            ),
            self.tr(
                "auto: the one for this computer. On Linux without an NVIDIA driver that is the small one without CUDA, where the "
                "package index has it, else the usual one, which works with NVIDIA GPUs and without. cpu: the small one. cuda: "
                "fails unless PyTorch comes with CUDA."
            ),
        )
        self._add_text(
            self.INDEX_URL,
            self.tr("Package index"),
            self.tr("Address of a package index to use instead of the usual one. Empty: what pip is set to."),
        )
        self._add_text(
            self.EXTRA_INDEX_URL,
            self.tr("Further package index"),
            self.tr(
                "Address of an index to look in besides, such as the one that PyTorch's own site names for a build."
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                self.WHEEL_FOLDER, self.tr("Folder of wheels"), behavior=FOLDER_KIND, optional=True
            ),
            self.tr("Without a network: a folder with the packages as wheels, fetched elsewhere by pip download."),
            advanced=True,
        )
        self._add_text(
            self.PROXY,
            self.tr("Proxy"),
            self.tr("Address of a proxy, such as http://proxy:8080. Empty: what pip is set to."),
        )
        self.add(
            QgsProcessingParameterFile(self.FOLDER, self.tr("Place"), behavior=FOLDER_KIND, optional=True),
            self.tr(
                "Where the environment is made, some gigabytes. Empty: where the last one was made, at first in your QGIS profile. "
                "All profiles use it, and an update of the plugin leaves it alone."
            ),
            advanced=True,
        )
        self.addOutput(QgsProcessingOutputFolder(self.ENVIRONMENT, self.tr("Environment")))

    def _add_text(self, name: str, label: str, help_text: str) -> None:
        self.add(QgsProcessingParameterString(name, label, optional=True), help_text, advanced=True)

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses a QGIS whose Python is too old."""
        self.require_python()
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Builds the environment and puts it in use."""
        plan = Plan(
            build=self.parameterAsEnumString(parameters, self.BUILD, context),
            home=self._home(self.parameterAsFile(parameters, self.FOLDER, context)),
            index_url=self.optional_text(parameters, self.INDEX_URL, context),
            extra_index_url=self.optional_text(parameters, self.EXTRA_INDEX_URL, context),
            wheels=self.parameterAsFile(parameters, self.WHEEL_FOLDER, context) or None,
            proxy=self.optional_text(parameters, self.PROXY, context),
        )
        folder = install(plan, reporter)
        reporter.info(self.tr("Ready. Training and classifying use {folder} from now on.").format(folder=folder))
        first = environment.environment_python()
        if first != environment.python_of(folder):
            reporter.warning(self.tr("Another environment comes first: {python}.").format(python=first))
        return {self.ENVIRONMENT: str(folder)}

    def _home(self, chosen: str) -> Path:
        """Returns the folder to make the environment in: the chosen one, that of the former environment, or the profile's."""
        profile = Path(QgsApplication.qgisSettingsDirPath(), "pixel_classifier")
        return Path(chosen or environment.home_in_use() or profile).absolute()
