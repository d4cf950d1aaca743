"""Where a buyer's browser lands after the payment page: one sentence, and back to their texts."""

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>
body{{margin:0;font:17px/1.5 system-ui,sans-serif;background:#f6f7f9;color:#1d2433}}
main{{max-width:30rem;margin:18vh auto 0;padding:0 1.5rem;text-align:center}}
h1{{font-size:1.6rem;letter-spacing:-.01em}}
@media(prefers-color-scheme:dark){{body{{background:#12151b;color:#e6e9ef}}}}
</style><main><h1>{title}</h1><p>{words}</p></main></html>
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# That somebody opened it proves nothing: Stripe's event alone does.
PAID = _PAGE.format(
    title="Thank you",
    words="As soon as the payment is confirmed we text you that your credits are there."
    " You can close this page and go back to your messages.",
)
NOT_PAID = _PAGE.format(
    title="Nothing was charged",
    words="The payment page stays good for a day: its link is in your messages.",
)
