"""PEFT adapters that trials begin with: their files, their config, and their values for a scenario."""
