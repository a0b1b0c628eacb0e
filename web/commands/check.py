"""``waymark check``: judge a plan. Loads no OR-Tools."""

from pathlib import Path

from routing.commands import check_file
from web.commands.arguments import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command."""
    does = "judge a plan: exit 0 if every rule is kept, 1 with one sentence for each violation if not"
    example = "waymark check plan.json"
    parser = add_command(commands, "check", lambda options: check_file(options.plan), does=does, example=example)
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="a document that `waymark plan` wrote")
