"""`python -m lora_lab_cluster`."""

from .cli import entry

entry()
