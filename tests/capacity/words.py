"""What docs/capacity.md says in words; the figures come from elsewhere."""

BEGINNING = """# Capacity

How many calls this serves, what is at its end first, and what one adds then. The page is written by
`python -m tests.capacity page` from what `make bench` measured ([performance.json](performance.json)) and what
`make capacity` compared; nobody typed a measured number into it, and what was not measured says so. On which machine
and commit it was measured stands in [performance.md](performance.md)."""

WHAT_TO_ADD = """
## What one adds

In the order in which parts come to their end:

1. **Calls placed a second.** Twilio places one call a second for an account unless more was agreed; whatever is above
   waits there, so we place no more than `CALLS_PER_SECOND`. Ask for more (it needs an approved business profile), or
   let agents take calls at the console: a click places no call.
2. **Web.** `web` keeps nothing: start it on more machines behind a load balancer, with the same database. Each machine
   needs a `sweep` that sees its `VAR_DIR`. A process more for each core.
3. **PostgreSQL.** A turn is one commit, so first a disk that writes its log quickly, then cores. A replica takes no
   load off calls, for every turn writes; it is there for the day on which the first one is lost. What was said stands
   in a part per month and goes by dropping it, so the table that grows most stays as large as four months.
4. **Worker and sweep.** Start more of them on any machine: who drives a row has locked it. One sweep and one worker in
   each of two machines is what makes one machine's loss unheard.
5. **Redis** comes last: a job is an id, there is one for each step that falls due, and what Redis loses the sweep finds
   a second or two later. It needs no replica.

What grows with the number of calls and cannot be divided is one database. Beyond its cores, two installations with
numbers of their own are the next step; they share nothing."""

LIMITS = (
    ("what", "limit", "what it means here", "said by"),
    (
        "calls placed by its API",
        "1 a second for an account, more by agreement; the others wait there, for 24 h at most",
        "`CALLS_PER_SECOND`; inbound calls and `<Dial>` do not count",
        "glossary, “calls per second”",
    ),
    (
        "callers in one queue",
        "1,000; 5,000 at most",
        "never reached: a caller waits in a queue of one",
        "queue resource",
    ),
    (
        "calls at once, of accounts since February 2026",
        "trial 5, no approved profile 2, individual 3, business none",
        "`MAX_CALLS_AT_ONCE`; inbound calls count, and are refused too",
        "support article 223180028",
    ),
    ("requests to its API at once", "429; such a request was never done", "it is asked again", "error 20429"),
    ("an answer to its webhook", "15 s, and 64 kB", "our addresses ask for less: `#ct=…&rt=…`", "connection overrides"),
    ("one call", "4 h", "a talk's own limit comes before", "`<Dial>`"),
)

COST = """
## What a call costs at Twilio

Prices differ by country and by account, so none stands here; the Pricing API says yours. With `t` minutes on the line
(begun ones count), a share `p` of callers who come to a person, `o` agents phoned who answer for each of them, and `m`
minutes of an agent's leg:

    a call     = t * inbound + p * (o - 1 + m) * outbound
    a callback = (o - 1 + m) * outbound to the agent + m * outbound to the customer
    and        + seconds recorded / 60 * recording + messages * message

A phone that rings and is not picked up costs nothing; one that a voicemail answers costs a minute, which is why an
agent says yes by a key. An agent at the console costs an app's minute instead of a telephone's."""

OUTAGE = """
## A region's outage

While Twilio's region is away no call comes, and none can be placed: what is owed waits in the database with its
deadline, and the account's fallback address, a document that stands elsewhere, tells callers what to do. While our own
database or machines are away, `web` says an apology and writes each call to the spool (or, without `web`, Twilio's
fallback does; `reconcile` then finds those calls in the carrier's log). After that everybody who phoned is owed a call.
How long that takes is a matter of calls placed a second, and of agents: of one hour in the busiest hour, if nobody got
through and there are agents enough:"""
