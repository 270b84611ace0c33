"""The voices and locales that Twilio can speak, as of its helper library 9.13 (lists SayVoice and SayLanguage).

Facts only; which voice fits which language is judged where voices are checked.
"""

_CHIRP = "Aoede Charon Fenrir Kore Leda Orus Puck Zephyr"

_GOOGLE = """
af-ZA Standard:A
am-ET Standard:AB Wavenet:AB
ar-XA Standard:ABCD Wavenet:ABCD Chirp3-HD
bg-BG Standard:AB
bn-IN Standard:ABCD Wavenet:ABCD Chirp3-HD
ca-ES Standard:AB
cmn-CN Standard:ABCD Wavenet:ABCD Chirp3-HD
cmn-TW Standard:ABC Wavenet:ABC
cs-CZ Standard:AB Wavenet:AB
da-DK Standard:ACDEFG Wavenet:ACDEFG Neural2:DF
de-DE Standard:ABCDEFGH Wavenet:ABCDEFGH Neural2:ABCDFGH Chirp3-HD
el-GR Standard:AB Wavenet:AB
en-AU Standard:ABCD Wavenet:ABCD Neural2:ABCD Chirp3-HD
en-GB Standard:ABCDFNO Wavenet:ABCDFNO Neural2:ABCDFNO Chirp3-HD
en-IN Standard:ABCDEF Wavenet:ABCDEF Neural2:ABCD Chirp3-HD
en-US Standard:ABCDEFGHIJ Wavenet:ABCDEFGHIJ Neural2:ACDEFGHIJ Chirp3-HD
es-ES Standard:ABCDEFGH Wavenet:BCDEFGH Neural2:ABCDEFGH Chirp3-HD
es-US Standard:ABC Wavenet:ABC Neural2:ABC Chirp3-HD
eu-ES Standard:AB
fi-FI Standard:AB Wavenet:AB
fil-PH Standard:ABCD Wavenet:ABCD Neural2:AD
fr-CA Standard:ABCD Wavenet:ABCD Neural2:ABCD Chirp3-HD
fr-FR Standard:ABCDEFG Wavenet:ABCDEFG Neural2:ABCDEFG Chirp3-HD
gl-ES Standard:AB
gu-IN Standard:ABCD Wavenet:ABCD Chirp3-HD
he-IL Standard:ABCD Wavenet:ABCD
hi-IN Standard:ABCDEF Wavenet:ABCDEF Neural2:ABCD Chirp3-HD
hu-HU Standard:AB Wavenet:A
id-ID Standard:ABCD Wavenet:ABCD Chirp3-HD
is-IS Standard:AB
it-IT Standard:ABCDEF Wavenet:ABCDEF Neural2:ACF Chirp3-HD
ja-JP Standard:ABCD Wavenet:ABCD Neural2:BCD Chirp3-HD
kn-IN Standard:ABCD Wavenet:ABCD Chirp3-HD
ko-KR Standard:ABCD Wavenet:ABCD Neural2:ABC Chirp3-HD
lt-LT Standard:AB
lv-LV Standard:AB
ml-IN Standard:ABCD Wavenet:ABCD Chirp3-HD
mr-IN Standard:ABC Wavenet:ABC Chirp3-HD
ms-MY Standard:ABCD Wavenet:ABCD
nb-NO Standard:ABCDEFG Wavenet:ABCDEFG
nl-BE Standard:ABCD Wavenet:ABCD
nl-NL Standard:ABCDEFG Wavenet:ABCDEFG Chirp3-HD
pa-IN Standard:ABCD Wavenet:ABCD
pl-PL Standard:ABCDEFG Wavenet:ABCDEFG Chirp3-HD
pt-BR Standard:ABCDE Wavenet:ABCDE Neural2:ABC Chirp3-HD
pt-PT Standard:ABCDEF Wavenet:ABCDEF
ro-RO Standard:AB Wavenet:AB
ru-RU Standard:ABCDE Wavenet:ABCDE Chirp3-HD
sk-SK Standard:AB Wavenet:AB
sr-RS Standard:A
sv-SE Standard:ABCDEFG Wavenet:ABCDEFG
ta-IN Standard:ABCD Wavenet:ABCD Chirp3-HD
te-IN Standard:ABCD Chirp3-HD
th-TH Standard:A Neural2:C Chirp3-HD
tr-TR Standard:ABCDE Wavenet:ABCDE Chirp3-HD
uk-UA Standard:A Wavenet:A
vi-VN Standard:ABCD Wavenet:ABCD Neural2:AD Chirp3-HD
yue-HK Standard:ABCD
"""

"""A locale a line: the families of its voices, each with the letters of its voices; Chirp3-HD has names instead."""

_POLLY = """
Aditi Amy Astrid Bianca Brian Camila Carla Carmen Celine Chantal Conchita Cristiano Dora Emma Enrique Ewa Filiz
Geraint Giorgio Gwyneth Hans Ines Ivy Jacek Jan Joanna Joey Justin Karl Kendra Kevin Kimberly Lea Liv Lotte
Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel Mizuki Naja Nicole Penelope Raveena Ricardo Ruben
Russell Salli Seoyeon Takumi Tatyana Vicki Vitoria Zeina Zhiyu
"""

_POLLY_NEURAL = """
Adriano Amy Andres Aria Arlet Arthur Ayanda Bianca Brian Burcu Camila Daniel Danielle Elin Emma Gabrielle
Gregory Hala Hannah Hiujin Ida Ines Isabelle Ivy Joanna Joey Justin Kajal Kazuha Kendra Kevin Kimberly Laura Lea
Liam Lisa Lucia Lupe Matthew Mia Niamh Ola Olivia Pedro Remi Ruth Salli Seoyeon Sergio Sofie Stephen Suvi Takumi
Thiago Tomoko Vicki Vitoria Zayd Zhiyu
"""

_POLLY_GENERATIVE = """
Amy Andres Ayanda Bianca Daniel Danielle Joanna Kajal Lea Lucia Lupe Matthew Mía Olivia Pedro Rémi Ruth Sergio
Stephen Vicki
"""

_LOCALES = """
af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU en-CA en-
GB en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US eu-ES fi-FI fil-PH fr-BE fr-CA fr-FR gl-ES gu-IN
he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lt-LT lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN pl-
PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN zh-HK zh-TW
"""

LOCALES = frozenset(_LOCALES.split())
"""What Say takes as its language. There is no bn-BD: Bengali is spoken as bn-IN."""


def _google() -> dict[str, str]:
    voices = dict[str, str]()
    for line in _GOOGLE.split("\n"):
        locale, *families = line.split() or [""]
        for family in families:
            kind, _, letters = family.partition(":")
            names = letters or _CHIRP.split()
            voices.update({f"Google.{locale}-{kind}-{name}": locale for name in names})
    return voices


GOOGLE = _google()
"""Voice → its locale."""

POLLY = frozenset(
    [f"Polly.{name}" for name in _POLLY.split()]
    + [f"Polly.{name}-Neural" for name in _POLLY_NEURAL.split()]
    + [f"Polly.{name}-Generative" for name in _POLLY_GENERATIVE.split()]
)

BASIC = frozenset({"man", "woman", "alice"})
"""They speak the large western languages only."""

ONLY_GOOGLE = frozenset({"bn"})
"""Languages that no other voice speaks: without a Google voice a Say in them fails."""
