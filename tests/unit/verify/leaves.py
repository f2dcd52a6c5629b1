"""Every other thing that a statement's body could say: one leaf changed at a time."""

from collections.abc import Iterator

from ledger.evidence.canonical import Json


def other_values(value: Json) -> Iterator[Json]:
    """Yield the value with one leaf changed, for each leaf."""
    if isinstance(value, dict):
        for name, member in value.items():
            for other in other_values(member):
                yield {**value, name: other}
    elif isinstance(value, list):
        for index, item in enumerate(value):
            for other in other_values(item):
                yield [*value[:index], other, *value[index + 1 :]]
    else:
        yield from _other_leaves(value)


def _other_leaves(value: Json) -> Iterator[Json]:
    """Yield values that could stand in a leaf's place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif value == "adopted":
        yield "rejected"
    elif isinstance(value, str):
        yield value[:-1] + ("0" if value[-1:] != "0" else "1")
