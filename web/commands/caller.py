"""Who calls a command at the server: the audit log names them."""

import getpass
import os

from web.access import Principal, the_command_line


def caller() -> Principal:
    """Return the principal of whoever has called this command."""
    try:
        return the_command_line(getpass.getuser())
    except (KeyError, OSError):  # a machine that knows its users by number alone
        return the_command_line(str(os.getuid()))
