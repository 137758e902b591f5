"""The command line: `python -m pixel_classifier COMMAND ...` does what the algorithms do in QGIS, without QGIS.

The processes that QGIS starts come through here, too: `engine` runs one job for it, `rank` its share of one on a GPU of several,
`installer` a step of Set Up Deep Learning. The exit status is 0 after success, 1 after an error, and 130 where the run was cancelled, by
Ctrl+C or the signal SIGTERM.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from ...rasters.outputs.temporary_names import LeftoverFiles
    from .parameters import AlgorithmParameters, Parameter

DONE, FAILED, CANCELLED = 0, 1, 130
PROGRAM = "pixel_classifier"
INTERNAL = {"engine": "engine.main", "rank": "engine.rank_process", "installer": "installation.installer"}
"""The commands for processes that QGIS or an engine starts, and their modules in models/."""

_ON_CLUSTERS = {
    "train": " Several processes, GPUs or computers train one model with torchrun (python -m torch.distributed.run): docs/cluster.md.",
    "classify": " Scripts for the parts of a map in a shell, SLURM and Kubernetes: docs/cluster.md.",
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """A parser after whose errors the exit status is 1, as after all errors."""

    def error(self, message: str) -> NoReturn:
        """Writes the error and how to get help, and ends the process."""
        self.exit(FAILED, f"{self.prog}: {message}\nSee {self.prog} --help.\n")


def main(arguments: Sequence[str]) -> None:
    """Runs a command and ends the process with its exit status."""
    if arguments and arguments[0] in INTERNAL:
        import importlib

        module = importlib.import_module(f"..{INTERNAL[arguments[0]]}", __package__)
        module.main(list(arguments[1:]))
        return
    sys.stdout.flush()
    status = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # at once, so that a library that crashes on unloading cannot spoil a finished run


def run(arguments: Sequence[str]) -> int:
    """Runs a command in this process; returns the exit status.

    Raises SystemExit for --help, --version and a wrong option.
    """
    try:
        from .commands import COMMANDS
    except ImportError as error:
        sys.stderr.write(f"{error}. Install numpy and GDAL with its Python bindings for {sys.executable}.\n")
        return FAILED

    described = {name: command.described() for name, command in COMMANDS.items()}
    parser = _parser(described)
    name = arguments[0] if arguments else ""
    known = described[name].parameters if name in described else ()
    options, unknown = parser.parse_known_args(
        _normalized(arguments, {each.id: each.type == "boolean" for each in known})
    )
    if unknown:
        sys.stderr.write(f"{PROGRAM} {name} has no option {' '.join(unknown)}.\nSee {PROGRAM} {name} --help.\n")
        raise SystemExit(FAILED)
    given = {key: value for key, value in vars(options).items() if key.isupper() and value is not None}
    further = {
        "classify": lambda: {"asset": options.asset, "item": options.stac}, "join": lambda: {"vrt": options.vrt},
    }.get(name, dict)()  # fmt: skip
    return _Run(name, options, given, further, shlex.join([PROGRAM, *arguments])).status()


class _Run:
    """One run of a command with the options `given`, by the ids of their parameters, and `further` ones that the algorithm has not."""

    def __init__(
        self, name: str, options: argparse.Namespace, given: Mapping[str, Any], further: Mapping[str, Any], command: str
    ) -> None:
        from .terminal import TerminalReporter

        self._name, self._given, self._further, self._command = name, given, further, command
        self._request, self._as_json = options.request, options.json
        self._reporter = TerminalReporter()
        self._leftovers: LeftoverFiles | None = None

    def status(self) -> int:
        """Runs the command, writes its result, and returns the exit status."""
        from ...rasters.core.errors import Cancelled, PixelClassifierError
        from ..core.serialization import finite, to_data
        from .messages import described

        before = {each: signal.signal(each, self._stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            result = self._result()
            answer, status = {"result": finite(to_data(result))}, FAILED if getattr(result, "failed", 0) else DONE
        except Cancelled as error:
            answer, status = {"error": described(error)}, CANCELLED
        except (PixelClassifierError, MemoryError, OSError, ImportError) as error:
            answer, status = {"error": described(error)}, FAILED
        finally:
            self._reporter.close()
            for each, handler in before.items():
                signal.signal(each, handler)
        rank = _rank()
        if "error" in answer and (rank == 0 or status == FAILED):
            self._reporter.info(answer["error"]["message"] or answer["error"]["kind"])
        if rank:
            return status
        if self._as_json:
            sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
        elif "result" in answer:
            sys.stdout.writelines(f"{line}\n" for line in _lines_of(result, answer["result"]))
        return status

    def _result(self) -> object:
        from ...rasters.outputs.temporary_names import LeftoverFiles
        from ..installation import backend
        from .commands import COMMANDS, check_only_mosaic

        command = COMMANDS[self._name]
        given = {**(_request_file(self._request) if self._request else {}), **self._given}
        if self._further.get("vrt"):
            check_only_mosaic(given)
        algorithm = command.described()
        values = algorithm.values(given)
        outputs = [values[each.id] for each in algorithm.parameters if each.is_output]
        self._leftovers = LeftoverFiles(path for path in outputs if path)
        if command.needs_pytorch:
            backend.load_packages(self._reporter.cancelled)
        request = command.request({**values, "command": self._command})
        for sentence in command.unused(values, algorithm.defaults):
            self._reporter.warning(sentence)
        return command.run(request, self._reporter, **self._further)

    def _stop(self, *_: object) -> None:
        """Asks the run to stop; a second signal ends it at once, without its unfinished files."""
        if self._reporter.cancelled():
            if self._leftovers is not None:
                self._leftovers.remove(os.getpid())
            os._exit(CANCELLED)
        self._reporter.stop()


def _lines_of(result: object, data: Mapping[str, Any]) -> list[str]:
    """Returns a result as lines: its own, else one for each field that is not empty."""
    if hasattr(result, "lines"):
        return result.lines()
    return [f"{key}: {value}" for key, value in data.items() if value not in (None, "", [], {})]


def _rank() -> int:
    """Returns the number of this process among those that torchrun started together, of which the first, 0, writes the results."""
    return int(os.environ["RANK"]) if "TORCHELASTIC_RUN_ID" in os.environ else 0


def _parser(described: Mapping[str, AlgorithmParameters]) -> argparse.ArgumentParser:
    """Returns the parser of the command line, from the parameters of each command."""
    from ..core.versions import plugin_version

    parser = _Parser(
        prog=PROGRAM,
        allow_abbrev=False,
        description="Deep-learning classification of rasters, without QGIS. Exit status: 0 done, 1 failed, 130 cancelled.",
        epilog=f"{PROGRAM} COMMAND --help lists the options of a command.",
    )
    parser.add_argument("--version", action="version", version=f"Pixel Classifier {plugin_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, algorithm in described.items():
        command = commands.add_parser(
            name,
            allow_abbrev=False,
            help=algorithm.summary,
            usage=f"{PROGRAM} {name} {_usage(algorithm)} [options]",
            description=f"{algorithm.title}. {algorithm.summary}",
            epilog="Options can be written as --CHIP_SIZE 128 or --chip-size 128. An empty value (--IGNORE_CLASS=) is none."
            + _ON_CLUSTERS.get(name, ""),
        )
        groups = {
            title: command.add_argument_group(title) for title in ("required", "options", "advanced options", "results")
        }
        for parameter in algorithm.parameters:
            _add_option(groups, parameter)
        if name == "classify":
            many = command.add_argument_group(
                "many scenes",
                "INPUT may be a folder of rasters, a list (.txt, one path or address per line) or STAC items (.json). Outputs are folders then. "
                "Each map gets a STAC item; a scene that fails does not stop the others, and the next run skips what is done.",
            )
            many.add_argument("--asset", metavar="KEY", help="The asset of STAC items to classify.")
            many.add_argument(
                "--stac", action="store_true", help="Writes a STAC item beside the map of one raster, too."
            )
        if name == "join":
            command.add_argument_group("without joining").add_argument(
                "--vrt",
                metavar="FILE.vrt",
                help="Writes only a virtual raster over the class rasters of the parts that are there, which stay.",
            )
        running = command.add_argument_group("running")
        running.add_argument(
            "--request",
            metavar="FILE.json",
            help="A file with further parameters: a JSON object with their ids, or one with such an object as “inputs”, as for "
            "qgis_process. Options of the command line override it.",
        )
        running.add_argument(
            "--json",
            action="store_true",
            help="Writes the result, or the error, to standard output as one line of JSON.",
        )
    return parser


def _usage(algorithm: AlgorithmParameters) -> str:
    """Returns the required options as text."""
    return " ".join(f"--{each.id} {each.metavar}" for each in algorithm.parameters if each.is_required)


def _add_option(groups: Mapping[str, Any], parameter: Parameter) -> None:
    """Adds the option of a parameter to its group. Whether a required one is there is known once --request is read."""
    title = "advanced options" if parameter.advanced else "results" if parameter.is_output else "options"
    groups["required" if parameter.is_required else title].add_argument(
        f"--{parameter.id}",
        dest=parameter.id,
        metavar=parameter.metavar,
        help=parameter.description.replace("%", "%%"),
        **({"action": "append"} if parameter.takes_several else {}),
        **({"nargs": "?", "const": "true"} if parameter.type == "boolean" else {}),
    )


def _normalized(arguments: Sequence[str], flags: Mapping[str, bool]) -> list[str]:
    """Returns the arguments with options by their ids, and with `=` before values, which may begin with a minus.

    `flags` are the ids of the options; True for those that need no value.
    """
    from .parameters import FALSE, TRUE

    left, found = list(arguments), []
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        option = name[2:].upper().replace("-", "_")
        if not name.startswith("--") or option not in flags:
            found.append(word)
            continue
        takes_next = left and not equals and (not flags[option] or left[0].lower() in TRUE + FALSE)
        if takes_next and not left[0].startswith("--"):
            equals, value = "=", left.pop(0)
        found.append(f"--{option}{equals}{value}")
    return found


def _request_file(path: str) -> dict[str, Any]:
    """Returns the parameters in a file, by id. Raises SettingsError where it cannot be read."""
    from ...rasters.core.errors import SettingsError
    from ...rasters.core.json_text import parse_json

    try:
        data = parse_json(Path(path).read_text(encoding="utf-8-sig"))  # PowerShell writes a byte order mark
    except (OSError, ValueError) as error:
        raise SettingsError(f"The request {path} cannot be read: {error}. Give a JSON file.") from error
    data = data.get("inputs", data) if isinstance(data, dict) else data
    if not isinstance(data, dict):
        raise SettingsError(f'The request {path} is no JSON object. Write it like {{"INPUT": "image.tif"}}.')
    return data
