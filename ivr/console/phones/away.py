"""What the phones page says, in both languages, while the simulated telephone company does not answer."""

AWAY = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>The phones are away</title>
</head>
<body>
<h1>The phones are away</h1>
<p>The simulated telephone company does not answer. It is started again by itself; this page looks every 3 seconds.
If it stays away, its log is <code>var/log/simulator.log</code>.</p>
<div lang="bn">
<h2>ফোনগুলো এখন চলছে না</h2>
<p>নকল টেলিফোন কোম্পানি সাড়া দিচ্ছে না। এটি নিজেই আবার চালু হবে; এই পাতা প্রতি ৩ সেকেন্ডে একবার দেখে নেয়।</p>
</div>
</body>
</html>
"""
