"""Something done in another thread while a test goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

PATIENCE = 10.0


class Meanwhile:
    """Something done in another thread; `end()` gives its result or raises its exception."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._result: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(act,), daemon=True)
        self._thread.start()

    def _run(self, act: Callable[[], Any]) -> None:
        try:
            self._result = act()
        except BaseException as error:
            self._error = error

    def end(self) -> Any:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error
        return self._result
