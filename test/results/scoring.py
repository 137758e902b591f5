"""Scores a class raster against reference labels, and the per-pixel random forest to compare with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

gdal.UseExceptions()
ogr.UseExceptions()


@dataclass(frozen=True)
class Score:
    """Overall accuracy, kappa and intersection over union per class value, from one confusion matrix."""

    values: tuple[int, ...]
    confusion: np.ndarray

    @property
    def accuracy(self) -> float:
        """Returns the share of reference pixels that got their class."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def kappa(self) -> float:
        """Returns Cohen's kappa."""
        total = self.confusion.sum()
        chance = float((self.confusion.sum(0) * self.confusion.sum(1)).sum() / total**2)
        return (self.accuracy - chance) / (1 - chance)

    @property
    def ious(self) -> dict[int, float]:
        """Returns the intersection over union of each class that the reference holds."""
        true, predicted = self.confusion.sum(1), self.confusion.sum(0)
        hit = np.diag(self.confusion)
        return {
            value: float(hit[i] / (true[i] + predicted[i] - hit[i]))
            for i, value in enumerate(self.values)
            if true[i] > 0
        }

    @property
    def mean_iou(self) -> float:
        """Returns the mean over the classes that the reference holds."""
        return float(np.mean(list(self.ious.values())))

    def __add__(self, other: Score) -> Score:
        """Returns the score of both sets of pixels together."""
        return Score(self.values, self.confusion + other.confusion)

    def __str__(self) -> str:
        """Returns one line for a table."""
        ious = " ".join(f"{value}:{iou:.3f}" for value, iou in self.ious.items())
        return f"OA {self.accuracy:.3f}  mIoU {self.mean_iou:.3f}  kappa {self.kappa:.3f}  IoU {ious}"


def score(truth: np.ndarray, predicted: np.ndarray, values: tuple[int, ...], where: np.ndarray) -> Score:
    """Compares two arrays of class values where `where` is True and the truth is one of `values`.

    A predicted value that is no class (nodata) counts as an error of the true class: it adds a column that no class has.
    """
    chosen = where & np.isin(truth, values)
    known = np.asarray(sorted(values))
    rows = np.searchsorted(known, truth[chosen])
    guess = predicted[chosen]
    columns = np.where(np.isin(guess, known), np.searchsorted(known, guess).clip(max=known.size - 1), known.size)
    counts = np.bincount(rows * (known.size + 1) + columns, minlength=known.size * (known.size + 1))
    square = counts.reshape(known.size, known.size + 1)
    full = np.zeros((known.size + 1, known.size + 1), np.int64)
    full[: known.size] = square
    return Score((*map(int, known), -1), full)


def read(path: str) -> np.ndarray:
    """Returns a raster's pixels, (bands, height, width)."""
    data = gdal.Open(str(path)).ReadAsArray()
    return data[None] if data.ndim == 2 else data


def burn(
    raster: str, vector: str, field: str | None, where: str | None = None, codes: dict | None = None
) -> np.ndarray:
    """Burns a vector layer onto a raster's grid by GDAL's own rule; text values through `codes`. Returns int32 (h, w)."""
    source = gdal.Open(str(raster))
    target = gdal.GetDriverByName("MEM").Create("", source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Int32)
    target.SetGeoTransform(source.GetGeoTransform())
    target.SetProjection(source.GetProjection())
    dataset = ogr.Open(str(vector))
    name = dataset.GetLayer(0).GetName()
    conditions = [(None, None)] if codes is None else list(codes.items())
    for text, code in conditions:
        clauses = [where] if where else []
        if text is not None:
            clauses.append(f"\"{field}\" = '{text}'")
        sql = f'SELECT * FROM "{name}"' + (f" WHERE {' AND '.join(clauses)}" if clauses else "")
        layer = dataset.ExecuteSQL(sql)
        if layer is None:
            continue
        if codes is None and field:
            gdal.RasterizeLayer(target, [1], layer, options=[f"ATTRIBUTE={field}"])
        else:
            gdal.RasterizeLayer(target, [1], layer, burn_values=[1 if code is None else code])
        dataset.ReleaseResultSet(layer)
    return target.ReadAsArray()


def random_forest(pixels: np.ndarray, labels: np.ndarray, limit: int = 200_000):
    """Fits the per-pixel random forest (60 trees, raw bands) on pixels (bands, n) with labels (n,)."""
    from sklearn.ensemble import RandomForestClassifier

    if labels.size > limit:
        chosen = np.random.default_rng(0).choice(labels.size, limit, replace=False)
        pixels, labels = pixels[:, chosen], labels[chosen]
    forest = RandomForestClassifier(60, n_jobs=2, random_state=0, min_samples_leaf=1)
    return forest.fit(np.nan_to_num(pixels.T.astype(np.float32)), labels)


def predict(forest, pixels: np.ndarray) -> np.ndarray:
    """Returns the forest's class of each pixel of (bands, height, width), as (height, width)."""
    bands, height, width = pixels.shape
    flat = np.nan_to_num(pixels.reshape(bands, -1).T.astype(np.float32))
    return forest.predict(flat).reshape(height, width)
