"""The stores that are reported on: the same three as in the store's own tests."""

from tests.store.conftest import sql_store, store

__all__ = ["sql_store", "store"]
