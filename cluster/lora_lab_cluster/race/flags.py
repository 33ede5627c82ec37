"""The flags of a race on the command line; `request.py` reads them, once they are all there."""

from __future__ import annotations

import argparse


def add_race_flags(run: argparse.ArgumentParser) -> None:
    """Adds the flags to those of a run."""
    group = run.add_argument_group("a recommendation, as in the lab's own command line")
    group.add_argument(
        "--recommend",
        metavar="MEASURE",
        help="race candidates in place of running all trials, and recommend one by accuracy, macro-f1, balanced-accuracy or "
        "mcc; --out gets the evidence",
    )
    group.add_argument(
        "--cheap", metavar="COST", help="what the recommended one saves: memory, parameters or time (memory)"
    )
    group.add_argument("--max-memory", metavar="MB", help="the most memory of a candidate, as its trials show it")
    group.add_argument("--max-parameters", metavar="N", help="the most parameters that a candidate trains")
    group.add_argument("--max-minutes", metavar="M", help="the most minutes of a candidate's trial")
    group.add_argument("--delta", metavar="POINTS", help="the smallest difference that matters (the experiment's)")
    group.add_argument("--budget", metavar="MINUTES", help="the time that the race may take (as long as it wants)")
    group.add_argument(
        "--candidates", metavar="SET", help="short or long, with a list of the lab's, or own: the experiment's (short)"
    )
    group.add_argument("--resume", metavar="FILE", help="what an earlier race has written: its trials do not run again")
