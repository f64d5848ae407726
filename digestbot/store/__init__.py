"""Records ↔ SQLite: schema, migrations, search, outbox. The only room that holds SQL."""

from digestbot.store.arrivals import Arrival
from digestbot.store.candidates import Found
from digestbot.store.database import FILE_NAME, Store
from digestbot.store.unwritten import Unwritten

__all__ = ["FILE_NAME", "Arrival", "Found", "Store", "Unwritten"]
