"""The README says what the program does: its settings, its commands, its files are the real ones."""

import re

from click import Context

from ivr.cli import COMMANDS, cli
from ivr.settings import markdown
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_the_one_in_the_code():
    between = README.partition("kept by a test -->\n")[2].partition("<!-- end of settings -->")[0]
    assert between.strip() == markdown().strip()


def test_the_example_of_an_environment_is_the_one_in_the_code():
    from ivr.settings import example

    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example()


def test_every_command_that_it_names_is_there():
    named = set(re.findall(r"python -m ivr ([a-z]+)", README))
    assert named <= set(COMMANDS), named - set(COMMANDS)
    assert {name for name in named if cli.get_command(Context(cli), name) is None} == set()


def test_every_make_target_that_it_names_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"[`$] ?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_file_that_it_links_is_there():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_every_picture_of_the_console_is_there_and_none_is_left_over():
    told = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"!\[[^\]]+\]\(pictures/([^)]+)\)", told))
    assert shown == {picture.name for picture in (ROOT / "docs" / "pictures").iterdir()}
