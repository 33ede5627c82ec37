"""One trial with PyTorch: model, adapters, optimizer, schedule, evaluation, and its record."""
