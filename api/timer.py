"""What time alone makes due is recorded in time, also while nobody writes."""

import logging
from threading import Event, Thread

from api.served import Served
from ledger.errors import CorruptError, LedgerError

logger = logging.getLogger(__name__)


class DueTimer:
    """Looks at the clock from time to time, in a thread of its own, until it is stopped."""

    def __init__(self, it: Served, *, seconds: float = 1.0) -> None:
        """Look every so many seconds, from ``start`` on."""
        self._it = it
        self._seconds = seconds
        self._over = Event()
        self._thread = Thread(target=self._run, name="countersign-due", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, once the look that runs is done."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over.wait(self._seconds):
                self._look()
        finally:
            if not self._over.is_set():  # it ended by a fault: the server is not ready any more
                self._it.stopped.set()

    def _look(self) -> None:
        try:
            followed = self._it.record_due()
        except CorruptError as error:  # remembered for /readyz; there is nothing more to look for
            logger.critical("the ledger stopped: %s: %s", error.code, error)
            self._over.set()
        except LedgerError as error:  # the clock or the disk; the next look may fare better
            logger.warning("nothing was recorded as due: %s: %s", error.code, error)
        else:
            if followed:
                logger.info("recorded as due: %s", ", ".join(each.kind for each in followed))
