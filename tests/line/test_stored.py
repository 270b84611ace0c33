"""An answer that is given twice must be the same answer."""

import pytest
from hypothesis import given

from ivr.line.instructions import Ask, HangUp, Play, Say, door
from ivr.line.stored import dump_answer, load_answer
from tests.line.samples import answers


@given(answers)
def test_whatever_was_said_is_said_again(answer):
    assert load_answer(dump_answer(answer)) == answer


@given(answers)
def test_the_text_can_be_kept_anywhere(answer):
    text = dump_answer(answer)
    assert text.isascii() and text.isprintable()


def test_it_reads_as_what_it_means():
    menu = Ask(door("turn", call="k3v9", n=3), (Say("নমস্কার", "bn-IN"), Play("hold-12s.wav")), finish="#")
    text = dump_answer((menu, HangUp()))
    assert text.startswith('[{"do":"Ask","door":{"do":"Door","name":"turn","params":[["call","k3v9"],["n","3"]]},')
    assert load_answer(text) == (menu, HangUp())


@pytest.mark.parametrize("text", ["", "{}", "7", '{"do":"HangUp"}', '[{"do":"Explode"}]', '[{"do":"Say"}]', "[{}]"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError):
        load_answer(text)
