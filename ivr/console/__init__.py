"""Pages for people, in English and Bengali; a process that answers webhooks only never loads them.

A page is a blueprint in `app.PAGES`, templates, words in `words/<language>/<page>.po`, a line in `tests/browser/sweep`.
"""
