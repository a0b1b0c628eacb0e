"""The administrator's page on data protection."""

from tests.web.pages.client import Browser


def test_the_page_names_the_commands_and_no_pupil(admin: Browser) -> None:
    page = admin.get("/data-protection/").get_data(as_text=True)
    assert "6 pupils" in page
    assert "Oakley" not in page
    for command in ("waymark export-subject REFERENCE", "waymark erase REFERENCE"):
        assert command in page
