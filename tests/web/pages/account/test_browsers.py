import pytest

from web.pages.account.browsers import browser_of

_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (_WINDOWS, "Chrome on Windows"),
        (f"{_WINDOWS} Edg/140.0.0.0", "Edge on Windows"),
        (_IPHONE, "Safari on iPhone"),
        ("", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, said: str) -> None:
    assert browser_of(agent) == said
