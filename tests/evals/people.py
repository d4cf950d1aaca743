"""The people of a scenario and the rows that it starts from."""

from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.evals.scenario import Given, Person, Scenario
from tests.fixtures.people import Connection, add_user, one

_FIRST_NUMBER = 12125550100  # kept for fiction; in New York


class People:
    """Who has a phone in a scenario, by the names that the scenario gives them."""

    def __init__(self, app: Connection) -> None:
        self._app = app
        self._numbers: dict[str, str] = {}
        self._prospects: dict[str, UUID] = {}

    def add(self, scenario: Scenario) -> None:
        """Everybody who is a member already, and the rows that nobody texts."""
        for position, (name, person) in enumerate(scenario.people.items()):
            self._numbers[name] = f"+{_FIRST_NUMBER + position}"
            if not person.newcomer:
                self._member(name, person)
        for given in scenario.given:
            self._row(given)

    def number(self, name: str) -> str:
        """Their phone's."""
        return self._numbers[name]

    def known(self) -> list[str]:
        """Who has a row by now."""
        return [name for name in self._numbers if self.id_or_none(name) is not None]

    def id(self, name: str) -> UUID:
        """Their row's. Raises KeyError when they have never texted."""
        found = self.id_or_none(name)
        if found is None:
            raise KeyError(name)
        return found

    def id_or_none(self, name: str) -> UUID | None:
        """Their row's; None: they have never texted."""
        return one(
            self._app, "select id from users where phone_number = %s", self._numbers.get(name)
        )

    def _member(self, name: str, person: Person) -> None:
        user = add_user(
            self._app,
            self._numbers[name],
            first_name=person.first_name or name,
            last_name=person.last_name,
            title=person.title,
            company=person.company,
            email=person.email,
            email_verified=person.email is not None,
            expertise=person.expertise,
            expert_connector=person.expert,
            innovator=person.innovator,
            poc_agent_type="innovator" if person.innovator else "concierge",
            timezone="America/New_York",
        )
        self._app.execute(
            "insert into conversations (user_id, phone_number) values (%s, %s)",
            (user, self._numbers[name]),
        )
        if person.innovator:
            self._app.execute(
                "insert into innovators (user_id, company_name, solution_description, categories,"
                " warm_intro_bounty) values (%s, %s, %s, %s, coalesce(%s, 25))",
                (user, person.company or name, person.sells, person.categories, person.bounty),
            )
        if person.credits:
            self._app.execute(
                "select private.book_credits(%s, %s, 'credit_purchase', null, null, %s)",
                (user, person.credits, f"stripe:{uuid4()}"),
            )

    def _row(self, given: Given) -> None:
        of = self.id(given.of)
        if given.request is not None:
            self._request(self.id(given.request), of, given)
        elif given.offer is not None:
            who = {
                "prospect_name": given.prospect,
                "prospect_title": given.title,
                "prospect_company": given.company,
            }
            self._app.execute(
                "select private.open_intro_offer(%s, %s, %s, now())",
                (self.id(given.offer), of, Jsonb(who)),
            )
        elif given.prospect is not None:
            self._prospect(given.prospect, of, given)

    def _prospect(self, name: str, of: UUID, given: Given) -> None:
        key = f"{name} of {given.of}"
        if key not in self._prospects:
            self._prospects[key] = one(
                self._app,
                "insert into prospects (name, title, company, email, innovator_id)"
                " values (%s, %s, %s, %s, %s) returning id",
                *(name, given.title, given.company, given.email, of),
            )
        if given.opportunity is not None:
            one(
                self._app,
                "select private.open_intro_opportunity(%s, %s, %s, now())",
                *(self.id(given.opportunity), self._prospects[key], given.why),
            )

    def _request(self, asked: UUID, asker: UUID, given: Given) -> None:
        id = uuid4()
        if given.credits:
            one(
                self._app,
                "select private.reserve_credits(%s, %s, 'connection_request',"
                " 'connection_request', %s, %s)",
                *(asker, given.credits, id, f"connection_request:{id}"),
            )
        one(
            self._app,
            "select private.open_connection_request(%s, %s, %s, %s, %s, null, now())",
            *(asked, asker, given.why, given.credits, id),
        )


__all__ = ["People"]
