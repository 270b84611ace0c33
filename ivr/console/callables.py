"""What the templates name must be there before the first page is asked for: assets, icons, filters, other templates."""

from __future__ import annotations

import re

from flask import Flask

from ivr.console import assets

ASSET = re.compile(r"""\basset\(\s*["']([^"']+)["']""")
ICON = re.compile(r"""\bicon\(\s*["']([^"']+)["']""")
SYMBOL = re.compile(r'<symbol id="([^"]+)"')


def demand(app: Flask) -> None:
    """Reads every template, as the first page would; LookupError names what one of them names in vain."""
    known = assets.read()
    icons = set(SYMBOL.findall(known.files["vendor/lucide/sprite.svg"].decode()))
    loader = app.jinja_loader
    assert loader is not None
    for name in loader.list_templates():
        text, _, _ = loader.get_source(app.jinja_env, name)
        for asset in ASSET.findall(text):
            known.address(asset)
        if missing := set(ICON.findall(text)) - icons:
            raise LookupError(f"{name}: there is no icon {sorted(missing)}")
