"""The music of the waiting: small, quiet, twelve seconds, and fetched once."""

import struct

from ivr.switchboard.holding import MUSIC
from ivr.webhooks.sounds import FOLDER
from ivr.webhooks.sounds.compose import RATE, SECONDS, hertz, mu_law, samples, wav
from tests.webhooks.fake_desk import FakeDesk, web


def test_the_switchboard_plays_a_sound_that_is_there():
    assert (FOLDER / MUSIC).stat().st_size < 200_000


def test_twilio_fetches_it_without_a_signature_and_only_once():
    client = web(FakeDesk())
    first = client.get(f"/twilio/sounds/{MUSIC}")
    assert first.status_code == 200 and first.mimetype == "audio/wav"
    assert first.data == (FOLDER / MUSIC).read_bytes()
    again = client.get(f"/twilio/sounds/{MUSIC}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_nothing_else_lies_there():
    client = web(FakeDesk())
    for path in ("compose.py", "__init__.py", "../voice.py", "..%2fvoice.py", "none.wav", "../sounds/none.wav"):
        assert client.get(f"/twilio/sounds/{path}").status_code == 404


def test_it_is_what_its_name_says():
    head = (FOLDER / MUSIC).read_bytes()[:58]
    form, channels, rate = struct.unpack_from("<HHI", head, 20)
    assert (form, channels, rate) == (7, 1, 8000)
    assert struct.unpack_from("<I", head, 54)[0] == RATE * SECONDS
    assert f"hold-{SECONDS}s.wav" == MUSIC


def test_it_is_composed_by_what_lies_beside_it():
    played = samples()
    made = wav(bytes(map(mu_law, played)))
    kept = (FOLDER / MUSIC).read_bytes()
    assert len(made) == len(kept)
    assert sum(one != other for one, other in zip(made, kept, strict=True)) < len(kept) // 1000
    assert max(map(abs, played)) < 0.25
    assert abs(played[0] - played[-1]) < 0.05


def test_the_pitch_of_a_note():
    assert hertz("A4") == 440 and round(hertz("C5")) == 523 and hertz("A3") == 220


def test_the_coding_of_a_sample():
    assert [mu_law(value) for value in (0, 1, -1, 0.5, -0.5)] == [0xFF, 0x80, 0x00, 0x8F, 0x0F]
