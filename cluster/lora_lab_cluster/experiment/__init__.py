"""What a person asks for: scenarios x seeds on one model and one data set."""
