"""The reports stand on values alone."""

import subprocess
import sys


def test_a_report_is_made_with_no_database_and_no_pages_loaded() -> None:
    program = (
        "import sys, web.reporting.catalogue, web.reporting.dfe_return;"
        "print(sorted({'flask', 'sqlalchemy', 'web.store', 'web.pages'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
