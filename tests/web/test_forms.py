"""What WTForms says by itself is said in the language and the script of the page."""

import flask_babel
import pytest
from wtforms import SelectChoice, SelectField
from wtforms.validators import Length

from franchise_portal import Portal
from franchise_portal.web.forms import Form


class Choosing(Form):
    """A choice, and a text of at most three characters."""

    colour = SelectField("Colour", choices=[SelectChoice("red", "Red")])
    word = SelectField("Word", choices=[SelectChoice("long", "Long")], validators=[Length(max=3)])


@pytest.mark.parametrize(
    ("language", "faults"),
    [
        ("en", ["Not a valid choice.", "Field cannot be longer than 3 characters."]),
        ("zh_Hans", ["不是有效的选择。", "字段长度不能超过 3 个字符。"]),
        ("zh_Hant", ["不是有效的選擇。", "欄位長度不能超過 3 個字元。"]),
    ],
)
def test_what_the_library_says_is_in_the_script_of_the_page(
    application: Portal, language: str, faults: list[str]
) -> None:
    values = {"colour": "blue", "word": "long"}
    with (
        application.test_request_context(method="POST", data=values),
        flask_babel.force_locale(language),
    ):
        form = Choosing()
        assert not form.validate()
        assert [fault for field in form for fault in field.errors] == faults
