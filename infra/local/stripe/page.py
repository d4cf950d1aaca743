"""The payment page: what is bought, a button that pays, and what else can happen to the money."""

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse

from infra.local.stripe.sessions import Session

_STYLE = """
body{margin:0;background:#f4f5f7;font:16px/1.5 system-ui,sans-serif;color:#1d2433}
main{max-width:26rem;margin:8vh auto;padding:2rem;background:#fff;border-radius:14px;
box-shadow:0 1px 3px rgb(0 0 0/.08),0 12px 32px rgb(0 0 0/.08)}
h1{margin:0;font-size:1rem;font-weight:500;color:#5b6577}
.price{margin:.25rem 0 1.5rem;font-size:2.25rem;font-weight:650;letter-spacing:-.02em}
p{margin:.5rem 0;color:#5b6577}button{width:100%;margin-top:.75rem;padding:.8rem 1rem;border:0;
border-radius:9px;font:inherit;font-weight:600;cursor:pointer;background:#e8ebf0;color:#1d2433}
button.main{background:#2f5dd7;color:#fff}button:focus-visible{outline:3px solid #9db7ff}
small{display:block;margin-top:1.5rem;color:#8a93a3}
@media(prefers-color-scheme:dark){body{background:#12151b;color:#e6e9ef}main{background:#1b2029}
button{background:#2b323e;color:#e6e9ef}p,h1,small{color:#9aa5b5}}
"""
_HEADERS = {
    # The buyer's browser goes on from here to the page that we named, which is on another port.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_BUTTONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "open": (
        ("pay", "Pay"),
        ("pay_later", "Pay by bank transfer, which takes days"),
        ("cancel", "Go back without paying"),
    ),
    "unpaid": (("arrive", "The bank pays"), ("fail", "The bank refuses")),
    "paid": (
        ("refund_half", "Refund half of what is left"),
        ("refund", "Refund all"),
        ("dispute", "Dispute the payment"),
        ("win", "The dispute is won"),
    ),
}
_SAID = {
    "open": "A stand-in for Stripe's page: no card is asked for, no money moves.",
    "unpaid": "Waits for the bank.",
    "paid": "Paid. What else can happen to a payment:",
    "cancelled": "Nothing was paid.",
    "failed": "The bank refused; nothing was paid.",
}


def payment_page(session: Session) -> HTMLResponse:
    """The page for a session as it is now."""
    first = "main" if session.state in ("open", "unpaid") else ""
    buttons = "".join(
        f'<button name="action" value="{action}" class="{first if place == 0 else ""}">'
        f"{escape(label)}</button>"
        for place, (action, label) in enumerate(_BUTTONS.get(session.state, ()))
    )
    state: list[str] = []
    if session.refunded:
        state.append(f"Refunded: {_money(session.refunded)}.")
    if session.dispute:
        state.append(f"Dispute: {escape(session.dispute.replace('_', ' '))}.")
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Payment</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><main><h1>{session.quantity:,} x {escape(session.name)}</h1>"
        f'<div class="price">{_money(session.amount)}</div><p>{_SAID[session.state]}</p>'
        f"<p>{' '.join(state)}</p>"
        f'<form method="post">{buttons}</form><small>Yachtparty, local stack</small></main></html>',
        headers=_HEADERS,
    )


def no_page() -> HTMLResponse:
    """For a link to nothing."""
    return HTMLResponse("<!doctype html><title>Gone</title><p>There is no such payment.", 404)


def _money(cents: int) -> str:
    return f"${cents / 100:,.2f}"
