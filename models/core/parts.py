"""A map in parts: the strips that each run computes where several runs, on one computer or many, share a map without communication."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ...rasters.core.errors import SettingsError
from .requests import ClassifyRequest

JOIN, AUTO = "join", "auto"


@dataclass(frozen=True)
class Part:
    """The `number`-th (from 1) of `count` parts of a map."""

    number: int
    count: int

    def __str__(self) -> str:
        """Returns the part for a message: 3 of 7."""
        return f"{self.number} of {self.count}"

    def positions(self, strips: int) -> range:
        """Returns the positions of the part's strips, of `strips`: all parts together have each strip once."""
        return range((self.number - 1) * strips // self.count, self.number * strips // self.count)


def part_of(request: ClassifyRequest, variables: Mapping[str, str] = os.environ) -> Part | None:
    """Returns the part that a request asks for, None for the whole map or for joining.

    "auto" takes it from the environment `variables` of a SLURM array, a Kubernetes indexed job (with PARTS) or torchrun. Raises
    SettingsError where part and number of parts do not fit.
    """
    part, count = request.part.strip().lower(), request.parts
    if count is not None and count < 1:
        raise SettingsError(f"PARTS is {count}. Choose 1 or more.")
    if part == JOIN:
        return None
    if not part:
        if count is not None:
            raise SettingsError(
                f"PARTS is {count}, but PART is empty. Choose 1 to {count}, auto or join, or empty PARTS for the whole map."
            )
        return None
    if part == AUTO:
        number, found = _from_variables(variables)
        if None not in (found, count) and found != count:
            raise SettingsError(
                f"PARTS is {count}, but the queue runs {found} tasks. Give both the same, or empty PARTS."
            )
        count = count or found
    else:
        try:
            number = int(part)
        except ValueError:
            raise SettingsError(
                f"PART is '{request.part}'. Choose a number from 1, auto, join, or none for the whole map."
            ) from None
    if count is None:
        raise SettingsError(f"PART is {request.part}, but PARTS is empty. Give the number of parts.")
    if not 1 <= number <= count:
        raise SettingsError(f"PART is {number}. Choose 1 to {count}, as PARTS is {count}.")
    return Part(number, count)


def missing_parts(strips: int, stored: frozenset[int], count: int) -> list[int]:
    """Returns the numbers of the parts of which a strip is missing."""
    return [
        number for number in range(1, count + 1) if not set(Part(number, count).positions(strips)) <= stored
    ]  # fmt: skip


def positions_of(part: Part | None, strips: int) -> range:
    """Returns the positions of the strips that a run computes, of `strips`."""
    return range(strips) if part is None else part.positions(strips)


def _from_variables(variables: Mapping[str, str]) -> tuple[int, int | None]:
    """Returns number (from 1) and count (None where it is not known) of the part from the variables of a queue."""
    if "SLURM_ARRAY_TASK_ID" in variables:
        first, step = (_integer(variables, f"SLURM_ARRAY_TASK_{name}", 1) for name in ("MIN", "STEP"))
        number = (_integer(variables, "SLURM_ARRAY_TASK_ID") - first) // max(step, 1) + 1
        count = _integer(variables, "SLURM_ARRAY_TASK_COUNT") if "SLURM_ARRAY_TASK_COUNT" in variables else None
        if count is not None and not 1 <= number <= count:  # an array of some numbers, --array=2,7
            raise SettingsError(
                f"Task {variables['SLURM_ARRAY_TASK_ID']} is not one of {count} consecutive tasks from {first} on. Submit the array as "
                f"--array=1-{count}: tasks of any number compute what is missing."
            )
        return number, count
    if "JOB_COMPLETION_INDEX" in variables:
        return _integer(variables, "JOB_COMPLETION_INDEX") + 1, None
    if "RANK" in variables:
        return _integer(variables, "RANK") + 1, _integer(variables, "WORLD_SIZE")
    raise SettingsError(
        "PART is auto, but there is none of the variables SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX and RANK. Give PART a number."
    )


def _integer(variables: Mapping[str, str], name: str, default: int | None = None) -> int:
    """Returns a variable as integer. Raises SettingsError where it is missing or is none."""
    text = variables.get(name, "" if default is None else str(default))
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"The variable {name} is '{text}', which is no whole number. Give PART a number.") from None
