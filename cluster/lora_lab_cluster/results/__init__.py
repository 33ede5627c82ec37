"""The results file: where a trial ran, its record, and the text that the lab reads."""
