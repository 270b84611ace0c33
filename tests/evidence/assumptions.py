"""The words of the evidence page: how it begins, what the levels are, and what nobody can prove from here."""

BEGINNING = """\
# Evidence

*Every transfer ends in a conversation with a person, or in exactly one callback that is driven to a final outcome, or
in the caller's own "no".* This page says what was done to break that sentence, and what came of it. It is written by
`make evidence`, which you can run yourself; no number on it was typed by hand. The figures alone:
[evidence.json](evidence.json)."""

LEVELS = """\
The same seeded callers, agents and misfortunes at three levels. **P**: the switchboard over a store in memory. **S**:
the same over SQL; the same seed must leave the same trace. **H**: real processes over HTTP; the same stories must end
in the same fates. What really happened is read from the simulated telephone company's own tape, never from our rows. An
event is one thing that the one scheduler of a world lets happen. Each seed draws its own faults and how often they
strike; then the faults end, and everything must come to its end."""

ASSUMPTIONS = (
    """**A commit lasts.** What the database has confirmed is there after a crash (`fsync` and `synchronous_commit` on;
  `synchronous=FULL` on SQLite). Where a failover loses the last transactions, the carrier's log is the second ledger:
  `reconcile` makes what is owed again from it.""",
    """**A quiet time.** An order to phone an agent that had no answer is not on its way any more after 120 s of
  searching in vain. If it came later, an agent's phone could ring twice; a customer's never, for it rings only by a yes
  that the database took once.""",
    """**The carrier runs one document per answer**, a repeated request gets the stored answer, and a leg that was
  dialled by a document ends with the leg that dialled it.""",
    """**What the carrier's log can show.** Calls, their numbers, times and how they ended; the requests of a call from
  15 minutes after its end on, for some weeks. A call that ended in its greeting looks like one that wanted nothing.""",
    """**Callers can be reached.** Numbers that are withheld and never keyed, barred by law or by the owner, or not
  answered after all attempts end in outcomes with a name, counted above; they are not conversations.""",
    """**Agents exist.** No program answers for a team that nobody is in; its callbacks stay open, and its owner is told
  before a promise breaks.""",
    """**Clocks.** Time is the database's own. If its clock jumps, promises move with it.""",
)
