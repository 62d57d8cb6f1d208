"""The people of the franchisees' businesses."""

from uuid import UUID

from babel import dates
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, pgettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit import clock
from ...web import lists as web_lists
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ...web.speech import gettext as _
from ...web.speech import ngettext
from .. import queries, services
from ..enums import PersonRole
from ..forms import PersonForm
from ..models import Franchisee, Person
from ..queries import lists, visible_people
from ..rules import next_birthday
from . import bp, filters
from .filters import whole
from .saving import attempt, saved_or_shown

SECTION = "network.people"
NOWHERE = UUID(int=0)
DECEMBER = 12


@bp.get("/people")
@requires(Permission.NETWORK_PERSON_READ)
def people() -> ResponseReturnValue:
    """The list."""
    asked, wanted = asked_people()
    headings = (
        web_lists.Heading("name", pgettext("person", "Name"), sorts=True),
        web_lists.Heading("role", _("Role")),
        web_lists.Heading("franchisee", _("Franchisee")),
        web_lists.Heading("birthday", _("Birthday"), sorts=True),
        web_lists.Heading("phone", _("Telephone")),
        web_lists.Heading("email", _("E-mail address")),
    )
    return render(
        "network/people/index.html",
        listing=lists.people(current_actor, wanted),
        whole=whole(visible_people, asked),
        asked=asked,
        columns=web_lists.columns(headings, asked.order),
        row_url=url_for(".show_person", person_id=NOWHERE).removesuffix(str(NOWHERE)),
        owner_url=url_for(".show_franchisee", franchisee_id=NOWHERE).removesuffix(str(NOWHERE)),
    )


def asked_people() -> tuple[web_lists.Asked, lists.PeopleWanted]:
    """What the address asks for."""
    months = [(str(month), _month(month)) for month in range(1, DECEMBER + 1)]
    asked = web_lists.ask(
        [
            filters.of_enum("role", _("Role"), PersonRole),
            web_lists.Filter("birthday", _("Birthday in"), months),
        ],
        sorts=("name", "birthday"),
        default="name",
    )
    return asked, lists.PeopleWanted(
        text=asked.text,
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
        roles=filters.members(asked, "role", PersonRole),
        months=[int(month) for month in asked.chosen("birthday")],
    )


def _month(month: int) -> str:
    names = dates.get_month_names("wide", "stand-alone", get_locale() or "en")
    return str(names[month])


@bp.get("/people/<uuid:person_id>")
@requires(Permission.NETWORK_PERSON_READ)
@section(SECTION)
def show_person(person_id: UUID) -> ResponseReturnValue:
    """One person."""
    person = queries.person_for(current_actor, person_id)
    return render(
        "network/people/show.html",
        person=person,
        birthday=_birthday(person),
        entries=history(person),
    )


def _birthday(person: Person) -> str | None:
    """When it is, and what age it brings."""
    if person.birthday is None:
        return None
    today = clock.today()
    coming = next_birthday(person.birthday, on=today)
    days = (coming - today).days
    if days == 0:
        return _("today")
    return ngettext("in %(num)d day", "in %(num)d days", days)


@bp.get("/franchisees/<uuid:franchisee_id>/people/new")
@requires(Permission.NETWORK_PERSON_WRITE)
@section("network.franchisees")
def new_person(franchisee_id: UUID) -> ResponseReturnValue:
    """The form for somebody else."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    form = PersonForm(data={"language": franchisee.language}).offer()
    return render("network/people/new.html", form=form, franchisee=franchisee)


@bp.post("/franchisees/<uuid:franchisee_id>/people")
@requires(Permission.NETWORK_PERSON_WRITE)
@section("network.franchisees")
def create_person(franchisee_id: UUID) -> ResponseReturnValue:
    """Add somebody."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    form = PersonForm().offer()
    made = attempt(form, lambda: _create(franchisee, form))
    if made is None:
        return render("network/people/new.html", form=form, franchisee=franchisee)
    flash(_("%(name)s is added.", name=made.name))
    return see(".show_franchisee", franchisee_id=franchisee.id)


def _create(franchisee: Franchisee, form: PersonForm) -> Person:
    return services.create_person(current_actor, franchisee=franchisee, **form.facts)


@bp.get("/people/<uuid:person_id>/particulars")
@requires(Permission.NETWORK_PERSON_WRITE)
@section(SECTION)
def edit_person(person_id: UUID) -> ResponseReturnValue:
    """The form for a person's facts."""
    person = queries.person_for(current_actor, person_id)
    return render("network/people/edit.html", form=_filled(person), subject=person, conflict=None)


@bp.post("/people/<uuid:person_id>/particulars")
@requires(Permission.NETWORK_PERSON_WRITE)
@section(SECTION)
def update_person(person_id: UUID) -> ResponseReturnValue:
    """Save a person's facts."""
    person = queries.person_for(current_actor, person_id)
    form = PersonForm().offer()

    def act() -> None:
        services.update_person(current_actor, person, changes=form.facts, version=form.seen)
        flash(_("Saved."))

    return saved_or_shown(
        form,
        act,
        done=lambda: see(".show_person", person_id=person.id),
        template="network/people/edit.html",
        subject=person,
        fresh=lambda: _filled(person),
    )


@bp.post("/people/<uuid:person_id>/removal")
@requires(Permission.NETWORK_PERSON_WRITE)
def remove_person(person_id: UUID) -> ResponseReturnValue:
    """Take somebody out."""
    person = queries.person_for(current_actor, person_id)
    services.remove_person(current_actor, person)
    flash(_("%(name)s is removed.", name=person.name))
    return see(".show_franchisee", franchisee_id=person.franchisee_id)


def _filled(person: Person) -> PersonForm:
    return PersonForm(formdata=None, obj=person).offer()
