"""The usual words of notices: they teach and help, and leave the last word to the person.

Written in the addressee's language (call it within `force_locale`). Why it matters and how it is
put right depend on what was not done; the tone is the same for both sides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - `date` is the name of a filter

from flask_babel import gettext as _

from ..access.roles import Side
from ..kit.i18n import N_
from ..web.filters import date
from .enums import DutyKind, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a notice is about, in words and days."""

    kind: NoticeKind
    giver: Side
    giver_name: str
    addressee_name: str
    contract: str
    carer: str
    """Whom the addressee may call; empty when nobody is named."""
    reach: str
    """How: an address or a number."""
    given_on: Date
    duty: str = ""
    duty_kind: DutyKind | None = None
    due_on: Date | None = None
    until: Date | None = None
    answer_until: Date | None = None
    ends_on: Date | None = None


def usual_words(about: About) -> dict[str, str]:
    """A notice by its sections: title, what, why, how, help, next."""
    words = _WORDS[about.kind]
    facts = _facts(about)
    found = {name: _(text) % facts for name, text in words.items()}
    if about.kind is NoticeKind.DEFAULT:
        kind = about.duty_kind or DutyKind.OTHER
        found["why"] = _(_WHY.get(kind, _WHY[DutyKind.OTHER])) % facts
        found["how"] = _(_HOW.get(kind, _HOW[DutyKind.OTHER])) % facts
    found["help"] = _help(about, facts)
    return found


def _facts(about: About) -> dict[str, str]:
    def day(value: Date | None) -> str:
        return date(value) if value else "…"

    return {
        "giver": about.giver_name,
        "addressee": about.addressee_name,
        "contract": about.contract,
        "duty": about.duty,
        "due": day(about.due_on),
        "until": day(about.until),
        "answer": day(about.answer_until),
        "end": day(about.ends_on),
        "carer": about.carer,
        "reach": about.reach,
    }


def _help(about: About, facts: Mapping[str, str]) -> str:
    if about.carer and about.reach:
        return _(
            "%(carer)s helps you with this and is glad to hear from you: %(reach)s. Call before "
            "it becomes difficult, not after."
        ) % dict(facts)
    if about.reach:
        return _(
            "Write to %(reach)s, and somebody calls you back. Call before it becomes difficult, "
            "not after."
        ) % dict(facts)
    return _(
        "Answer on the page of this notice, and somebody calls you back. Say what you need, also "
        "when it is only time."
    )


_WHY = {
    DutyKind.INSURANCE: N_(
        "An accident without cover can end a business in a day. The evidence shows both sides "
        "that guests, people and the outlet are protected."
    ),
    DutyKind.SALES_REPORT: N_(
        "Fees, the fund and every comparison in the network rest on the reports. One that is "
        "missing makes the others wrong too."
    ),
    DutyKind.FEE_PAYMENT: N_(
        "The fees pay for what all outlets use together. Where an amount weighs too much, an "
        "early word opens more ways than a late one."
    ),
    DutyKind.TRAINING: N_(
        "Training is what a franchise promises first: without it the outlet carries a risk that "
        "was never its own to carry."
    ),
    DutyKind.VISIT: N_(
        "A visit is the moment at which both sides see the same thing. Without it small troubles "
        "grow where nobody looks."
    ),
    DutyKind.SUPPORT: N_(
        "Support was promised as a part of the fee. An outlet that waits for it loses days that "
        "do not come back."
    ),
    DutyKind.DISCLOSURE: N_(
        "Whoever decides about years to come must be able to rely on what was disclosed."
    ),
    DutyKind.FILING: N_("The authority's register protects both sides, and its days do not wait."),
    DutyKind.YEARLY_REPORT: N_(
        "An open report once a year is what trust between both sides rests on."
    ),
    DutyKind.DEPOSIT_RETURN: N_(
        "The deposit is money of the other side that was only left in trust."
    ),
    DutyKind.DEVELOPMENT: N_(
        "The area was kept free for these outlets. A step that is late holds back what both "
        "sides planned around it."
    ),
    DutyKind.MINIMUM_PURCHASE: N_(
        "The prices that all outlets enjoy were agreed on with these quantities in mind."
    ),
    DutyKind.OTHER: N_(
        "The contract names this because the other side plans around it. What is late on one side "
        "costs time on both."
    ),
}

_HOW = {
    DutyKind.INSURANCE: N_(
        "1. Ask your insurer for a confirmation of cover.\n"
        "2. Check the sum and the dates against the contract.\n"
        "3. Attach it on the page of this duty by %(until)s."
    ),
    DutyKind.SALES_REPORT: N_(
        "1. Take the figures of the period from your till.\n"
        "2. Send them as they are; a correction later is no trouble.\n"
        "3. Do it by %(until)s."
    ),
    DutyKind.FEE_PAYMENT: N_(
        "1. Look at the open lines of your account; dispute what is wrong.\n"
        "2. Pay the rest by %(until)s, or propose a plan with dates.\n"
        "3. Say so on the page of this duty."
    ),
    DutyKind.DEVELOPMENT: N_(
        "1. Say where the next outlet stands and what holds it up.\n"
        "2. Name the day on which it opens, or ask for more time.\n"
        "3. Do so by %(until)s."
    ),
    DutyKind.OTHER: N_(
        "1. Do what is still to be done, or name the day on which it will be.\n"
        "2. Attach something that shows it on the page of this duty.\n"
        "3. Do so by %(until)s, or ask for more time before that day."
    ),
}

_DEFAULT = {
    "title": N_("%(duty)s"),
    "what": N_(
        "“%(duty)s” was due on %(due)s under the contract %(contract)s. We have not seen it yet. "
        "If it crossed with this letter, thank you, and please tell us where to look."
    ),
    "next": N_(
        "Please answer by %(answer)s. If it is put right by %(until)s, this notice is settled and "
        "nothing follows. If it is not, we talk first: a consequence is proposed by a person, "
        "never by a machine, and you read it before anything happens."
    ),
}
_WORDS: Mapping[NoticeKind, Mapping[str, str]] = {
    NoticeKind.DEFAULT: _DEFAULT,
    NoticeKind.CURE: {
        "title": N_("Put right: %(duty)s"),
        "what": N_("“%(duty)s” under the contract %(contract)s is put right. Thank you."),
        "why": N_("What was done is on file, so that it is not asked for again."),
        "how": N_("There is nothing more for you to do about it."),
        "next": N_("The notice about it is settled, and nothing follows from it."),
    },
    NoticeKind.RENEWAL: {
        "title": N_("Renewal of the contract %(contract)s"),
        "what": N_(
            "The term of the contract %(contract)s ends on %(end)s. %(giver)s wishes to renew it "
            "as the contract provides."
        ),
        "why": N_(
            "Both sides plan with years. Saying it now leaves time to look at what should change."
        ),
        "how": N_(
            "1. Look at the conditions of the renewal in the contract.\n"
            "2. Say what you would like to change.\n"
            "3. Answer on the page of this notice."
        ),
        "next": N_("The steps of the renewal appear on the page of the contract."),
    },
    NoticeKind.NON_RENEWAL: {
        "title": N_("No renewal of the contract %(contract)s"),
        "what": N_(
            "The term of the contract %(contract)s ends on %(end)s. %(giver)s does not wish to "
            "renew it."
        ),
        "why": N_(
            "You are told now so that there is time to plan: for the people, the rent, the stock "
            "and what comes after."
        ),
        "how": N_(
            "1. If you see it otherwise, answer on the page of this notice; it can be withdrawn.\n"
            "2. Otherwise look at the list of what is returned at the end.\n"
            "3. Name the day on which we talk about the hand-over."
        ),
        "next": N_(
            "The contract goes on unchanged until %(end)s, with everything that both sides owe."
        ),
    },
    NoticeKind.SUSPENSION: {
        "title": N_("Pause of some rights under the contract %(contract)s"),
        "what": N_(
            "What was asked for under the contract %(contract)s has not been put right. From "
            "%(until)s on %(giver)s pauses some rights until it is."
        ),
        "why": N_("A pause protects both sides from a worse end, and it ends as soon as it can."),
        "how": N_(
            "1. Look at what is still open on the page of the contract.\n"
            "2. Put it right, or propose a plan with dates.\n"
            "3. Answer by %(answer)s; the pause need not begin."
        ),
        "next": N_("Once it is put right, a notice ends the pause on the same day."),
    },
    NoticeKind.LIFTING: {
        "title": N_("The pause under the contract %(contract)s ends"),
        "what": N_("The pause of rights under the contract %(contract)s ends today. Thank you."),
        "why": N_("What was asked for is put right."),
        "how": N_("There is nothing more for you to do about it."),
        "next": N_("All rights and duties of the contract hold again."),
    },
    NoticeKind.TERMINATION: {
        "title": N_("End of the contract %(contract)s"),
        "what": N_(
            "What was asked for under the contract %(contract)s has not been put right in the "
            "time that was given. %(giver)s gives notice that the contract ends on %(until)s."
        ),
        "why": N_(
            "This is the last step, taken by a person after the others. You are told in time, so "
            "that the end can be an orderly one."
        ),
        "how": N_(
            "1. If you see it otherwise, answer by %(answer)s; the notice can be withdrawn until "
            "it takes effect.\n"
            "2. Otherwise look at the list of what is returned, and at the account.\n"
            "3. Name the day on which we talk about the hand-over."
        ),
        "next": N_(
            "Until %(until)s the contract goes on with everything that both sides owe. Then the "
            "account is settled and the deposit returned as agreed."
        ),
    },
}
