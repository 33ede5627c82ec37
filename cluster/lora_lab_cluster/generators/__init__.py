"""The lab's own random generators and orders of data: with the same seed a trial here is the page's trial."""
