"""Ray without its dashboard, its statistics and most of its words. Imported before Ray is."""

from __future__ import annotations

import logging
import os
import warnings

_SETTINGS = {
    # Nothing about the run is sent anywhere.
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    # The records are the results: Tune's own files of every trial would be tens of thousands.
    "TUNE_DISABLE_AUTO_CALLBACK_LOGGERS": "1",
    "RAY_AIR_NEW_OUTPUT": "0",
    "RAY_CHDIR_TO_TRIAL_DIR": "0",
    # The command says by itself, beforehand, whether there is room for a trial.
    "TUNE_WARN_INSUFFICENT_RESOURCE_THRESHOLD_S": "1000000",
    "TUNE_WARN_THRESHOLD_S": "1000",
    # The command has its own handler: see progress/interrupt.py.
    "TUNE_DISABLE_SIGINT_HANDLER": "1",
    # A process without a GPU must not see the GPUs of others.
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "1",
    # Ray would otherwise copy the environment of the tool `uv` to every machine.
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
}


def hush() -> None:
    """Sets what Ray reads from the environment, unless the person has set it, and silences its loggers."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", module=r"ray\.")
    for name in ("ray", "ray.tune", "ray.train", "ray.air", "ray._private"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def hush_deaths() -> None:
    """Keeps Ray from printing paragraphs about a process that died. Its trial is tried again, and the table says so."""
    from ray._private import worker

    # There is no setting for it: with log_to_driver off Ray prints these all the same.
    if hasattr(worker, "print_to_stdstream"):
        worker.print_to_stdstream = _ignore


def _ignore(*arguments: object, **named: object) -> None:
    """Prints nothing."""
