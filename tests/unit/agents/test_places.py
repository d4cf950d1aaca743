"""Time zones by place and by name, as people write them; the phone is American unless said."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shared.agents.language.gazetteer import DOMINANT, Place, clock_of, dominant, gazetteer
from shared.agents.language.places import Named, Several, find_zone, read_which, read_zone
from shared.domain.quiet_hours import zone_named
from tests.fixtures.examples import each

NEW_YORK, CHICAGO, LONDON = "America/New_York", "America/Chicago", "Europe/London"


def same_clock(found: object, zone: str) -> bool:
    return isinstance(found, Named) and clock_of(found.zone) == clock_of(zone)


@each(
    "words, zone",
    [
        ("Indianapolis", NEW_YORK),
        ("mountain view, california", "America/Los_Angeles"),
        ("Portland, Oregon", "America/Los_Angeles"),
        ("portland me", NEW_YORK),
        ("Perth", "Australia/Perth"),
        ("perth, scotland", LONDON),
        ("Paris", "Europe/Paris"),
        ("paris, TX", CHICAGO),
        ("st. louis, mo", CHICAGO),
        ("Saint Paul MN", CHICAGO),
        ("Kansas City", CHICAGO),
        ("mexico city", "America/Mexico_City"),
        ("new mexico", "America/Denver"),
        ("london ontario", "America/Toronto"),
        ("the bay area", "America/Los_Angeles"),
        ("san jose", "America/Los_Angeles"),
        ("nyc", NEW_YORK),
        ("bombay", "Asia/Kolkata"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("the netherlands", "Europe/Amsterdam"),
        ("germany", "Europe/Berlin"),
        ("texas", CHICAGO),
        ("Pacific/Auckland", "Pacific/Auckland"),
        ("asia/calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Europe/Belfast", LONDON),
        ("PST", "America/Los_Angeles"),
        ("mountain time", "America/Denver"),
        ("CET", "Europe/Berlin"),
        ("GMT+2", "Etc/GMT-2"),
        ("UTC-5", "Etc/GMT+5"),
        ("utc+5:30", "Asia/Kolkata"),
    ],
)
def test_a_place_or_a_zone_by_whatever_name_gives_its_clock(words: str, zone: str) -> None:
    assert same_clock(read_zone(words, "US"), zone)


def test_an_alias_is_stored_by_the_name_in_use() -> None:
    assert read_zone("Asia/Calcutta") == Named("Asia/Kolkata")
    assert read_zone("Pacific/Auckland please") == Named("Pacific/Auckland", left="please")


@each(
    "words, offered",
    [
        ("Portland", ["Portland, Oregon", "Portland, Maine"]),
        ("birmingham", ["Birmingham, Alabama", "Birmingham, United Kingdom"]),
        ("Washington", ["Washington State", "Washington, District of Columbia"]),
        ("IST", ["in India", "in Israel", "in Ireland"]),
        ("indiana", []),
        ("Australia", []),
    ],
)
def test_what_fits_several_clocks_alike_is_asked(words: str, offered: list[str]) -> None:
    found = read_zone(words, "US")
    assert isinstance(found, Several)
    assert [option.place for option in found.options][: len(offered) or None] == offered
    assert found.question.endswith("?")


@each(
    "words, home, zone",
    [
        ("IST", "IN", "Asia/Kolkata"),
        ("IST", "IE", "Europe/Dublin"),
        ("CST", "CN", "Asia/Shanghai"),
        ("EST", "AU", "Australia/Sydney"),
        ("georgia", "US", NEW_YORK),
        ("hyderabad", "IN", "Asia/Kolkata"),
    ],
)
def test_the_country_of_the_phone_settles_what_it_can(words: str, home: str, zone: str) -> None:
    assert same_clock(read_zone(words, home), zone)


@each(
    "words",
    ["comparison", "meetings", "a meeting", "trouble", "datadog as VP", "love", "the office"],
)
def test_a_word_is_no_place(words: str) -> None:
    assert read_zone(words, "US") is None


@each(
    "text, zone",
    [
        ("quiet hours 10 to 7 pacific", "America/Los_Angeles"),
        ("no texts after 9pm London time", LONDON),
        ("5pm PST to dial in", "America/Los_Angeles"),
        ("9am berlin time to call Ana", "Europe/Berlin"),
        ("what time is it", None),
        ("west of here, some time tomorrow", None),
    ],
)
def test_a_zone_is_found_in_a_text_only_where_it_is_named_as_one(
    text: str, zone: str | None
) -> None:
    found = find_zone(text, "US")
    assert found is None if zone is None else same_clock(found, zone)


@each(
    "answer, about, zone",
    [
        ("oregon", "portland", "America/Los_Angeles"),
        ("Maine", "portland", NEW_YORK),
        ("the first", "portland", "America/Los_Angeles"),
        ("the one in alabama", "birmingham", CHICAGO),
        ("gary", "indiana", CHICAGO),
        ("DC", "washington", NEW_YORK),
        ("israel", "IST", "Asia/Jerusalem"),
        ("London", "portland", LONDON),
    ],
)
def test_an_answer_says_which(answer: str, about: str, zone: str) -> None:
    assert same_clock(read_which(answer, about, "US"), zone)


def test_an_answer_about_something_else_says_nothing() -> None:
    assert read_which("remind me tomorrow", "portland", "US") is None


@given(st.data())
def test_every_city_is_read_whole_and_means_a_zone_of_its_name_or_a_question(
    data: st.DataObject,
) -> None:
    name = data.draw(st.sampled_from(sorted(gazetteer().cities)))
    found = read_zone(name, "US")
    if isinstance(found, Named):
        assert zone_named(found.zone) is not None
        assert not found.left, "the longest place takes all of its words"


sizes = st.lists(
    st.builds(
        Place,
        name=st.just("Portland"),
        within=st.just(""),
        country=st.sampled_from(["US", "GB"]),
        division=st.just(""),
        zone=st.sampled_from([NEW_YORK, CHICAGO, LONDON, "America/Toronto"]),
        population=st.integers(1, 1_000_000),
    ),
    min_size=1,
    max_size=5,
)


@given(sizes, st.sampled_from(["US", "GB", None]))
def test_one_is_meant_only_where_clocks_agree_or_it_outweighs_the_others(
    places: list[Place], home: str | None
) -> None:
    meant = dominant(places, home)
    clocks = [clock_of(place.zone) for place in meant if place.zone]
    assert all(one != other for one, other in combinations(clocks, 2))
    if len(meant) == 1:
        (first,) = meant
        weight = DOMINANT if first.country == home else 1
        for other in places:
            differs = other.zone and first.zone and clock_of(other.zone) != clock_of(first.zone)
            assert not differs or first.population * weight >= other.population * min(
                DOMINANT, weight if home else DOMINANT
            )
