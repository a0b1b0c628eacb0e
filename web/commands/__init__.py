"""What ``waymark`` can do: one file for each command, each with ``add`` (its arguments) and ``run``."""
