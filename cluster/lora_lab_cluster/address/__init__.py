"""What a person gives (an address, a fragment, an experiment or results file), read into an experiment."""
