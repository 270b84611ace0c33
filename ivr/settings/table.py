"""Every setting, once: its name, how it is read, its default, what it means.

The README's table and .env.example are printed from here; it never looks at a value.
"""

from dataclasses import dataclass

from ivr.settings import values as v


@dataclass(frozen=True, slots=True)
class Row:
    """One variable. `default` is text like the variable's own; `shown` says a default that depends on others."""

    name: str
    parse: v.Parser
    meaning: str
    default: str | None = None
    shown: str = "–"
    secret: bool = False

    @property
    def field(self) -> str:
        """The attribute of Settings that holds the value."""
        return self.name.lower()


TABLE: tuple[Row, ...] = (
    Row(
        "DATABASE_URL",
        v.database_url,
        "PostgreSQL (`postgresql://user@host/name`) or SQLite (`sqlite:///path`).",
        shown="SQLite in `VAR_DIR`",
        secret=True,
    ),
    Row(
        "REDIS_URL",
        v.redis_url,
        "Redis or Valkey, for prompt and spread-out work. Without it the sweep does all the work.",
        shown="`run` embeds one",
        secret=True,
    ),
    Row(
        "PUBLIC_URL",
        v.web_address("http", "https"),
        "The address by which Twilio reaches this installation; signatures are verified over it.",
        shown="`http://127.0.0.1:PORT`",
    ),
    Row("HOST", v.text, "The network address to listen on.", default="127.0.0.1"),
    Row("PORT", v.whole(1, 65535), "The port to listen on.", default="8000"),
    Row(
        "SECRET_KEY",
        v.secret,
        "Signs cookies and links. Required behind https: 32 characters or more, drawn at random.",
        shown="`run` makes one",
        secret=True,
    ),
    Row(
        "PROXIES",
        v.whole(0, 9),
        "How many proxies stand before us and add to `X-Forwarded-For`: so that who signs in from where is known.",
        default="0",
    ),
    Row(
        "OIDC_ISSUER",
        v.web_address("http", "https"),
        "Single sign-on by OpenID Connect, for accounts that exist already: the provider's address.",
        shown="none",
    ),
    Row("OIDC_CLIENT_ID", v.text, "By which the provider knows us. Required with the issuer."),
    Row("OIDC_CLIENT_SECRET", v.secret, "The secret of that client. Required with the issuer.", secret=True),
    Row(
        "TWILIO_ACCOUNT_SID",
        v.matching(r"AC[0-9a-f]{32}", "AC and 32 hexadecimal digits"),
        "The account. Unset: the carrier is simulated.",
        shown="simulated carrier",
    ),
    Row(
        "TWILIO_AUTH_TOKEN",
        v.secret,
        "Verifies Twilio's signatures. Required with the account.",
        secret=True,
    ),
    Row(
        "TWILIO_AUTH_TOKEN_SECONDARY",
        v.secret,
        "A second token that verifies too, while the first is being changed.",
        secret=True,
    ),
    Row(
        "TWILIO_API_KEY",
        v.matching(r"SK[0-9a-f]{32}", "SK and 32 hexadecimal digits"),
        "A restricted key for requests to Twilio, in place of the auth token.",
    ),
    Row("TWILIO_API_SECRET", v.secret, "The secret of that key.", secret=True),
    Row(
        "TWILIO_APP_SID",
        v.matching(r"AP[0-9a-f]{32}", "AP and 32 hexadecimal digits"),
        "The TwiML application through which agents' pages call; it needs the key. Unset: agents have telephones.",
        shown="none",
    ),
    Row(
        "DESK_TEXTS",
        v.one_of("yes", "no"),
        "Whether an agent who took a caller by telephone, with no page open, gets the page's address as a text.",
        default="no",
    ),
    Row(
        "TWILIO_API_BASE_URL",
        v.web_address("http", "https"),
        "Another host for the REST API: a simulator, a proxy, a test.",
        shown="Twilio's own",
    ),
    Row(
        "TWILIO_EDGE",
        v.matching(r"[a-z][a-z0-9-]*", "the name of an edge, such as dublin"),
        "Where requests to Twilio enter its network. Required with a region.",
    ),
    Row(
        "TWILIO_REGION",
        v.matching(r"[a-z]{2}\d", "the name of a region, such as ie1"),
        "Where the account's calls live; it has credentials of its own.",
        shown="us1",
    ),
    Row(
        "SIMULATOR_TOKEN",
        v.secret,
        "Set by `run` for what it starts: the carrier at `TWILIO_API_BASE_URL` is the simulator.",
        secret=True,
    ),
    Row(
        "FALLBACK_URL",
        v.web_address("https"),
        "A static document that answers calls while this installation is down (`numbers plan`).",
    ),
    Row(
        "HEARTBEAT_URL",
        v.push_address,
        "Asked by the sweep once a minute, only while nothing is overdue: silence is an alarm.",
        shown="no heartbeat",
        secret=True,
    ),
    Row(
        "MAX_CALLS_AT_ONCE",
        v.whole(1, 100_000),
        "Live legs that the account allows. Required with a real account; `doctor` says what to enter.",
        shown="no limit, simulated",
    ),
    Row(
        "CALLS_PER_SECOND",
        v.decimal(0.1, 1000),
        "Calls that Twilio starts per second; more are queued there.",
        default="1",
    ),
    Row("CALLFLOWS_DIR", v.text, "Where `run` and `web` find the call flows to publish.", default="callflows"),
    Row("VAR_DIR", v.text, "Where embedded parts keep what must last.", default="var"),
    Row("LOG_FORMAT", v.one_of("text", "json"), "How a line of the log is written.", default="text"),
    Row(
        "QUIESCENCE_SECONDS",
        v.decimal(1, 3600),
        "How long a call that may or may not have been placed is looked for before another is tried.",
        default="120",
    ),
    Row("SWEEP_SECONDS", v.decimal(0.1, 60), "How often the sweep looks for what is due.", default="2"),
)


def markdown() -> str:
    """Return the table for the README. A name marked * may end in _FILE and then names a file."""
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for row in TABLE:
        default = f"`{row.default}`" if row.default is not None else row.shown
        lines.append(f"| `{row.name}`{' *' if row.secret else ''} | {default} | {row.meaning} |")
    return "\n".join([*lines, "", "\\* may be given as `…_FILE`: the path of a file that holds it.", ""])


def example() -> str:
    """Return .env.example: every variable, commented out, above it what it means."""
    blocks = ["# Every setting. All have a default that suits a first call on one machine.\n"]
    for row in TABLE:
        note = "" if row.default is not None or row.shown == "–" else f"\n# Default: {row.shown.replace('`', '')}"
        blocks.append(f"# {row.meaning.replace('`', '')}{note}\n#{row.name}={row.default or ''}\n")
    return "\n".join(blocks)
