"""A caller who speaks Bengali hears nothing else, and neither does an agent whose language it is."""

import re

from tests.scenarios.acts import asks_for_a_person, chooses_a_language, heard, picks_up, says_yes, talks

LATIN = re.compile("[A-Za-z]")


def bengali(sentences):
    """These sentences, but for the greeting in all languages; none holds a letter of another script."""
    assert sentences and not [said for said in sentences if LATIN.search(said)], sentences
    return " ".join(sentences)


def test_a_caller_hears_bengali_and_the_agent_their_own_language(shop):
    rina = shop.caller("রিনা", "+8801712345670", language="bn")
    shop.knows(rina, name="রিনা")
    asha = shop.agent("আশা", "+12025550111", language="bn")
    asks_for_a_person(rina, key="1")
    brief = says_yes(asha)
    assert "গ্রাহক সেবা" in brief and "বিষয় অর্ডার" in brief and "রিনা" not in brief
    talks(shop, rina, asha, 30)
    assert "আপনার সঙ্গে কথা বলবেন আশা" in bengali(heard(rina)[1:])
    assert "গ্রাহকের নাম রিনা" in bengali([said.replace("Meghna Electronics, ", "") for said in heard(asha)])


def test_a_callback_is_promised_moved_and_kept_in_bengali(sqlite_shop):
    shop = sqlite_shop
    rina = shop.caller("রিনা", "+8801712345670", language="bn")
    chooses_a_language(rina)
    rina.hears("০ চাপুন")
    rina.presses("0")
    rina.hears("১ চাপুন")
    rina.presses("1")
    rina.hears("৩০ মিনিট")
    shop.passes(20)
    rina.rings("+12025550100")
    rina.hears("২ চাপুন")
    rina.presses("2")
    rina.hears("কয়টার সময়")
    rina.presses("15")
    rina.hears("আজ বিকাল ৩টায়")
    rina.presses("1")
    rina.hears("সময় বদলানো হলো")
    asha = shop.agent("আশা", "+12025550111", language="bn")
    shop.becomes("monday 15:00")
    says_yes(asha, within=60)
    picks_up(rina)
    talks(shop, rina, asha, 30)
    bengali(heard(rina)[1:])
    assert "কথা ছিল" in bengali([said.replace("Meghna Electronics, ", "") for said in heard(asha)])
    assert shop.callback(rina).state == "connected"


def test_an_agent_hears_the_brief_in_their_language_whatever_the_caller_speaks(sqlite_shop):
    shop = sqlite_shop
    asha = shop.agent("Asha", "+12025550111", language="bn")
    asks_for_a_person(shop.nasrin, key="2")
    assert "বিষয় বিল" in says_yes(asha)
    shop.nasrin.hears("We are connecting you now to Asha")
    talks(shop, shop.nasrin, asha, 30)
