"""How people come in: sign-in, one-time links, second factors, passkeys, single sign-on, and their own account.

The libraries do what is hard (argon2, TOTP, WebAuthn, OpenID Connect); what counts stands in the switchboard.
"""
