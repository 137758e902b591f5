"""Joins the probabilities of overlapping tiles, one row of tiles at a time.

Only the rows of the current row of tiles are held: classes x tile height x width in float32, on the device on which the
network runs. The rows that no later tile covers are handed out at once, the others move to the top for the next row of
tiles.
"""

from __future__ import annotations

import torch

from .blending import axis_weights
from .tiles import TileLayout


class RowMosaic:
    """The weighted sum of tiles along the current row of tiles."""

    def __init__(
        self, layout: TileLayout, class_count: int, device: torch.device | None = None, even: bool = False
    ) -> None:
        """Makes room, on the device (by default the processor), for the tallest row of tiles of `layout`.

        `even` lets the weights change evenly over the overlaps, as suits networks that pool over the tile.
        """
        self._layout = layout
        self._row_weights = [torch.from_numpy(weights).to(device) for weights in axis_weights(layout.rows, even)]
        self._column_weights = [torch.from_numpy(weights).to(device) for weights in axis_weights(layout.columns, even)]
        height = max(span.length for span in layout.rows)
        shape = (class_count, height, layout.columns[-1].stop)
        self._sums = torch.zeros(shape, dtype=torch.float32, device=device)
        self._number = 0
        self._is_clear = True

    @property
    def rows_held(self) -> int:
        """Returns the number of rows that are held in memory."""
        return self._sums.shape[1]

    def add(self, column: int, probabilities: torch.Tensor) -> None:
        """Adds the tile of the `column`-th column in the current row of tiles.

        `probabilities` is float32 (classes, height, width) of the tile, on the mosaic's device.
        """
        span = self._layout.columns[column]
        weights = self._row_weights[self._number][:, None] * self._column_weights[column]
        target = self._sums[:, : probabilities.shape[1], span.start : span.stop]
        target.addcmul_(probabilities, weights)
        self._is_clear = False

    def finish_row(self) -> torch.Tensor:
        """Ends the current row of tiles and returns its finished rows, `layout.finished`, and all columns of the window.

        float32 (classes, rows, window width); a view, valid until `next_row`.
        """
        finished = self._layout.finished(self._number)
        return self._sums[:, : finished.length, : self._layout.window.width]

    def next_row(self) -> None:
        """Moves the unfinished rows to the top and clears the others."""
        rows = self._layout.rows
        done = rows[self._number + 1].start - rows[self._number].start
        kept = rows[self._number].stop - rows[self._number + 1].start
        self._number += 1
        if self._is_clear:  # all of it stays 0
            return
        if kept:
            self._sums[:, :kept] = self._sums[:, done : done + kept]
        self._sums[:, kept:] = 0
