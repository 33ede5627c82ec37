"""The command line: what is asked for, what it may say, and the exit status."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from . import __version__
from .errors import LabError
from .progress.interrupt import Stop
from .race.flags import add_race_flags
from .scores.request import read_requests

DESCRIPTION = """\
Runs an experiment of LoRA Lab with PyTorch, on this machine or on a Ray cluster: the same scenarios, the same seeds, and
a results file that the lab's page opens. What has finished is on disk at once; the same command goes on with a run that
was interrupted."""

EPILOG = """\
Exit status: 0 if every trial ended as done, or a race came to its sentence, 1 if not, 2 for wrong input or a machine
that cannot run it, 130 if ended with Ctrl-C (143 by SIGTERM, 129 by SIGHUP). An access token for the hub is taken from
the environment variables HF_TOKEN or LAB_HUB_TOKEN alone, the address of a mirror also from HF_ENDPOINT."""


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    top = argparse.ArgumentParser(prog="lora-lab-cluster", allow_abbrev=False, description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="run an experiment",
        description=DESCRIPTION,
        epilog=EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument(
        "experiment",
        help="the page's address or the part behind its #, in quotation marks; or an experiment or results file",
    )
    run.add_argument("--out", required=True, type=Path, metavar="FILE", help="the results file to write")
    run.add_argument(
        "--scores",
        type=read_requests,
        metavar="LIST",
        help="score the modules in place of running trials: gradient:N, plop:N, adalora:N, loradrop:N, knockout, or several "
        "with commas between, over N training batches or steps of each of three seeds; --out gets the scores",
    )
    _add_sources(run)
    _add_machines(run)
    add_race_flags(run)
    run.add_argument("--fresh", action="store_true", help="throw away what an interrupted run of --out has left")
    run.add_argument("--quiet", action="store_true", help="no progress")
    return top


def _add_sources(run: argparse.ArgumentParser) -> None:
    group = run.add_argument_group("model and data, as in the lab's own command line")
    group.add_argument("--model", metavar="WHAT", help="the folder of a model, or its name at the hub")
    group.add_argument("--train", metavar="FILE", help="data to train on: CSV, TSV, JSON lines or Parquet")
    group.add_argument(
        "--validation", metavar="FILE", help="data to measure on; without it a part of --train is held out"
    )
    group.add_argument(
        "--adapter",
        action="append",
        metavar="WHAT",
        help="the folder or zip of a PEFT adapter that a scenario begins with; may be given several times",
    )
    group.add_argument("--hub", metavar="URL", help="the hub's address, for mirrors")
    group.add_argument("--lab", metavar="FOLDER", help="the lab's public/, with the model and data that come with it")


def _add_machines(run: argparse.ArgumentParser) -> None:
    group = run.add_argument_group("machines")
    group.add_argument(
        "--address", metavar="WHERE", help="a Ray cluster: auto, or host:port (without it: this machine)"
    )
    group.add_argument(
        "--gpus-per-trial",
        type=_number("--gpus-per-trial", 0.0),
        metavar="N",
        help="such as 0.25; 0 for the processor (without it: as many trials a GPU as a dry run finds room for)",
    )
    group.add_argument(
        "--cpus-per-trial", type=_number("--cpus-per-trial", 0.01), default=1.0, metavar="N", help="cores (1)"
    )
    group.add_argument("--at-once", type=_whole("--at-once", 1), metavar="N", help="the most trials at the same time")
    group.add_argument(
        "--retries",
        type=_whole("--retries", 0),
        default=2,
        metavar="N",
        help="how often a trial that breaks off is tried again before it is recorded as failed (2)",
    )


def _number(flag: str, least: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        # Ray gives GPUs in ten-thousandths; more than one must be whole.
        if not least <= value <= 1024 or (flag.startswith("--gpus") and value > 1 and value != int(value)):
            wanted = "a part of a GPU, such as 0.25, or a whole number" if least == 0 else "a number of cores"
            raise LabError(f'{flag} is "{text}", not {wanted}.')
        return value

    return read


def _whole(flag: str, least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) >= least):
            raise LabError(f'{flag} is "{text}", not a whole number of {least} or more.')
        return int(text)

    return read


def main(arguments: Sequence[str]) -> int:
    """Runs the command and returns the exit status. Messages go to the standard error."""
    stop = Stop()
    stop.listen()
    try:
        options = parser().parse_args(arguments)
        # Imports of torch's and Ray's size wait until the arguments are known to be right.
        from .command import run_command

        return run_command(options, stop)
    except LabError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return stop.status
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        print(f"{error.filename or 'A file'} could not be written or read: {error.strerror}.", file=sys.stderr)
        return 2


def entry() -> NoReturn:
    """The program `lora-lab-cluster`."""
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of Ray and torch that still run must not change the status, or keep the shell waiting.
    os._exit(status)
