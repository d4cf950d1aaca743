"""Pages for people: templates, one stylesheet, headers that a browser obeys, and who may post.

Rendered here with Jinja2, everything escaped; they work without JavaScript and fetch nothing from
another host. A function lists `stylesheet_route()` among its routes and wraps what it answers with
`page(...)`, which turns errors into pages too.
"""

from shared.pages.rendering import error_page, render, stylesheet_route
from shared.pages.requests import page, same_origin

__all__ = ["error_page", "page", "render", "same_origin", "stylesheet_route"]
