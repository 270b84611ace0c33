"""Bugs in what is kept and looked after: the store's fence, roll-back and checks, the commit, the sweep, the tasks."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, Edit, bug

_COMMITTED = "return act(unit)\n        except Held:"
_SAID_BEFORE = "said = act(unit)\n            return said\n        except Held:"
_OR_SAID = """except Unreachable:
            if said is not None:
                return said
            raise
        except Conflict:
            said = None
            continue"""
_FROM_CLAIM = 'work(board.store, lambda unit: unit.save(replace(row, state=State.PLACING)), "drive")'

BUGS: tuple[Bug, ...] = (
    bug("there is no sweep", "sweep:once", "for name, kind in KINDS.items():", "for name, kind in ():"),
    bug(
        "the sweep looks at fresh rows only",
        "store.memory.store:MemoryStore.due",
        "[id for _, id in found[:limit]]",
        "[id for at, id in found[:limit] if (self.clock() - at).total_seconds() < 60]",
    ),
    bug(
        "offers are left to the doorbell",
        "sweep:once",
        "for name, kind in KINDS.items():",
        'for name, kind in ((name, kind) for name, kind in KINDS.items() if name != "offer"):',
    ),
    bug("what was due once is forgotten", "store.memory.shelf:Shelf.due", "heapq.heappush(heap, one)", "pass"),
    bug(
        "the fence is dropped, and a slow worker writes what it once read",
        "store.memory.store:MemoryUnit.save",
        "old.fence != fence",
        "False",
        Edit(
            "drive.offer:_place",
            "result = carrier.place(call)",
            f"result = carrier.place(call)\n    {_FROM_CLAIM}",
        ),
    ),
    bug(
        "half of what failed is kept",
        "store.memory.store:MemoryUnit._roll_back",
        "reversed(self._undo)",
        "reversed(self._undo[1:])",
    ),
    bug(
        "the ledger tells of what was taken back",
        "store.memory.store:MemoryUnit._roll_back",
        "self._store.ledger.cut(self._told)",
        "pass",
    ),
    bug(
        "words leave before the commit is sure",
        "ports:work",
        _COMMITTED,
        _SAID_BEFORE,
        Edit("ports:work", "except Conflict:\n            continue", _OR_SAID),
        Edit("ports:work", "held = False", "said, held = None, False"),
    ),
    bug(
        "a row without a next look",
        "change:move_callback",
        "deadline=None if final else (deadline or row.deadline)",
        "deadline=None",
        Edit("store.memory.store:MemoryUnit._put", "problem(new) or _moved_on(old, new)", "_moved_on(old, new)"),
    ),
    bug(
        "the rings of the day are not counted",
        "store.memory.questions:Questions.attempts_since",
        "return sum(",
        "return 0 * sum(",
    ),
    bug("an open task alerts once", "drive.rest:_task", "deadline=unit.now + ALERT_AGAIN", "deadline=None"),
    bug(
        "a task is written, and no message",
        "tasks:tell",
        "unit.insert(Message(0, key, team.name, told, MessageState.INTENDED, unit.now, unit.now))",
        "pass",
    ),
    bug(
        "queues are never deleted",
        "drive.rest:_queue",
        "if closed:",
        "if False:",
    ),
)
