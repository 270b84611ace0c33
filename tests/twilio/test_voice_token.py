"""What an agent's page may do with its token: call our door, for an hour, and nothing else."""

import jwt
import pytest

from ivr.twilio.voice_token import Signer, voice_token

SIGNER = Signer("AC" + "1" * 32, "SK" + "2" * 32, "a secret that is long enough to sign", "AP" + "3" * 32)


def test_it_calls_out_through_our_application_and_receives_nothing() -> None:
    told = jwt.decode(voice_token(SIGNER, "asha_1"), SIGNER.secret, ["HS256"])
    assert (told["iss"], told["sub"]) == (SIGNER.key, SIGNER.account)
    assert told["grants"] == {
        "identity": "asha_1",
        "voice": {"outgoing": {"application_sid": SIGNER.application}},
    }
    assert told["exp"] - told["nbf"] <= 3600


@pytest.mark.parametrize("identity", ["", "asha@example.com", "as ha", "আশা", "a" * 122, "asha\n"])
def test_an_identity_that_twilio_would_silently_refuse_is_refused(identity: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        voice_token(SIGNER, identity)


def test_the_secret_is_in_no_text_of_it() -> None:
    assert SIGNER.secret not in repr(SIGNER)
