"""A page's form as a browser would send it, without having touched anything."""

from html5lib import parse

from tests.web.pages.client import Browser


def untouched(browser: Browser, address: str) -> dict[str, object]:
    """Return what the form of a page sends as it stands."""
    tree = parse(browser.get(address).get_data(as_text=True), namespaceHTMLElements=False)
    sent: dict[str, object] = {}
    for each in tree.iterfind(".//main//form//*[@name]"):
        name = each.attrib["name"]
        if each.tag == "select":
            chosen = [option.attrib["value"] for option in each.iterfind("option") if "selected" in option.attrib]
            sent[name] = chosen[0] if chosen else ""
        elif each.tag == "textarea":
            sent[name] = each.text or ""
        elif each.attrib.get("type") != "checkbox":
            sent[name] = each.attrib.get("value", "")
        elif "checked" in each.attrib:
            sent[name] = each.attrib["value"]
    return sent
