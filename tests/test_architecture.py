"""Which way imports point, and which door each library has.

Everything is read from the source, so that a file is held to these rules from
the moment it exists. A module in no room fails: say here where it lives.
"""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter

from tests.sources import HOUSE, ROOT

CORE = ("ledger.errors", "ledger.evidence", "ledger.domain")
LEDGER = (
    *CORE,
    "ledger.verify",
    "ledger.drafting",
    "ledger.audit",
    "ledger.folder",
    "ledger.service",
    "ledger.archive",
)

# Each room, and the rooms that it may import beside itself.
ROOMS: dict[str, tuple[str, ...]] = {
    "ledger": (),
    "ledger.errors": (),
    "ledger.evidence": ("ledger.errors",),
    "ledger.domain": ("ledger.errors", "ledger.evidence"),
    "ledger.verify": CORE,
    "ledger.drafting": CORE,
    "ledger.store": ("ledger.errors", "ledger.evidence"),
    "ledger.folder": ("ledger.errors", "ledger.evidence"),
    "ledger.audit": (*CORE, "ledger.verify", "ledger.folder", "ledger.store"),
    "ledger.archive": (*CORE, "ledger.folder", "ledger.store"),
    "ledger.service": (*CORE, "ledger.folder", "ledger.store", "ledger.archive", "ledger.verify"),
    "projections": LEDGER,
    "api": (*LEDGER, "ledger.folder", "projections"),
    "commands": (*LEDGER, "projections", "api"),
    "cli": ("ledger.errors", "commands"),
}

# Each library, and the only modules or rooms that may import it.
DOORS: dict[str, tuple[str, ...]] = {
    "cryptography": ("ledger.evidence.keys",),
    "msgspec": ("ledger.evidence.canonical", "ledger.evidence.schema"),
    "eventsourcing": ("ledger.store", "ledger.service"),
    "sqlalchemy": ("projections",),
    "flask": ("api",),
    "flask_smorest": ("api",),
    "marshmallow": ("api",),
    "apispec": ("api",),
    "webargs": ("api",),
    "werkzeug": ("api",),
    "click": ("cli", "commands"),
    "rich": ("commands",),
    "gunicorn": ("commands",),
}

# What an auditor has installed: the pure part of this package and these two.
AUDITOR_LIBRARIES = {"cryptography", "msgspec"}
AUDITOR_ROOMS = ("ledger.errors", "ledger.evidence", "ledger.domain", "ledger.verify")

# The rules are a pure function of what was recorded: nothing that reaches outside.
OUTSIDE = {
    *("asyncio", "http", "io", "multiprocessing", "os", "pathlib", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time"),
    *("urllib", "logging"),
}
# The clock enters in ledger.service and at the edges; below it, time is an argument.
CLOCKLESS = (*AUDITOR_ROOMS, "ledger.store", "ledger.archive", "projections")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}

NAMES = {module.name for module in HOUSE}


def within(name: str, room: str) -> bool:
    """Whether a dotted name is a room or inside it; the root of ledger/ holds only itself."""
    return name == room or (room != "ledger" and name.startswith(f"{room}."))


def room_of(name: str) -> str | None:
    """Name the most specific room that holds a module."""
    return max((room for room in ROOMS if within(name, room)), key=len, default=None)


def first_party(imported: str) -> str | None:
    """Name the module of ours that an imported name is, or lives in."""
    if imported.partition(".")[0] not in {"ledger", "projections", "api", "commands", "cli"}:
        return None
    return imported if imported in NAMES else imported.rpartition(".")[0] or imported


def test_every_module_has_a_room() -> None:
    """Whatever fits nowhere is a question to ask, not a new corner."""
    homeless = [module.name for module in HOUSE if room_of(module.name) is None]

    assert homeless == []


def test_imports_point_downward() -> None:
    """A room imports itself and the rooms that its row names, nothing above or beside."""
    upward = [
        f"{module.name} imports {imported}"
        for module in HOUSE
        if (room := room_of(module.name)) is not None
        for imported in module.imports
        if (target := first_party(imported)) is not None
        and not any(within(target, allowed) for allowed in (room, *ROOMS[room]))
    ]

    assert upward == []


def test_no_module_imports_itself_through_others() -> None:
    """The modules have an order in which each can be read after what it uses."""
    graph = {
        module.name: {
            target
            for imported in module.imports
            if (target := first_party(imported)) is not None and target != module.name
        }
        for module in HOUSE
    }

    order = list(TopologicalSorter(graph).static_order())

    assert len(order) == len(set(order))


def test_each_library_comes_through_its_door() -> None:
    """A library is imported where DOORS says, and one without a row nowhere."""
    strays = [
        f"{module.name} imports {imported}"
        for module in HOUSE
        for imported in module.imports
        if first_party(imported) is None
        and (library := imported.partition(".")[0]) not in sys.stdlib_module_names
        and not any(within(module.name, door) for door in DOORS.get(library, ()))
    ]

    assert strays == []


def test_the_rules_reach_nothing_outside() -> None:
    """The domain knows no clock, disk, network, chance or thread."""
    reaching = [
        f"{module.name} imports {imported}"
        for module in HOUSE
        if room_of(module.name) == "ledger.domain"
        for imported in module.imports
        if imported.partition(".")[0] in OUTSIDE
    ]

    assert reaching == []


def test_the_clock_enters_at_the_service() -> None:
    """Below the service the time is an argument, so that the past can be replayed."""
    readers = [
        f"{module.name} calls {call}"
        for module in HOUSE
        if room_of(module.name) in CLOCKLESS
        for call in module.calls
        if any(call == clock or call.endswith(f".{clock}") for clock in CLOCKS)
    ]

    assert readers == []


def test_the_package_itself_is_only_a_docstring() -> None:
    """Importing ledger brings in nothing, so that every import path through it is free."""
    statements = [type(node) for node in ast.parse((ROOT / "ledger/__init__.py").read_text()).body]

    assert statements == [ast.Expr]


IMPORT_ALONE = """
import importlib, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)

absent, names = set(sys.argv[1].split(",")), sys.argv[2].split(",")
sys.meta_path.insert(0, Absent())
before = set(sys.modules)
for name in names:
    importlib.import_module(name)
print(",".join(sorted(set(sys.modules) - before)))
"""


def import_alone(names: tuple[str, ...], absent: set[str]) -> set[str]:
    """Import modules in a fresh interpreter without some libraries; return all it loaded."""
    finished = subprocess.run(
        [sys.executable, "-c", IMPORT_ALONE, ",".join(sorted(absent)), ",".join(names)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert finished.stderr == ""
    return set(finished.stdout.strip().split(","))


def test_the_package_imports_nothing_else() -> None:
    """An import of ledger loads one module, ledger."""
    loaded = import_alone(("ledger",), set(DOORS))

    assert loaded == {"ledger"}


def test_an_auditor_needs_no_framework() -> None:
    """Evidence, domain and verify import where every framework is absent."""
    names = tuple(module.name for module in HOUSE if room_of(module.name) in AUDITOR_ROOMS)

    loaded = import_alone(names, set(DOORS) - AUDITOR_LIBRARIES)

    assert set(names) <= loaded
