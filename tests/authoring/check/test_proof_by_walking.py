"""The proof against an oracle that shares nothing with it: every walk through small flows, judged by what lies behind.

The oracle reads compiled nodes and looks back over a whole walk; the proof reads forms and carries a state.
"""

from collections.abc import Iterator
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.business import BUSINESS as BUSINESS_SHAPE
from ivr.authoring.check.proof import Failure, prove
from ivr.authoring.check.ways import ways
from ivr.authoring.compile import compile_business
from ivr.authoring.compile_node import Context, compile_node
from ivr.authoring.flow import FLOW
from ivr.authoring.nodes import END
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from ivr.callflow import ahead
from ivr.callflow import nodes as kinds
from ivr.callflow.nodes import HangUp, Node
from tests.authoring.shop import BUSINESS, laid_over
from tests.authoring.shop import FLOW as BASE

NAMES = [f"n{number}" for number in range(5)]
LONGEST = 7
Walk = tuple[tuple[str, str], ...]
"""(node, exit) pairs."""

target = st.sampled_from(NAMES)


CALLBACK = "{{callback: {{team: support, ask_number: {0}, next: {1}, cannot: {2}}}}}"
OPEN_CALLBACK = "{{open_callback: {{through: {0}, none: {1}, moved: {2}, cancelled: {3}}}}}"


def written(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda values: form.format(*values))


BRANCH = "{{branch: [{{when: caller.vip, go: {0}}}, {{when: now.hour > 11, go: {1}}}], otherwise: {2}}}"
COLLECT = "{{collect: {{kind: digits, prompt: Key it., as: it, next: {0}, otherwise: {1}}}}}"

node = st.one_of(
    written("{{say: Hello., next: {0}}}", target),
    written("{{menu: {{prompt: Choose., choices: {{'1': {0}, '2': {1}}}, otherwise: {2}}}}}", target, target, target),
    written("{{hours: shop, open: {0}, closed: {1}}}", target, target),
    written("{{transfer: support, unanswered: {0}, done: {1}}}", target, target),
    written(BRANCH, target, target, target),
    written(COLLECT, target, target),
    written("{{set: {{source: shop}}, next: {0}}}", target),
    written("{{survey: {{prompt: Press 1 to 5., as: it}}, next: {0}}}", target),
    written(CALLBACK, st.sampled_from(["true", "false"]), target, target),
    written(OPEN_CALLBACK, target, target, target, target),
    written("{{decline: {{next: {0}}}}}", target),
    st.just("{hang_up: Goodbye.}"),
)
flows = st.lists(node, min_size=5, max_size=5).map(
    lambda made: "start: n0\nnodes:\n" + "".join(f"  {name}: {one}\n" for name, one in zip(NAMES, made, strict=True))
)


def exits(node: Node) -> dict[str, str]:
    """Exit → where it leads."""
    match node:
        case kinds.Menu(choices=choices, otherwise=otherwise):
            return {**{key: choice.go for key, choice in choices.items()}, "otherwise": otherwise}
        case kinds.Branch(cases=cases, otherwise=otherwise):
            whens = {f"when {number}": case.go for number, case in enumerate(cases, 1)}
            return {**whens, "otherwise": otherwise}
        case kinds.HangUp():
            return {}
    fields = {name: getattr(node, name) for name in node.__slots__}
    return {name: there for name, there in fields.items() if there in (*NAMES, END)}


def settles(node: Node, way: str) -> bool:
    match node:
        case kinds.Transfer():
            return way == "done"
        case kinds.Callback(ask_number=asked):
            return way == "next" or asked
        case kinds.OpenCallback():
            return way in ("moved", "cancelled")
    return isinstance(node, kinds.Decline)


def is_key(node: Node, way: str) -> bool:
    silent = "otherwise" if isinstance(node, kinds.Menu) else "none"
    return isinstance(node, kinds.Menu | kinds.OpenCallback) and way != silent


def comes_to_a_person(flow: dict[str, Node], name: str, silent: bool, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a call may come from here to a transfer by our own decisions, and by silence where that is meant."""
    if name in seen:
        return False
    node, further = flow[name], partial(comes_to_a_person, flow, silent=silent, seen=seen | {name})
    match node:
        case kinds.Transfer():
            return True
        case kinds.Say(next=then) | kinds.Set(next=then) | kinds.Survey(next=then) | kinds.OpenCallback(none=then):
            return further(then)
        case kinds.Branch():
            return any(further(there) for there in exits(node).values())
        case kinds.Hours(open=opened, closed=closed):
            return further(opened) or further(closed)
        case kinds.Menu(otherwise=then) | kinds.Collect(otherwise=then):
            return silent and further(then)
    return False


def wrong(flow: dict[str, Node], walk: Walk) -> bool:
    """Whether a walk that ends in a hang-up leaves the caller with nothing: looks back from its end."""
    chose = False
    for name, way in reversed(walk):
        node = flow[name]
        if settles(node, way):
            return False
        if isinstance(node, kinds.Transfer | kinds.Callback) or way == "through":
            return True
        if isinstance(node, kinds.Hours | kinds.Branch):
            may = [comes_to_a_person(flow, there, silent=False) for there in exits(node).values()]
            might = [comes_to_a_person(flow, there, silent=True) for there in exits(node).values()]
            if any(may) or (any(might) and not chose):
                return True
        if isinstance(node, kinds.Menu | kinds.Collect) and way == "otherwise" and not chose:
            return True
        chose = chose or is_key(node, way) or (isinstance(node, kinds.Collect) and way == "next")
    return False


def declined_unasked(flow: dict[str, Node], walk: Walk) -> bool:
    """Whether a walk that leads to a decline does so otherwise than by a key: the last decision counts."""
    for name, way in reversed(walk):
        if not isinstance(flow[name], kinds.Say | kinds.Set | kinds.Survey | kinds.Decline):
            return not is_key(flow[name], way)
    return True


def walks(flow: dict[str, Node]) -> Iterator[tuple[Walk, str]]:
    """Every walk from the start of at most so many steps, and where it stands then."""
    waiting: list[tuple[Walk, str]] = [((), "n0")]
    while waiting:
        walk, name = waiting.pop()
        yield walk, name
        if len(walk) < LONGEST:
            waiting += [((*walk, (name, way)), there) for way, there in exits(flow[name]).items()]


def bad(flow: dict[str, Node], walk: Walk, name: str) -> bool:
    if isinstance(flow[name], kinds.Decline):
        return declined_unasked(flow, walk)
    return isinstance(flow[name], HangUp) and wrong(flow, walk)


def told(failure: Failure) -> Walk:
    """The walk that a failure tells of, with the words on the way."""
    walk = [(name, "next") for name in failure.opening]
    for leg in failure.legs:
        walk += [(leg.place, leg.way.label), *((name, "next") for name in leg.through)]
    return tuple(walk)


def follows(flow: dict[str, Node], walk: Walk, to: str) -> bool:
    """Whether each step leads to the next one, from the start to the end."""
    names = [*(name for name, _ in walk), to]
    steps = zip(walk, names[1:], strict=True)
    return names[0] == "n0" and all(exits(flow[name])[way] == there for (name, way), there in steps)


@settings(max_examples=400)
@given(flows)
def test_the_proof_finds_what_walking_finds_and_nothing_else(text: str) -> None:
    found = Findings("main.yaml")
    form = FLOW.read(parse(laid_over(text, BASE).encode(), found).tree, found)  # type: ignore[arg-type]
    assert form is not None and not found.problems
    shop = BUSINESS_SHAPE.read(parse(laid_over("", BUSINESS).encode(), found).tree, found)  # type: ignore[arg-type]
    assert shop is not None
    known = Context(compile_business(shop), ("en",), {})
    flow: dict[str, Node] = {name: compile_node(name, pair.value, known) for name, pair in form.nodes.items()}
    flow[END] = HangUp()
    for place in ways(form).values():  # the checker and the engine see the same ways
        assert {way.target for way in place.exits} == set(ahead.exits(flow[place.name]))

    failures = prove("n0", ways(form))

    for failure in failures:
        walk = told(failure)
        assert follows(flow, walk, failure.to)
        assert bad(flow, walk, failure.to)
    known_exits = {(failure.legs[-1].place, failure.way.label) for failure in failures if failure.legs}
    for walk, name in walks(flow):
        if bad(flow, walk, name):
            assert last_exit(flow, walk) in {*known_exits, None}
    assert bool(failures) or not any(bad(flow, walk, name) for walk, name in walks(flow))


def last_exit(flow: dict[str, Node], walk: Walk) -> tuple[str, str] | None:
    """The exit at which a walk goes wrong: the last one at which there was anything to decide; None at the start."""
    return next((step for step in reversed(walk) if not isinstance(flow[step[0]], kinds.Say | kinds.Set)), None)
