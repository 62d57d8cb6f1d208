"""Who would like to join the network: seven applications, as people wrote and told them."""

# Texts of people, one sentence after the other.
# ruff: noqa: E501

from collections.abc import Mapping
from typing import Any

from ..recruitment.enums import Concern, Horizon, Source

#: What each applicant is in the office's own words; amounts in cents.
FACTS: Mapping[str, Mapping[str, Any]] = {
    "shen": {
        "name": "Shen Tao", "name_local": "沈涛", "email": "shen.tao@example.test", "language": "zh_Hans",
        "phone": "+49 170 5550 0231", "place": "Northhaven", "horizon": Horizon.HALF_YEAR,
        "own_funds_minor": 11_000_000, "net_worth_minor": 16_500_000,
        "experience": "Eight years head of the kitchen in his aunt's noodle house, the last three with the books.",
        "motive": "Wants his own place before his daughter goes to school, and a brand that brings the first guests.",
        "family_support": "His wife kept the accounts of the noodle house and will do so again; both parents help at noon.",
        "concerns": [Concern.SITE.value, Concern.PAYBACK.value],
        "source": Source.FRANCHISEE, "source_note": "Guo Ming told him about the network.",
    },
    "xu": {
        "name": "Xu Meilin", "name_local": "许美琳", "email": "xu.meilin@example.test", "language": "zh_Hans",
        "phone": "+86 139 5550 2231", "place": "Suzhou", "horizon": Horizon.HALF_YEAR,
        "own_funds_minor": 14_000_000, "net_worth_minor": 32_000_000,
        "company": "许记餐饮", "experience": "Two tea houses in the old town, six and four years old, fourteen people.",
        "businesses": "Both tea houses stay with her sister.",
        "motive": "Guests ask for a warm lunch every day, and she has seen the place on Pingjiang Road.",
        "family_support": "Her sister runs the tea houses; her husband leaves his job in March and takes over purchasing.",
        "concerns": [Concern.SUPPLY.value, Concern.BRAND.value],
        "competitors": "Looked at two noodle chains; neither could say what an outlet earns.",
        "source": Source.WEBSITE,
    },
    "falk": {
        "name": "Jonas Falk", "email": "jonas.falk@example.test", "phone": "+49 151 5550 118",
        "place": "Osterhafen", "horizon": Horizon.YEAR,
        "own_funds_minor": 6_200_000, "net_worth_minor": 9_000_000,
        "experience": "Twelve years on ferries, the last five as purser with a team of thirty.",
        "motive": "Wants to be home in the evening, and knows every traveller who comes off the boat hungry.",
        "family_support": "His partner has a secure job and agrees; they have not talked about the hours yet.",
        "concerns": [Concern.FINANCE.value, Concern.STAFF.value],
        "source": Source.CUSTOMER, "source_note": "Eats at the ferry terminal twice a week.",
    },
    "ruiz": {
        "name": "Carla Ruiz", "email": "carla.ruiz@example.test", "phone": "+49 160 5550 774",
        "place": "Weilheim", "horizon": Horizon.HALF_YEAR,
        "own_funds_minor": 1_500_000,
        "experience": "Ran a bar by the lake for two summers.",
        "motive": "Wants to start at once, with whatever the bank gives.",
        "concerns": [Concern.FINANCE.value],
        "source": Source.SOCIAL,
    },
    "brandt": {
        "name": "Eva Brandt", "email": "eva.brandt@example.test", "phone": "+49 172 5550 306",
        "place": "Dunmoor", "horizon": Horizon.YEAR,
        "own_funds_minor": 7_500_000,
        "experience": "Manager of a bakery's four shops; hired and trained all of their people.",
        "motive": "The bakery is being sold, and she would rather own than be sold with it.",
        "family_support": "Her mother would look after the children in the afternoon.",
        "concerns": [Concern.TERRITORY.value],
        "source": Source.FAIR, "source_note": "Northern trade fair, September.",
    },
}  # fmt: skip

#: What strangers wrote on the public page.
ENQUIRIES: Mapping[str, Mapping[str, Any]] = {
    "okafor": {
        "name": "Daniel Okafor", "email": "daniel.okafor@example.test", "language": "en",
        "phone": "+49 176 5550 912", "place": "Langenau", "horizon": Horizon.YEAR,
        "experience": "I have led the canteen of a hospital for six years, 800 lunches a day.",
        "family_support": "My brother would come in with me; he is a cook too.",
        "source": Source.SEARCH, "support": "Help with the lease, and somebody beside me in the first month.",
        "reason": "I counted the people who pass the old post office at noon, four days in a row.",
    },
    "chan": {
        "name": "Chan Yee Man", "email": "chan.yeeman@example.test", "language": "zh_Hant",
        "phone": "+49 157 5550 448", "place": "Sonnberg", "horizon": Horizon.HALF_YEAR,
        "experience": "在酒店餐飲部工作十年,其中四年任經理。",
        "family_support": "先生支持,並願意負責帳務。",
        "source": Source.FRANCHISEE, "source_note": "翠街的朋友介紹。",
        "support": "希望有開業前的培訓,以及選址的意見。",
        "reason": "常到翠街用餐,很喜歡那裡的味道和管理。",
    },
}  # fmt: skip

#: By the place of each criterion of the scorecard: the score, and what it rests on.
CARDS: Mapping[tuple[str, str], tuple[tuple[int, str], ...]] = {
    ("shen", "dora"): (
        (4, "Proof of funds on file; the bank lends the rest."), (5, "Extract seen, nothing on it."),
        (4, "The aunt, a supplier and a former cook, all by examples."),
        (5, "Wife and parents sat in the second interview and asked about the hours."),
        (4, "Had talked to two franchisees before we asked."), (4, "Tells openly how the winter of 2023 went."),
        (4, "Trained three cooks who stayed."), (4, "Lives two streets from the place."),
        (3, "Expects a little more than the average in the first year."), (4, "Likes rules that have a reason."),
    ),
    ("shen", "rosa"): (
        (4, "Enough, and a cushion of eight months."), (5, "Nothing against it."), (4, "Warm and concrete."),
        (5, "The whole family comes along."), (4, "Brought his own count of passers-by."), (3, "Needed help once, and took it."),
        (4, "A small team that stayed."), (4, "Knows the rents of the street."),
        (4, "Can live with a slow start."), (4, "Asked good questions about the manual."),
    ),
    ("xu", "dora"): (
        (5, "Both accounts seen."), (5, "Extract and translation on file."), (5, "Four, one of them her former landlord."),
        (5, "Sister and husband have their part in it."), (5, "Had measured the kitchen before we came."), (4, "Closed a third tea house, and says why."),
        (5, "Fourteen people, most of them for years."), (5, "Knows every rent in the street."),
        (4, "Careful figures."), (4, "Wants two dishes of her own, by the agreed way."),
    ),
    ("xu", "hanna"): (
        (5, "More than enough."), (5, "Nothing on record."), (4, "All good."), (5, "Everybody knows what is coming."),
        (5, "Ahead of us at every step."), (4, "Honest about the one that failed."), (4, "A good head of a team."),
        (5, "At home there."), (4, "Plans with less than our average."), (4, "Will keep to it, and say what should change."),
    ),
    ("falk", "dora"): (
        (3, "Enough for the opening, little beyond it."), (5, "Nothing on record."), (4, "The shipping company praises him by examples."),
        (4, "The partner agrees, and will come to the next talk."), (4, "Has counted travellers for a week."), (4, "Brought a ship through a strike."),
        (5, "Thirty people, shift work, few left."), (4, "Knows the harbour."),
        (4, "Expects what the ferry outlet made in its second year."), (4, "Used to standards from the ships."),
    ),
    ("falk", "rosa"): (
        (2, "Half of the funds are a loan from a friend without a date."), (4, "An open dispute with a landlord, explained."), (3, "Friendly and general."),
        (1, "On the phone the partner said that she is against the evenings and weekends."), (3, "Did what was agreed."), (3, "Not much to tell."),
        (5, "He can lead."), (3, "Knows the harbour, not the town."),
        (2, "Counts on the summer all year round."), (4, "No doubt about that."),
    ),
    ("ruiz", "dora"): (
        (1, "€ 15,000 of own funds, and no bank."), (3, "Nothing that forbids it."), (3, "One of two has answered."),
        (2, "Friends think it is a good idea."), (3, "Quick, not yet thorough."), (3, "Gave the bar up after a bad summer."),
        (3, "Two helpers in the season."), (4, "Knows the lake."), (2, "Hopes to be paid back in a year."), (3, "Has not read the manual's summary."),
    ),
    ("ruiz", "rosa"): (
        (1, "Cannot pay for the opening."), (4, "Clean."), (3, "General."), (2, "Her family does not know yet."),
        (4, "Full of energy."), (3, "Learned from the bar."), (2, "Little experience with staff."), (4, "Knows the town well."),
        (2, "Expects more than our best outlet by the lake."), (3, "Would rather improvise."),
    ),
}  # fmt: skip

SUMMARIES: Mapping[tuple[str, str], str] = {
    ("shen", "dora"): "A careful man with a family that helps. I would open with him.",
    ("shen", "rosa"): "Yes. Help him with the first winter.",
    ("xu", "dora"): "The best prepared applicant that I have met.",
    ("xu", "hanna"): "Yes, and let us learn from how she chooses people.",
    ("falk", "dora"): "A leader who knows the place. The family has to come along.",
    ("falk", "rosa"): "Not as long as his partner is against it, and the money is borrowed.",
    ("ruiz", "dora"): "Too early: the funds are not there. Come back with a partner.",
    ("ruiz", "rosa"): "I like her. She should not lose what she has.",
}
