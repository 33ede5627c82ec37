"""LoRA Lab's experiments with PyTorch on one machine or a Ray cluster: the same seeds, the same results file."""

__version__ = "0.7.0"
"""The lab's version, of package.json: whose addresses, seeds and files this package knows."""
