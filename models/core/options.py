"""The choices of the parameters as plain strings: architectures, encoders, losses, devices. Imports no heavy package.

These identifiers live in users' scripts and models: lists grow, entries never change.
"""

from __future__ import annotations

ARCHITECTURES: tuple[str, ...] = (
    "unet", "pspnet", "deeplabv3", "deeplabv3plus", "unetplusplus", "fpn", "segformer", "upernet",
    "pixel",
)  # fmt: skip
NETWORK_NAMES = {
    "unet": "U-Net", "pspnet": "PSPNet", "deeplabv3": "DeepLabV3", "deeplabv3plus": "DeepLabV3+",
    "unetplusplus": "U-Net++", "fpn": "FPN", "segformer": "SegFormer", "upernet": "UPerNet",
    "pixel": "Pixel network", "unet+pixel": "U-Net and pixel network",
}  # fmt: skip
"""The usual spelling of the architectures."""
PIXEL = "pixel"
"""The architecture that sees one pixel at a time."""
BOTH = "unet+pixel"
"""The architecture of a model that averages the probabilities of a U-Net and the pixel network; `auto` makes it."""
NO_ENCODER = "none"
"""The encoder of an architecture that has none."""

AUTO = "auto"
"""The architecture that trains unet and pixel and keeps both, averaged, or the one that validates better."""

ENCODERS: tuple[str, ...] = (
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
    "vgg11", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19", "vgg19_bn",
    "densenet121", "densenet161", "densenet169", "densenet201",
)  # fmt: skip
WEIGHTS: tuple[str, ...] = ("none", "imagenet", "file", "auto")
"""Initial encoder weights: random, ImageNet, those of a file, or ImageNet where they are at hand and otherwise random."""

AUTOMATIC_EPOCHS = 20
"""With the fewest steps of an epoch (`sampler.SMALLEST_EPOCH_STEPS`) they are 320 steps, enough for a handful of chips; 960 of the pixel network on many bands."""

ALL_GPUS = "cuda:all"
"""The device that is all GPUs of a computer: one process on each."""
DEVICES: tuple[str, ...] = ("auto", "cpu", *(f"cuda:{number}" for number in range(8)), "mps", ALL_GPUS)
OPENVINO = "openvino"
OPENVINO_DEVICES: tuple[str, ...] = tuple(f"{OPENVINO}:{kind}" for kind in ("cpu", "gpu", "npu"))
"""Devices on which OpenVINO computes, for classification only."""
LOSSES: tuple[str, ...] = (
    "cross_entropy", "focal", "dice", "jaccard", "lovasz", "tversky", "cross_entropy_dice",
)  # fmt: skip
CLASS_WEIGHTINGS: tuple[str, ...] = ("none", "inverse_root", "inverse_frequency", "effective_number", "given")
REFITS: tuple[str, ...] = ("auto", "always", "never")
"""Whether a final training on all labels follows the validated one: where labels are few, always, never."""
INT8_CHOICES: tuple[str, ...] = ("auto", "always", "never")
"""Whether a model gets a form in 8-bit integers: after trainings of a minute or more where OpenVINO is installed, always, never."""
STRATIFIED = "stratified"
SAMPLINGS: tuple[str, ...] = ("none", STRATIFIED)

SYSTEMATIC = "systematic"
SAMPLE_DESIGNS: tuple[str, ...] = (STRATIFIED, "random", SYSTEMATIC)
"""Designs of an assessment sample: random points per class, random points anywhere, or a regular lattice with a random start."""
FLOOR, EQUAL = "floor", "equal"
ALLOCATIONS: tuple[str, ...] = (FLOOR, "proportional", EQUAL)
"""How points are allocated to classes: by area with a least number for rare ones, by area, or the same number each."""

INT8, BFLOAT16 = "int8", "bfloat16"
PRECISIONS = ("auto", "float32", BFLOAT16, INT8)
"""Precision of classification: the fastest of the device that is as accurate, or always the one that is named."""

AUGMENTATIONS = ("none", "4", "8")
"""Test-time augmentation: none, the 4 rotations by 90°, or all 8 D4 transforms."""

PROBABILITY_TYPES = ("float", "byte")
"""Data type of probabilities: float from 0 to 1, or whole percent."""

UNCERTAINTY_KINDS = ("margin", "entropy")
"""Uncertainty measures: the margin between the first and the second class, or the entropy over all classes."""

MODEL_FORMATS = ("onnx", "onnx_geodeep", "stac", "dlpk", INT8)
"""What Export Model writes: ONNX that takes values as the raster has them, or as GeoDeep divides them, an item of a STAC
catalogue, an Esri model package, or the form in 8-bit integers for Classify Pixels."""

MODEL_ENDING = ".onnx"
MODEL_ENDINGS = {"stac": ".json", "dlpk": ".dlpk", INT8: ".safetensors"}
"""How the name of an exported model ends, by its format, and by default."""

FORMATS = ("geotiff", "cog")
"""Raster formats: GeoTIFF, or Cloud Optimized GeoTIFF with overviews."""
