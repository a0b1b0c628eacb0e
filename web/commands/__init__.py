"""What ``waymark`` can do: one file for each command, each with ``run``. Their arguments: ``web/cli.py``."""
