import pytest

from tests.support.page import Browser
from tests.support.people import SmallNetwork


@pytest.mark.parametrize("url", ["/sign-in?next=%00", "/sign-in?next=a&next=b%00", "/users/%00"])
def test_the_character_nul_in_an_address_is_refused(
    network: SmallNetwork, browser: Browser, url: str
) -> None:
    assert browser.client.get(url).status_code == 400


def test_the_character_nul_in_a_form_is_refused(network: SmallNetwork, browser: Browser) -> None:
    values = {"csrf_token": browser.token(), "email": "felix\0@demo.test", "password": "x"}
    assert browser.client.post("/sign-in", data=values).status_code == 400
