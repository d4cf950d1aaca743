"""The phone page in a real browser, against the whole stack."""

import re
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from infra.local.phone import PhonePage
from infra.local.postgres import FAST
from infra.local.stack import Stack, StackOptions

MAYA, OLIVER = "+12125550142", "+442079460018"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    directory = Path(tempfile.mkdtemp(prefix="yachtparty-browser-"))
    directory.chmod(0o711)  # the database server's account has to pass through
    options = StackOptions(
        postgres_options=FAST, sweep_interval=1, environment={"RECONCILE_AFTER_SECONDS": "1"}
    )
    with Stack(directory, options=options) as stack:
        yield stack
    shutil.rmtree(directory)


@pytest.fixture(scope="module")
def address(stack: Stack) -> Iterator[str]:
    with PhonePage(stack) as page:
        yield page.url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page as a newcomer sees it. Nothing it does may fail, or reach another machine."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith(address) else complaints.append(request.url),
    )
    page.goto(address)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    yield page
    page.close()
    assert complaints == []


expect.set_options(timeout=60_000)


def phone_of(page: Page, number: str) -> Locator:
    return page.locator(f'.unit[data-number="{number}"]')


def text(phone: Locator, words: str) -> None:
    phone.get_by_role("textbox", name="Text from").fill(words)
    phone.get_by_role("button", name="Send", exact=True).click()


def add_phone(page: Page, number: str) -> Locator:
    page.get_by_label("Any number").fill(number)
    page.get_by_role("button", name="Add phone").click()
    return phone_of(page, re.sub(r"[^+\d]", "", number))


def test_a_newcomer_reads_what_this_is_texts_and_sees_the_answer_delivered(page: Page) -> None:
    expect(
        page.get_by_text("A professional network that people use by text message")
    ).to_be_visible()
    page.get_by_role("button", name="Dana Cole").first.click()
    phone = phone_of(page, MAYA)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator(".text.mine .bubble")).to_have_text("Hi, Dana Cole told me about this")
    answer = phone.locator(".text.theirs")
    expect(answer.locator(".bubble")).to_contain_text("Yachtparty")
    expect(answer.get_by_role("img", name="delivered")).to_be_visible()
    expect(phone.locator(".text.mine").get_by_role("img", name="answered")).to_be_visible()


def test_the_way_of_a_text_is_shown_step_by_step_with_times(page: Page) -> None:
    phone = add_phone(page, "+1 (415) 555-0123")
    text(phone, "hello")
    expect(phone.locator(".turn .took")).to_have_text(re.compile(r"^delivered in [\d.]+ m?s$"))
    labels = phone.locator(".step .label")
    for step in ("Webhook called", "Recorded", "Decided", "Settled", "Claimed", "Twilio called"):
        expect(labels.filter(has_text=step)).to_have_count(1)
    expect(phone.locator(".step").last).to_contain_text("Delivered")
    expect(phone.locator(".step .ms").last).to_have_text(re.compile(r"^\+[\d.]+ m?s$"))


def test_each_phone_has_its_own_conversation(page: Page) -> None:
    phone = phone_of(page, OLIVER)
    other = add_phone(page, "+61 491 570 156")
    text(phone, "only here")
    expect(phone.locator(".text.theirs")).to_have_count(1)
    expect(phone.get_by_text("only here")).to_have_count(2)  # the bubble, and its way
    expect(other.get_by_text("only here")).to_have_count(0)


def test_phones_and_texts_are_still_there_after_a_reload(page: Page) -> None:
    phone = add_phone(page, "+33 1 99 00 12 34")
    text(phone, "bonjour")
    expect(phone.get_by_role("img", name="delivered")).to_be_visible()
    page.reload()
    expect(phone.locator(".text.mine .bubble")).to_have_text("bonjour")
    expect(phone.get_by_role("img", name="delivered")).to_be_visible()


@pytest.mark.parametrize(
    ("number", "hostile"),
    [
        ("+14155550150", "<img src=x onerror=\"document.title='owned'\">"),
        ("+14155550151", "<script>document.title='owned'</script>"),
        ("+14155550152", "\"><svg onload=document.title='owned'>"),
        ("+14155550153", "javascript:document.title='owned'"),
        ("+14155550154", "'; DROP TABLE messages; --"),
        ("+14155550155", "${document.title='owned'} {{7*7}}"),
    ],
)
def test_hostile_text_stays_text(page: Page, number: str, hostile: str) -> None:
    phone = add_phone(page, number)
    text(phone, hostile)
    expect(phone.locator(".text.mine .bubble")).to_have_text(hostile)
    expect(phone.locator(".text.theirs").first).to_be_visible()
    expect(phone.locator(".turn .quote")).to_have_text(f"“{hostile}”")
    assert phone.locator(".thread img, .thread script, .turns img, .turns script").count() == 0
    expect(page).to_have_title("Yachtparty · phones")


def test_a_picture_is_sent_and_shown(page: Page) -> None:
    phone = add_phone(page, "+14155550160")
    picture: FilePayload = {"name": "dot.png", "mimeType": "image/png", "buffer": a_png()}
    phone.locator("input[type=file]").set_input_files(files=[picture])
    expect(phone.get_by_role("button", name="Remove the picture")).to_be_visible()
    phone.get_by_role("button", name="Send", exact=True).click()
    shown = phone.locator(".text.mine img.picture")
    expect(shown).to_have_js_property("naturalWidth", 2)
    expect(phone.locator(".text.theirs")).to_have_count(1)


def test_somebody_is_onboarded_by_text_and_mail_and_approved_here(page: Page) -> None:
    phone = add_phone(page, "+14155550170")
    text(phone, "Hi, Ines Duarte told me about this")
    expect(phone.locator(".text.theirs")).to_have_count(1)
    text(phone, "Tomas Ek, CTO at Nordlys")
    phone.get_by_label("Your work email").fill("tomas@nordlys.example")
    phone.get_by_role("button", name="Send mail").click()
    waiting = page.locator(".approval").filter(has_text="Tomas Ek")
    expect(waiting).to_contain_text("CTO, Nordlys")
    expect(waiting).to_contain_text("tomas@nordlys.example")
    expect(waiting).to_contain_text("Ines Duarte")
    waiting.get_by_role("button", name="Approve as member").click()
    expect(waiting).to_have_count(0)
    expect(phone.locator(".text.theirs .who").last).to_have_text("concierge")


def test_what_is_being_typed_outlives_news_of_the_texts(page: Page) -> None:
    phone = add_phone(page, "+14155550171")
    text(phone, "Hi, Ines Duarte told me about this. I am Li Wei, CFO at Meridian")
    address = phone.get_by_label("Your work email")
    address.fill("li@mer")
    phone.get_by_role("textbox", name="Text from").fill("half a sent")
    expect(phone.locator(".text.theirs").last.get_by_role("img", name="delivered")).to_be_visible()
    expect(address).to_have_value("li@mer")
    expect(phone.get_by_role("textbox", name="Text from")).to_have_value("half a sent")


def test_a_fault_is_seen_and_what_is_done_about_it(page: Page) -> None:
    phone = add_phone(page, "+14155550180")
    page.get_by_role("button", name="Faults at Twilio").click()
    page.get_by_role("button", name="Too many requests").click()
    text(phone, "hello")
    expect(phone.locator(".step", has_text="Not accepted, will retry").first).to_be_visible()
    page.get_by_role("button", name="Clear skies").click()
    expect(phone.locator(".text.theirs").get_by_role("img", name="delivered")).to_be_visible()

    page.get_by_role("button", name="Phone unreachable").click()
    text(phone, "hello again")
    failed = phone.locator(".text.theirs").last
    expect(failed.get_by_role("img", name="undelivered")).to_be_visible()
    expect(failed.locator(".reason")).to_contain_text("number unknown or out of service (30005)")
    page.get_by_role("button", name="Clear skies").click()
    expect(page.locator("#faults-now")).to_have_text("Faults at Twilio: none")


def test_a_number_that_is_none_is_explained(page: Page) -> None:
    page.get_by_label("Any number").fill("12")
    page.get_by_role("button", name="Add phone").click()
    expect(page.get_by_text("A number has 7 to 15 digits")).to_be_visible()


def test_it_fits_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def a_png() -> bytes:
    """Two pixels by two."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"\x00\xff\x00\x00\x00\xff\x00" * 2
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
