"""The vocabulary of expertise is one, in Python and in SQL."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.expertise import expertise_tags, expertise_tags_of, labels, terms
from tests.fixtures.people import Connection, add_user, column, one

SAID = [
    "who knows a good fractional CFO?",
    "Anyone dealt with SOC 2 or ISO-27001?",
    "Sales tax for SaaS, VAT & R&D credits",
    "my\tPR person: C++, K8s... and  product-market fit",
    "İstanbul KEYNOTE \u017f \u212aelvin",
    "",
    "!!!",
    "taxes taxes tax business status analysis",
    "marine biology",
    "маркетинг",
]


def test_the_tables_hold_the_vocabulary(app: Connection) -> None:
    rows = app.execute("select tag, label from expertise_tags").fetchall()
    assert dict(rows) == labels()
    rows = app.execute("select term, tag from expertise_synonyms").fetchall()
    assert dict(rows) == terms()
    assert len(labels()) >= 120


def test_both_read_the_same_tags(app: Connection) -> None:
    told = [*SAID, *list(terms())[::7], *(f"{a} {b}s" for a, b in zip(terms(), SAID, strict=False))]
    found = app.execute(
        "select private.expertise_tags_of(x), private.expertise_tags(array[x, 'tax'])"
        " from unnest(%s::text[]) with ordinality u(x, n) order by n",
        (told,),
    ).fetchall()
    assert [tuple(row) for row in found] == [
        (expertise_tags_of(one), expertise_tags([one, "tax"])) for one in told
    ]


def test_a_profile_holds_tags_whoever_writes_it(app: Connection) -> None:
    user = add_user(app)
    app.execute(
        "select private.effect_update_profile(%s, null, 'concierge',"
        ' \'{"expertise": ["Fractional CFO", "marine biology", "SOC2"]}\', now())',
        (user,),
    )
    assert one(app, "select expertise from users") == ["cfo", "marine-biology", "soc-2"]
    assert column(app, "select event_type from events") == ["user.expertise_changed"]


@given(st.lists(st.sampled_from(sorted(terms())), max_size=4))
def test_what_is_a_tag_stays_one(said: list[str]) -> None:
    tags = expertise_tags(said)
    assert expertise_tags(tags) == tags
    assert set(expertise_tags_of(", ".join(said))) <= set(labels())
