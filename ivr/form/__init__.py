"""A form by which strangers ask to be called back: one public page, framed by the pages that the owner lists."""

from ivr.form.pages import blueprint

__all__ = ["blueprint"]
