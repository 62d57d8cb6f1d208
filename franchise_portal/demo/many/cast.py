"""Who is in a network of any size: each franchisee the same for the same seed and number.

Nothing is kept: the sequence is made again wherever it is needed, so that a network of a million
outlets needs no more memory than one of ten.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .. import story
from ..story import Owner, Place

#: Of a hundred franchisees, how many have how many outlets: about 0.6 franchisees an outlet.
SIZES = {1: 70, 2: 22, 5: 7, 20: 1}
#: Of a hundred franchisees, how many pay how.
HABITS = {"prompt": 80, "slow": 12, "late": 6, "short": 2}
#: The story's people who sign in, and how many outlets each business has here.
KNOWN = {"F-002": 5, "F-003": 1, "F-004": 2}

FAMILIES = (
    "Abel", "Aldous", "Arden", "Banner", "Becker", "Brandt", "Calder", "Corvin", "Dahl", "Dorn",
    "Ebner", "Falk", "Farrow", "Garde", "Hallam", "Hartog", "Ilves", "Jessen", "Karras", "Keller",
    "Lambert", "Lorenz", "Marsh", "Merten", "Nolan", "Novak", "Orsini", "Palmer", "Quade",
    "Reuter", "Rowan", "Salter", "Sommer", "Tarrant", "Ulmer", "Varga", "Wendt", "Winter", "Yates",
    "Ziegler",
)  # fmt: skip
TRADES = (
    "Catering", "Foods", "Kitchen", "Retail", "Hospitality", "Trading", "Brothers", "Ovens",
    "Bakehouse", "& Daughters", "& Partners", "Group", "Taverns", "Provisions",
)  # fmt: skip
HAN_FAMILIES = (
    ("Bai", "白"), ("Cao", "曹"), ("Deng", "邓"), ("Fang", "方"), ("Gao", "高"), ("Hu", "胡"),
    ("Jiang", "江"), ("Kong", "孔"), ("Liu", "刘"), ("Ma", "马"), ("Pan", "潘"), ("Qian", "钱"),
    ("Song", "宋"), ("Tang", "唐"), ("Xu", "徐"), ("Zhang", "张"),
)  # fmt: skip
HAN_TRADES = (
    ("Catering", "餐饮"), ("Noodles", "面馆"), ("Kitchen", "厨房"), ("Foods", "食品"),
    ("Trading", "商贸"),
)  # fmt: skip
GIVEN = (
    ("Anna", "安娜"), ("Bruno", "文博"), ("Clara", "思佳"), ("David", "建国"), ("Elena", "晓兰"),
    ("Frank", "志强"), ("Greta", "美玲"), ("Henrik", "海峰"), ("Irene", "雨桐"), ("Jonas", "俊杰"),
)  # fmt: skip
FIRST_WORDS = (
    ("Abbey", "修院"), ("Beacon", "灯台"), ("Bridge", "桥头"), ("Castle", "城堡"),
    ("Chapel", "礼堂"), ("Dock", "船坞"), ("East", "东"), ("Elm", "榆树"), ("Fountain", "喷泉"),
    ("Granary", "粮仓"),
    ("Harbour", "港口"), ("Hill", "山"), ("Lake", "湖"), ("Market", "集市"), ("Meadow", "草地"),
    ("Mill", "磨坊"), ("North", "北"), ("Orchard", "果园"), ("Park", "公园"), ("Quarry", "石场"),
    ("River", "河"), ("South", "南"), ("Station", "车站"), ("Tower", "塔"), ("West", "西"),
)  # fmt: skip
SECOND_WORDS = (
    ("Arcade", "廊"), ("Corner", "角"), ("Court", "院"), ("Gate", "门"), ("Lane", "巷"),
    ("Parade", "大道"), ("Passage", "里"), ("Place", "坊"), ("Plaza", "广场"), ("Row", "街"),
    ("Square", "场"), ("Yard", "坪"),
)  # fmt: skip
TOWNS = {
    "N": (("Northhaven", 10115), ("Ahlbeck", 17419), ("Lindow", 16835)),
    "H": (("Osterhafen", 24103), ("Sandby", 23701), ("Fehrhaven", 23769)),
    "E": (("Ostrau", 1067), ("Dunmoor", 3044), ("Kaltbrunn", 9111)),
    "S": (("Sonnberg", 80331), ("Weilheim", 82362), ("Altmoor", 87435)),
    "W": (("Westerby", 48143), ("Langenau", 57072), ("Ravenstein", 45127)),
}
FORMATS = ("street", "street", "street", "mall", "mall", "station", "kiosk", "drive", "delivery")
EARLIEST = date(2012, 1, 1)


@dataclass(frozen=True, slots=True)
class Business:
    """A franchisee and its outlets, all of one brand."""

    owner: Owner
    brand: str
    """The brand's code."""
    places: tuple[Place, ...]
    starts_on: date
    """The first day of its contract."""
    known_as: str = ""
    """The code of a business of the story whose people sign in to this one."""


def businesses(*, outlets: int, seed: int) -> Iterator[Business]:
    """All franchisees, from the first to the one that has the last outlet."""
    sizes = _sizes(seed)
    known = tuple(KNOWN)
    number, left = 0, outlets
    while left or number < len(known):
        size = min(next(sizes), left)
        known_as = known[number] if number < len(known) else ""
        number += 1
        yield _business(
            number, range(outlets - left + 1, outlets - left + size + 1), seed, known_as
        )
        left -= size


def places(*, outlets: int, seed: int) -> Iterator[Place]:
    """All outlets in the order of their franchisees."""
    for business in businesses(outlets=outlets, seed=seed):
        yield from business.places


def habit_of(code: str, *, seed: int) -> str:
    """How the franchisee with a code pays: `prompt`, `slow`, `late` or `short`."""
    dice = random.Random(f"{seed}-{code}-habit")  # noqa: S311 - not a secret
    return dice.choices(tuple(HABITS), tuple(HABITS.values()))[0]


def _sizes(seed: int) -> Iterator[int]:
    """How many outlets each has; every hundred have the same mixture in another order."""
    yield from KNOWN.values()
    dice = random.Random(f"{seed}-sizes")  # noqa: S311
    hundred = [size for size, count in SIZES.items() for _ in range(count)]
    while True:
        dice.shuffle(hundred)
        yield from hundred


def _business(number: int, numbers: range, seed: int, known_as: str) -> Business:
    dice = random.Random(f"{seed}-{number}")  # noqa: S311
    owner = _owner(number, dice, seed)
    if known_as:
        told = next(one for one in story.OWNERS if one.code == known_as)
        owner = replace(told, code=owner.code, region=owner.region, since=owner.since)
    is_han = owner.name_local != ""
    brand = "HX" if is_han else "TL"
    found = tuple(_place(one, brand, owner, dice) for one in numbers)
    starts_on = min((place.opened_on for place in found), default=owner.since)
    owner = replace(owner, since=starts_on, status="active" if found else "signed")
    return Business(owner, brand, found, starts_on, known_as)


def _owner(number: int, dice: random.Random, seed: int) -> Owner:
    code = f"F-{number:05d}"
    region = dice.choice(story.REGIONS)[0]
    birthday = f"{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    given, given_local = dice.choice(GIVEN)
    if dice.random() < 0.45:  # noqa: PLR2004 - the share of the brand Hexiang
        family, han = dice.choice(HAN_FAMILIES)
        trade, trade_local = dice.choice(HAN_TRADES)
        name, name_local = f"{family} {trade}", f"{han}记{trade_local}"
        person = (f"{family} {given}", f"{han}{given_local}", birthday)
        language = dice.choice(("zh_Hans", "zh_Hans", "zh_Hant"))
    else:
        family = dice.choice(FAMILIES)
        name, name_local = f"{family} {dice.choice(TRADES)}", ""
        person = (f"{given} {family}", "", birthday)
        language = "en"
    habit = habit_of(code, seed=seed)
    return Owner(code, name, name_local, region, language, (person,), EARLIEST, habit)


def _place(number: int, brand: str, owner: Owner, dice: random.Random) -> Place:
    first, first_local = dice.choice(FIRST_WORDS)
    second, second_local = dice.choice(SECOND_WORDS)
    town, postcode = dice.choice(TOWNS[owner.region])
    return Place(
        code=f"{brand}-{number:06d}",
        name=f"{first} {second}",
        name_local=f"{first_local}{second_local}店" if brand == "HX" else "",
        owner=owner.code,
        region=owner.region,
        city=town,
        postcode=f"{postcode + dice.randint(0, 40):05d}",
        street=f"{dice.choice(FAMILIES)}strasse {dice.randint(1, 90)}",
        format=dice.choice(FORMATS),
        opened_on=EARLIEST + timedelta(days=dice.randint(0, 14 * 365)),
        level=dice.randint(26_000, 118_000),
        trend=dice.uniform(-0.08, 0.12),
    )
