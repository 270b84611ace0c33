"""What a caller hears when nothing else is left: kept in code, so that it can be spoken without file or database."""

from ivr.language.words import Word

APOLOGIES = {
    "en": {
        Word.APOLOGY: (
            "We are sorry. Something has gone wrong on our side. We have noted your call, and we will call you back."
        ),
        Word.APOLOGY_NO_NUMBER: (
            "We are sorry. Something has gone wrong on our side, and we cannot see your number to call you back. "
            "Please call us again in a few minutes."
        ),
    },
    "bn": {
        Word.APOLOGY: "দুঃখিত, আমাদের এখানে একটি সমস্যা হয়েছে। আপনার কলের কথা আমরা লিখে রেখেছি, আমরাই আপনাকে ফোন করব।",
        Word.APOLOGY_NO_NUMBER: (
            "দুঃখিত, আমাদের এখানে একটি সমস্যা হয়েছে। আপনার নম্বরটি দেখা যাচ্ছে না, তাই আমরা ফোন করতে পারছি না। "
            "দয়া করে কয়েক মিনিট পর আবার ফোন করুন।"
        ),
    },
}
"""Language code → the two apologies: with and without a number that we can call back."""
