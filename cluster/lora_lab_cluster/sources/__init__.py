"""Models and data sets by their ids: files of the lab, of a hub, or of this machine."""
