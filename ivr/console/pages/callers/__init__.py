"""Callers: the list, and each person's page. Every file has the views of one matter, or the words of them all."""
