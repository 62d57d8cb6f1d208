"""Who and where: 2 brands, 24 franchisees, 40 outlets, one of them the franchisor's own.

Every name is made up.

One of each comes last, as `NEXT` and `PLANNED`: the applicant whom the story sees signed. The codes
of a franchisee and of outlets that left years ago, F-018, HX-114 and HX-116, are not given again.

What they agreed stands in `deals`, who would like to join them in `wanted`.
"""

# One row a line reads better than one fact a line.
# ruff: noqa: E501

from dataclasses import dataclass
from datetime import date

STANDS_ON = date(2026, 11, 2)
"""The day on which the demo's clock stands."""
FIRST_MONTH = "2024-10"
LAST_MONTH = "2026-09"
OPEN_MONTH = "2026-10"
"""Sold but not yet imported: its file lies beside the network."""
CURRENCY = "EUR"
ZONE = "Europe/Berlin"
ZONES = {"DE": ZONE, "CN": "Asia/Shanghai"}
"""Of outlets, by country."""
PASSWORD = "demo-network"  # noqa: S105 - of people who do not exist


@dataclass(frozen=True, slots=True)
class Owner:
    """A franchisee of the story; `habit` is how it pays: prompt, slow, short or never lately."""

    code: str
    name: str
    name_local: str
    region: str
    language: str
    people: tuple[tuple[str, str, str], ...]
    """Name, name in Han script, birthday (month-day)."""
    since: date
    habit: str = "prompt"
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet of the story. `level` is a usual month's gross sales in whole euro."""

    code: str
    name: str
    name_local: str
    owner: str
    region: str
    city: str
    postcode: str
    street: str
    format: str
    opened_on: date
    level: int
    trend: float = 0.0
    """Growth a year, as a share."""
    country: str = "DE"


BRANDS = (("TL", "Tallow Lane", ""), ("HX", "Hexiang", "禾巷"))
REGIONS = (
    ("N", "North", "北区"),
    ("E", "East", "东区"),
    ("S", "South", "南区"),
    ("W", "West", "西区"),
    ("H", "Harbour", "港区"),
)

# fmt: off
OWNERS = (
    Owner("F-001", "Alder & Daughters", "", "N", "en",
          (("Miriam Alder", "", "04-17"), ("Edith Alder", "", "11-06")), date(2016, 5, 1)),
    Owner("F-002", "Haddad Brothers", "", "N", "en",
          (("Omar Haddad", "", "11-09"), ("Samir Haddad", "", "02-23")), date(2019, 3, 1), "short"),
    Owner("F-003", "Lindqvist Catering", "", "H", "en",
          (("Olga Lindqvist", "", "07-30"),), date(2018, 9, 1)),
    Owner("F-004", "Guo Brothers", "郭氏兄弟", "H", "zh_Hans",
          (("Guo Wei", "郭伟", "01-12"), ("Guo Ming", "郭明", "08-25")), date(2020, 1, 1)),
    Owner("F-005", "Lin Catering", "林记餐饮", "E", "zh_Hans",
          (("Lin Xiaoyu", "林晓宇", "06-03"),), date(2021, 4, 1)),
    Owner("F-006", "Chen Trading", "陈氏商贸", "E", "zh_Hans",
          (("Chen Jun", "陈军", "09-14"),), date(2017, 10, 1)),
    Owner("F-007", "Brightwater Foods", "", "W", "en",
          (("Nora Quist", "", "12-01"), ("Paul Quist", "", "03-19")), date(2015, 2, 1)),
    Owner("F-008", "Zhou & Partners", "周氏合伙", "S", "zh_Hant",
          (("Zhou Yating", "周雅婷", "05-21"),), date(2019, 7, 1)),
    Owner("F-009", "Fenwick & Osei", "", "W", "en",
          (("Nadia Osei", "", "10-11"), ("Hugh Fenwick", "", "04-02")), date(2022, 6, 1), "late"),
    Owner("F-010", "Harbour Row", "", "H", "en",
          (("Tess Marlin", "", "11-20"),), date(2018, 3, 1)),
    Owner("F-011", "Wang Li Hospitality", "王丽餐饮", "S", "zh_Hans",
          (("Wang Li", "王丽", "02-08"),), date(2020, 8, 1)),
    Owner("F-012", "Kestrel Retail", "", "E", "en",
          (("Anton Kestner", "", "06-27"),), date(2017, 5, 1)),
    Owner("F-013", "Ruan Kitchen", "阮家厨房", "N", "zh_Hant",
          (("Ruan Peilin", "阮佩琳", "08-08"),), date(2021, 9, 1)),
    Owner("F-014", "Castellan Group", "", "S", "en",
          (("Ida Castellan", "", "01-29"), ("Jon Weir", "", "07-15")), date(2014, 11, 1)),
    Owner("F-015", "Molina y Hijos", "", "S", "en",
          (("Rafael Molina", "", "03-03"),), date(2019, 2, 1), "slow"),
    Owner("F-016", "He Family Noodles", "何家面馆", "W", "zh_Hans",
          (("He Qing", "何清", "12-19"),), date(2022, 2, 1)),
    Owner("F-017", "Dunmore Retail", "", "E", "en",
          (("Greta Dunmore", "", "09-02"),), date(2017, 1, 1), "slow", "leaving"),
    Owner("F-019", "Northgate Ovens", "", "N", "en",
          (("Bea Northcote", "", "10-24"),), date(2021, 3, 1)),
    Owner("F-020", "Sun & Moon Foods", "日月食品", "E", "zh_Hans",
          (("Sun Hao", "孙浩", "04-28"), ("Yue Lan", "岳兰", "11-15")), date(2018, 6, 1)),
    Owner("F-021", "Petrov Bakehouse", "", "W", "en",
          (("Mila Petrov", "", "08-17"),), date(2023, 5, 1)),
    Owner("F-022", "Jade Street", "翠街", "S", "zh_Hant",
          (("Lo Wing", "盧穎", "02-14"),), date(2022, 10, 1)),
    Owner("F-023", "Shen Noodle House", "沈氏面馆", "N", "zh_Hans",
          (("Shen Tao", "沈涛", "06-18"),), date(2026, 6, 1)),
    Owner("F-024", "Vale & Thorn", "", "H", "en",
          (("Iris Vale", "", "12-12"), ("Max Thorn", "", "05-30")), date(2023, 11, 1)),
)

PLACES = (
    Place("TL-001", "Market Cross", "", "F-001", "N", "Northhaven", "10115", "Marktplatz 3",
          "street", date(2016, 5, 14), 84_000, 0.04),
    Place("TL-002", "Riverside Market", "", "F-002", "N", "Northhaven", "10117", "Uferweg 21",
          "street", date(2019, 3, 22), 79_000, 0.06),
    Place("TL-003", "Mill Lane", "", "F-001", "N", "Ahlbeck", "17419", "Mühlenweg 8",
          "street", date(2018, 9, 1), 61_000, 0.03),
    Place("TL-004", "Quay House", "", "F-003", "H", "Osterhafen", "24103", "Am Kai 2",
          "mall", date(2018, 9, 15), 72_000, 0.05),
    Place("TL-005", "Orchard Street", "", "F-001", "N", "Lindow", "16835", "Gartenstrasse 40",
          "street", date(2021, 4, 10), 54_000, 0.07),
    Place("TL-006", "Old Foundry", "", "F-007", "W", "Westerby", "48143", "Gießereihof 1",
          "mall", date(2015, 2, 20), 91_000, 0.02),
    Place("TL-007", "Cathedral Steps", "", "F-007", "W", "Westerby", "48145", "Domgasse 5",
          "street", date(2017, 6, 3), 66_000, 0.03),
    Place("TL-008", "Weir Bridge", "", "F-009", "W", "Langenau", "57076", "Wehrstrasse 12",
          "street", date(2022, 6, 18), 47_000, -0.09),
    Place("TL-009", "Ferry Terminal", "", "F-010", "H", "Osterhafen", "24105", "Fährplatz 1",
          "station", date(2018, 3, 24), 88_000, 0.04),
    Place("TL-010", "Lighthouse Mall", "", "F-010", "H", "Sandby", "23701", "Leuchtturmring 9",
          "mall", date(2020, 10, 2), 69_000, 0.02),
    Place("TL-011", "Garden Gate", "", "F-012", "E", "Ostrau", "01067", "Am Gartentor 7",
          "street", date(2017, 5, 13), 58_000, 0.01),
    Place("TL-012", "Theatre Yard", "", "F-012", "E", "Ostrau", "01069", "Theaterhof 3",
          "street", date(2019, 8, 17), 63_000, 0.05),
    Place("TL-013", "Castle Hill", "", "F-014", "S", "Sonnberg", "80331", "Burgberg 11",
          "street", date(2014, 11, 8), 97_000, 0.03),
    Place("TL-014", "Station Arcade", "", "F-002", "N", "Northhaven", "10557", "Bahnhofspassage 4",
          "station", date(2026, 4, 4), 34_000, 0.10),
    Place("TL-015", "University Row", "", "F-014", "S", "Sonnberg", "80333", "Akademiestrasse 16",
          "street", date(2016, 9, 24), 82_000, 0.04),
    Place("TL-016", "South Station", "", "F-014", "S", "Sonnberg", "80335", "Südbahnhof 2",
          "station", date(2019, 12, 7), 104_000, 0.05),
    Place("TL-017", "Alameda", "", "F-015", "S", "Weilheim", "82362", "Promenade 30",
          "street", date(2019, 2, 16), 51_000, 0.00),
    Place("TL-018", "Long Meadow", "", "F-017", "E", "Dunmoor", "03046", "Wiesenweg 19",
          "drive", date(2017, 1, 28), 49_000, -0.11),
    Place("TL-019", "North Gate", "", "F-019", "N", "Ahlbeck", "17424", "Nordtor 6",
          "street", date(2021, 3, 20), 57_000, 0.06),
    Place("TL-020", "Petrov Corner", "", "F-021", "W", "Langenau", "57072", "Eckstrasse 1",
          "street", date(2023, 5, 27), 52_000, 0.12),
    Place("TL-021", "Tide Mill", "", "F-024", "H", "Sandby", "23701", "Gezeitenmühle 3",
          "street", date(2023, 11, 18), 55_000, 0.09),
    Place("TL-022", "Pier Kiosk", "", "F-024", "H", "Osterhafen", "24103", "Pier 7",
          "kiosk", date(2024, 5, 4), 28_000, 0.04),
    Place("HX-101", "Canal Street", "运河街店", "F-004", "H", "Osterhafen", "24103", "Kanalstrasse 14",
          "street", date(2020, 1, 18), 86_000, 0.05),
    Place("HX-102", "Fish Market", "鱼市店", "F-004", "H", "Osterhafen", "24105", "Fischmarkt 2",
          "mall", date(2021, 10, 9), 74_000, 0.06),
    Place("HX-103", "Bell Tower", "钟楼店", "F-005", "E", "Ostrau", "01067", "Glockenturm 1",
          "street", date(2021, 4, 24), 59_000, -0.08),
    Place("HX-104", "Silk Yard", "丝绸院店", "F-005", "E", "Ostrau", "01097", "Seidenhof 5",
          "mall", date(2023, 3, 11), 46_000, -0.06),
    Place("HX-105", "Tannery Lane", "皮匠巷店", "F-006", "E", "Dunmoor", "03044", "Gerbergasse 10",
          "street", date(2017, 10, 21), 68_000, 0.03),
    Place("HX-106", "Arsenal", "兵工厂店", "F-006", "E", "Ostrau", "01099", "Zeughaus 3",
          "mall", date(2019, 5, 18), 77_000, 0.04),
    Place("HX-107", "Museum Quarter", "博物馆区店", "F-008", "S", "Sonnberg", "80539", "Museumsinsel 8",
          "street", date(2019, 7, 13), 81_000, 0.05),
    Place("HX-108", "Lake Front", "湖畔店", "F-008", "S", "Weilheim", "82377", "Seepromenade 22",
          "street", date(2022, 8, 6), 62_000, 0.08),
    Place("HX-109", "Grain Exchange", "粮交所店", "F-011", "S", "Sonnberg", "80337", "Getreidebörse 4",
          "mall", date(2020, 8, 29), 71_000, 0.04),
    Place("HX-110", "Airport East", "机场东店", "F-011", "S", "Sonnberg", "85356", "Terminal Ost",
          "station", date(2022, 3, 19), 118_000, 0.09),
    Place("HX-111", "Willow Court", "柳院店", "F-013", "N", "Northhaven", "10119", "Weidenhof 6",
          "street", date(2021, 9, 25), 56_000, 0.05),
    Place("HX-112", "West Wharf", "西码头店", "F-016", "W", "Westerby", "48147", "Westkai 17",
          "street", date(2022, 2, 12), 53_000, 0.06),
    Place("HX-113", "Printers' Row", "印刷街店", "F-016", "W", "Westerby", "48149", "Druckergasse 9",
          "delivery", date(2023, 9, 2), 38_000, 0.14),
    Place("HX-115", "Sunrise Plaza", "日出广场店", "F-020", "E", "Dunmoor", "03048", "Sonnenplatz 1",
          "mall", date(2018, 6, 30), 73_000, 0.02),
    Place("HX-117", "Jade Street", "翠街店", "F-022", "S", "Weilheim", "82362", "Jadegasse 2",
          "street", date(2022, 10, 22), 58_000, 0.07),
    Place("HX-118", "Harbour Gate North", "北港门店", "F-023", "N", "Northhaven", "10178", "Nordhafen 5",
          "street", date(2026, 7, 11), 41_000, 0.0),
)

#: Address, name, Han name, title, role, franchisee, outlet. The first eight are promised by name.
USERS = (
    ("hanna@demo.test", "Hanna Moreau", "", "Network director", "owner", "", ""),
    ("felix@demo.test", "Felix Alvey", "", "Fees, ledger, brand fund", "finance", "", ""),
    ("rosa@demo.test", "Rosa Shen", "沈若诗", "Relationship manager", "relationship_manager", "", ""),
    ("sami@demo.test", "Sami Aalto", "", "Support desk", "support", "", ""),
    ("omar@demo.test", "Omar Haddad", "", "Owner", "franchisee_owner", "F-002", ""),
    ("olga@demo.test", "Olga Lindqvist", "", "Owner", "franchisee_owner", "F-003", ""),
    ("mina@demo.test", "Mina Farouk", "", "Manager, Station Arcade", "franchisee_manager",
     "F-002", "TL-014"),
    ("audrey@demo.test", "Audrey Finch", "", "Auditor", "auditor", "", ""),
    ("wei@demo.test", "Guo Wei", "郭伟", "Owner", "franchisee_owner", "F-004", ""),
    ("yue@demo.test", "Yue Martens", "", "Relationship manager", "relationship_manager", "", ""),
    ("adam@demo.test", "Adam Lund", "", "Systems", "administrator", "", ""),
    ("dora@demo.test", "Dora Weiss", "", "Network development", "development", "", ""),
)

#: Franchisees who sign in too, since the story lets them ask, answer and leave.
NEIGHBOURS = (
    ("nadia@demo.test", "Nadia Osei", "", "Owner", "franchisee_owner", "F-009", ""),
    ("ida@demo.test", "Ida Castellan", "", "Owner", "franchisee_owner", "F-014", ""),
    ("greta@demo.test", "Greta Dunmore", "", "Owner", "franchisee_owner", "F-017", ""),
    ("bea@demo.test", "Bea Northcote", "", "Owner", "franchisee_owner", "F-019", ""),
    ("lo@demo.test", "Lo Wing", "盧穎", "Owner", "franchisee_owner", "F-022", ""),
)

#: Region → relationship manager, deputy.
CARE = {
    "N": ("rosa@demo.test", "yue@demo.test"),
    "H": ("rosa@demo.test", "yue@demo.test"),
    "E": ("yue@demo.test", "rosa@demo.test"),
    "S": ("yue@demo.test", "rosa@demo.test"),
    "W": ("yue@demo.test", "rosa@demo.test"),
}

#: Code, name, Han name, brand, region, franchisee, postcodes, polygon (longitude, latitude).
TERRITORIES = (
    ("T-01", "Northhaven Old Town", "", "TL", "N", "F-002", ("10115", "10117", "10557"), ()),
    ("T-02", "Osterhafen", "东港", "HX", "H", "F-004", (), (
        (10.118, 54.312), (10.151, 54.336), (10.196, 54.331), (10.187, 54.298), (10.139, 54.294),
    )),
    ("T-03", "Sonnberg Centre", "", "TL", "S", "F-014", ("80331", "80333", "80335"), ()),
    ("T-04", "Ostrau", "", "HX", "E", "F-006", ("01097", "01099"), ()),
    ("T-05", "Westerby", "", "TL", "W", "F-007", (), (
        (7.588, 51.972), (7.655, 51.981), (7.672, 51.945), (7.604, 51.938),
    )),
)

#: Free areas that are being talked about; the first reaches into Westerby.
FREE_TERRITORIES = (
    ("T-06", "Westerby Canal Side", "", "TL", "W", "", (), (
        (7.640, 51.968), (7.712, 51.972), (7.716, 51.936), (7.645, 51.941),
    )),
)

#: The franchisee whom the story follows from the first letter to the opened outlet.
NEWEST = "F-023"
#: The applicant who is approved, and will be a franchisee once the contract may be signed.
NEXT = "F-025"
#: Where that applicant is going to open.
PLANNED = Place("HX-119", "Pingjiang Road", "平江路店", "F-025", "E", "Suzhou", "215005",
                "Pingjiang Road 41", "street", date(2027, 3, 1), 52_000, country="CN")

#: Clause number, title and words; the plans below name the numbers.
CLAUSES = {
    "TL": (
        ("6.1", "Royalty", ("The Royalty is 6 per cent of Net Sales up to € 30,000 in a calendar "
         "month, 5 per cent of the next € 30,000 and 4 per cent of the remainder, and not less "
         "than € 1,500 for any full month.")),
        ("6.2", "Net Sales", ("Net Sales are all sales of the Outlet less sales tax, refunds and "
         "discounts, discounts counting up to 2 per cent of gross sales.")),
        ("6.3", "Advertising Fund", ("The Franchisee contributes 2 per cent of Net Sales to the "
         "Advertising Fund, which is held apart and spent for the brand alone.")),
        ("6.5", "Technology", ("For tills, ordering and this portal the Franchisee pays € 180 a "
         "month for each Outlet.")),
        ("7.2", "When payment is due", ("Fees are due on the fifteenth of the month after the one "
         "for which they are charged.")),
        ("9.3", "Order of payments", ("A payment settles what is due, the Advertising Fund first, "
         "then the oldest fee. What is in dispute is paid last.")),
        ("9.4", "Disputes", ("The Franchisee may dispute a line within 28 days of the invoice. "
         "A disputed amount is not overdue until it is answered with reasons.")),
    ),
    "HX": (
        ("5.1", "Royalty", ("The Royalty is 3 per cent of Net Sales in the Outlet's first twelve "
         "months and 5 per cent thereafter.")),
        ("5.2", "Net Sales", "Net Sales are all sales of the Outlet less sales tax and refunds."),
        ("5.4", "Advertising Fund", ("The Franchisee contributes 1.5 per cent of Net Sales to the "
         "Advertising Fund.")),
        ("5.6", "Technology", ("The Franchisee pays € 160 a month for each Outlet for tills, "
         "ordering and this portal.")),
        ("7.2", "When payment is due", ("Fees are due on the fifteenth of the month after the one "
         "for which they are charged.")),
        ("9.4", "Disputes", "The Franchisee may dispute a line within 28 days of the invoice."),
    ),
}

# fmt: on

#: What an outlet in China is to pay: the clauses are those of the library's own template.
PLAN_CHINA = """
currency = "EUR"
year_starts = "01-01"

[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.03"

[[fee.schedule]]
from_month = 13
rate = "0.05"

[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.015"
fund = true

[[fee]]
name = "technology"
clause = "6.5"
basis = "outlet"
method = "flat"
amount = "160"
every = "month"
prorate = "days"
"""

PLANS = {
    "TL": """
currency = "EUR"
year_starts = "01-01"

[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["sales_tax", "refunds", "discounts"]
discount_cap = "0.02"
method = "marginal"
tiers = [{ up_to = "30000", rate = "0.06" }, { up_to = "60000", rate = "0.05" }, { rate = "0.04" }]
thresholds = "period"
minimum = "1500"
prorate = "days"

[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "net_sales"
deduct = ["sales_tax", "refunds", "discounts"]
discount_cap = "0.02"
method = "percent"
rate = "0.02"
fund = true

[[fee]]
name = "technology"
clause = "6.5"
basis = "outlet"
method = "flat"
amount = "180"
every = "month"
prorate = "days"
""",
    "HX": """
currency = "EUR"
year_starts = "01-01"

[[fee]]
name = "royalty"
clause = "5.1"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.03"

[[fee.schedule]]
from_month = 13
rate = "0.05"

[[fee]]
name = "advertising fund"
clause = "5.4"
basis = "net_sales"
deduct = ["sales_tax", "refunds"]
method = "percent"
rate = "0.015"
fund = true

[[fee]]
name = "technology"
clause = "5.6"
basis = "outlet"
method = "flat"
amount = "160"
every = "month"
prorate = "days"
""",
}
