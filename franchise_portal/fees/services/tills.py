"""Tills: making and revoking their tokens, and taking in what they post."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...accounts.rules import network_key
from ...accounts.services.throttle import count_try
from ...database import db, release
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ..enums import FeesAction, SalesSource
from ..models import SalesReport, TillPost, TillToken
from ..queries import telling as telling_queries
from ..queries import tills as queries
from ..queries.charges import sales_of
from ..queries.telling import Place
from ..rules.sales import Sales
from ..rules.telling import says_the_same
from ..rules.tills import POSTS, WRONG_TOKENS, digest_of, hint_of, new_token
from ..till_errors import KeyUsedOtherwise, NoSuchToken, TokenRevoked
from .ledger import pass_gate
from .telling import add_version, figures_of, require_tellable

DOOR = "till"
MOST_TOKENS = 20
"""In use for one outlet."""


def make_token(actor: Actor, *, place: Place, name: str) -> tuple[TillToken, str]:
    """Make a token for an outlet's till.

    Returns:
        The row, and the secret: it can be shown this once, since only its digest is kept.

    Raises:
        Refused: when nobody owns the outlet, or it has more tokens in use than a shop has tills.
    """
    actor.require(Permission.FEES_TILL_KEEP)
    if place.franchisee_id is None:
        raise Refused(N_("Nobody owns this outlet today. Enter its owner first."), field="name")
    in_use = [one for one in queries.tokens_of(actor, place.outlet.id) if one.revoked_at is None]
    if len(in_use) >= MOST_TOKENS:
        raise Refused(
            N_("This outlet has %(count)s tokens in use. Revoke one that no till uses any more."),
            field="name",
            count=len(in_use),
        )
    secret = new_token()
    token = TillToken(
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee_id,
        name=name,
        digest=digest_of(secret),
        hint=hint_of(secret),
        created_by_name=actor.name[:200],
        created_at=clock.now(),
    )
    db.session.add(token)
    db.session.flush()
    _note(actor, FeesAction.TILL_TOKEN_MADE, token, place.outlet.name)
    return token, secret


def revoke_token(actor: Actor, token: TillToken) -> None:
    """Let a token post nothing more. What it has posted stays.

    Raises:
        TokenRevoked: when it was revoked before.
    """
    actor.require(Permission.FEES_TILL_KEEP)
    if token.revoked_at is not None:
        raise TokenRevoked
    token.revoked_at, token.revoked_by_name = clock.now(), actor.name[:200]
    _note(actor, FeesAction.TILL_TOKEN_REVOKED, token, token.outlet.name)


def _note(actor: Actor, action: FeesAction, token: TillToken, outlet: str) -> None:
    audit.record(
        actor, action, token, name=outlet, franchisee_id=token.franchisee_id, token=token.name
    )


def recognised(secret: str, *, address: str) -> TillToken:
    """The token behind a secret; counts the use, so that neither guessing nor flooding pays.

    Raises:
        NoSuchToken: when there is none in use.
        TooManyTries: when this one came too soon after others.
    """
    digest = digest_of(secret)
    token = queries.token_with(digest)
    release()
    if token is None:
        count_try(((network_key(DOOR, address), WRONG_TOKENS),))
        raise NoSuchToken
    count_try(((f"{DOOR}:t:{token.id.hex}", POSTS),))
    return token


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a post."""

    post: TillPost
    is_new: bool
    """False when the same post had come before."""
    report: SalesReport | None
    """The report of the period, if this post made or changed it."""


def post_day(token: TillToken, *, sales: Sales, day: date, key: str, body_digest: str) -> Posted:
    """Take in a day's sales; the same day again is a new version, the same key does nothing.

    Once the period is over and every day of trading is there, the days become its report.

    Raises:
        KeyUsedOtherwise: when the key came with another content before.
        Refused: when the day cannot be told: closed, ahead, somebody else's, in an audited period.
    """
    pass_gate()
    known = queries.post_with_key(token.id, key)
    if known is not None:
        if known.body_digest != body_digest:
            raise KeyUsedOtherwise(key=key)
        return Posted(known, is_new=False, report=None)
    place = _place(token, sales, day)
    post = TillPost(
        token_id=token.id,
        outlet_id=token.outlet_id,
        day=day,
        version=queries.last_version(token.outlet_id, day) + 1,
        key=key,
        body_digest=body_digest,
        posted_at=clock.now(),
        **figures_of(sales),
    )
    db.session.add(post)
    _touch(token.id)
    db.session.flush()
    return Posted(post, is_new=True, report=_reported(token, place))


def _touch(token_id: UUID) -> None:
    db.session.execute(
        update(TillToken).where(TillToken.id == token_id).values(last_used_at=clock.wall())
    )


def _place(token: TillToken, sales: Sales, day: date) -> Place:
    """The period in which a day is reported, once it is clear that the day can be told."""
    if day > clock.today():
        raise Refused(N_("This day is still to come. Check the till's clock."), field="day")
    if not queries.owned_on(token, day):
        raise Refused(
            N_("On this day the outlet was not yours, so this token cannot post it."), field="day"
        )
    outlet = token.outlet
    one_day = telling_queries.place_of(outlet, Period.of_days(day, day), token.franchisee_id)
    known = telling_queries.known_of(one_day)
    require_tellable(one_day, sales, known=known._replace(other=None))
    period = one_day.reporting.period_of(day)
    return telling_queries.place_of(outlet, queries.owned_days(token, period), token.franchisee_id)


def _reported(token: TillToken, place: Place) -> SalesReport | None:
    """Make the days the report of their period, if all are there and no person has sent one.

    What a person reported stands; the page shows where the till says otherwise.
    """
    if place.period.last > clock.today():
        return None
    there = queries.till_sum(place)
    current = telling_queries.current_report(place.outlet.id, place.period)
    if there is None or not there.is_whole:
        return None
    if current is not None and not _may_replace(current):
        return None
    if current is not None and says_the_same(sales_of(current, place.outlet.code), there.sales):
        return None
    if telling_queries.known_of(place).other is not None:
        return None
    return add_version(_till(token), place=place, sales=there.sales, source=SalesSource.TILL)


def _may_replace(report: SalesReport) -> bool:
    return report.source in {SalesSource.ESTIMATE, SalesSource.TILL}


def _till(token: TillToken) -> Actor:
    """The till as an actor: the portal's own hand under the token's name."""
    return Actor(
        user_id=None,
        name=token.name,
        role=None,
        scope=SYSTEM.scope,
        permissions=SYSTEM.permissions,
    )
