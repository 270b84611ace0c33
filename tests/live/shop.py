"""The simulation's shop, published to a real database: its flow compiled as authors' flows are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ivr.callflow.compiled import dump_flow
from ivr.promise.compiled import dump_business
from ivr.promise.policy import Policy
from ivr.switchboard import flows
from ivr.switchboard.ports import Store, Unit, work
from tests.simulation import shop


def publish(store: Store, policies: Mapping[str, Policy]) -> None:
    """These teams answer from now on, and keep these promises."""
    business = shop.business(policies)
    texts = (
        (flows.BUSINESS, flows.BUSINESS, dump_business(business)),
        (flows.FLOW, "main", dump_flow(shop.flow(business))),
    )

    def act(unit: Unit) -> None:
        for kind, name, text in texts:
            flows.publish(unit, kind, name, hashlib.sha256(text.encode()).hexdigest(), text)

    work(store, act)
