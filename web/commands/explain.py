"""``waymark explain``: say why a pupil travels as they do. Loads no OR-Tools."""

from pathlib import Path

from routing.commands import explain_file
from web.commands.arguments import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "explain",
        lambda options: explain_file(options.plan, options.pupil),
        does="say why a pupil travels when and as they do, or why they have no run",
        example="waymark explain plan.json --pupil p12",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="a document that `waymark plan` wrote")
    parser.add_argument("--pupil", required=True, metavar="ID", help="the pupil's travel reference")
