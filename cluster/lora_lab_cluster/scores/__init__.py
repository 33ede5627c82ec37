"""Scores of modules, as `src/scores/` of the lab computes them: docs/where-to-fine-tune.md says what they are."""
