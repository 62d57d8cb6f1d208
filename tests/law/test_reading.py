"""A pack's file is read strictly: what is not understood is an error."""

import pytest

from franchise_portal.kit.errors import NotFound
from franchise_portal.law import SLUGS, LawPackError, pack, packs
from franchise_portal.law.reading import pack_from_toml

HEAD = 'slug = "xx"\ndisclaimer = "not_legal_advice"\non_holiday = "stays"\n'
RULE = 'source = "A law"\nsource_date = 2020-01-01\nchecked = true\nnote = ""\n'
COOLING = f'[cooling_off]\nid = "xx.cooling_off"\n{RULE}days = 7\n'
DUTY = f'[[duty]]\nid = "xx.duty"\n{RULE}owner = "franchisor"\ntrigger = "change"\n'
NOTICE = f'[[notice]]\nid = "xx.cure"\n{RULE}kind = "cure"\nlength = "30 days"\n'
MOVES = f'[on_holiday_rule]\nid = "xx.holidays"\n{RULE}'


def read(text):
    return pack_from_toml(text, place="xx.toml")


def test_all_packs_are_read_and_answer_to_their_name():
    assert tuple(law.slug for law in packs()) == SLUGS
    assert pack("cn") is pack("cn")


def test_an_unknown_pack_is_refused_with_those_that_there_are():
    with pytest.raises(NotFound, match="none, cn, us-ftc, au"):
        pack("../secrets")


def test_a_small_pack_is_read():
    law = read(HEAD + COOLING + "contract_decides = true\nrenewals = false\n" + NOTICE)
    assert law.cooling_off.days == 7
    assert [rule.id for rule in law.rules] == ["xx.cooling_off", "xx.cure"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("slug = ", "xx.toml"),
        ('slug = "xx"', "disclaimer is missing"),
        (HEAD + "colour = 1", "colour is unknown"),
        (HEAD.replace("xx", "yy"), "slug says yy"),
        (HEAD.replace("stays", "vanishes"), "on_holiday is none of"),
        (HEAD.replace("stays", "next_working_day"), "need the rule that moves them"),
        (HEAD + MOVES, "others need none"),
        (HEAD + COOLING, "contract_decides is missing"),
        (HEAD + COOLING + "contract_decides = 1\nrenewals = true", "contract_decides is not bool"),
        (HEAD + COOLING.replace("7", "true"), "days is not int"),
        (HEAD + COOLING.replace("7", "0"), "days is not above zero"),
        (HEAD + COOLING.replace("A law", " "), "source is empty"),
        (HEAD + COOLING.replace("2020-01-01", '"2020"'), "source_date is not date"),
        (HEAD + COOLING.replace("xx.cooling_off", "Cooling"), "is not like cn.disclosure"),
        (HEAD + COOLING + "contract_decides = true\nrenewals = true\nn = 1", "[cooling_off]: n is"),
        (HEAD + "cooling_off = 7", "cooling_off is not dict"),
        (HEAD + "duty = [7]", "[[duty]] 1: is not a table"),
        (HEAD + DUTY, "one of the two"),
        (HEAD + DUTY + 'within = "3 days"\nby = "03-31"', "one of the two"),
        (HEAD + DUTY + 'by = "02-29"', "by is not a day of every year"),
        (HEAD + DUTY + 'within = "soon"', "within “soon” is not a duration"),
        (HEAD + DUTY.replace("franchisor", "tenant"), "owner is none of"),
        (HEAD + NOTICE + 'state = "Texas"', "state is not two capital letters"),
        (HEAD + NOTICE + 'cause = "other"', "leave it out"),
        (HEAD + NOTICE + NOTICE, "the same id twice"),
        (HEAD + NOTICE + NOTICE.replace("xx.cure", "xx.cure.more"), "the same notice twice"),
        (
            HEAD + f'[[clauses]]\nid = "xx.clauses"\n{RULE}kinds = []',
            "kinds is not a list of names",
        ),
    ],
)
def test_a_mistake_in_a_pack_is_named_with_its_place(text, complaint):
    with pytest.raises(LawPackError) as trouble:
        read(text)
    assert complaint in str(trouble.value)
    assert str(trouble.value).startswith("xx.toml")
