"""Other planners on our problem, as far as each can state it; what it cannot is listed, and mended when it is read."""
