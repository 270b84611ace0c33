"""Pages for people, in English and Bengali, rendered here; a process that answers webhooks only never loads them."""
