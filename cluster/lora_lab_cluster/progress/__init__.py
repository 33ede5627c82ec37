"""What a person sees while trials run, and what becomes of Ctrl-C."""
