"""The trials of an experiment on Ray Tune: spread over processes, GPUs and machines, kept as they end, gone on with."""
