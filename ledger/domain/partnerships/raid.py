"""The log of risks, issues and actions that a partnership keeps, each under a slug.

The three families have the same life: raised, assigned as often as needed,
closed once. What comes up again is raised anew, under another slug.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ledger.domain.directory import with_item
from ledger.domain.kinds.partnership import ItemAssigned, ItemClosed, ItemRaised
from ledger.domain.world import Act
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, PartySlug

ItemBody = ItemRaised | ItemAssigned | ItemClosed


class RaidItemTakenError(RefusedError):
    """A risk's, issue's or action's slug is used once."""

    code = "raid-item-taken"
    message = "{stream} has the {family} {slug} already"


class ItemNotOpenError(RefusedError):
    """Only a risk, issue or action that was raised and not closed is assigned or closed."""

    code = "item-not-open"
    message = "{stream} has no open {family} {slug}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A risk, an issue or an action: raised by which statement, given to which party."""

    raised: Digest
    party: PartySlug | None = None
    is_open: bool = True


Items = Mapping[str, Mapping[str, Item]]  # by family, then by slug


def no_items() -> Items:
    """Return the log that nothing was entered in."""
    return MappingProxyType({"risk": {}, "issue": {}, "action": {}})


def family_of(act: Act) -> str:
    """Say whether a kind is about a risk, an issue or an action."""
    return act.kind.tag.partition(".")[0]


def check_item(items: Items, act: Act, body: ItemBody) -> None:
    """Accept one step in the life of a risk, an issue or an action.

    Raises:
        RaidItemTakenError: It is raised under a slug that is used.
        ItemNotOpenError: It is not there, or closed.
    """
    family = family_of(act)
    item = items[family].get(body.slug)
    if isinstance(body, ItemRaised):
        # A correction comes under the digest of the record that it corrects.
        if item is not None and item.raised != act.digest:
            raise RaidItemTakenError(stream=act.statement.stream, family=family, slug=body.slug)
    elif item is None or not item.is_open:
        raise ItemNotOpenError(stream=act.statement.stream, family=family, slug=body.slug)


def evolve_items(items: Items, act: Act, body: ItemBody) -> Items:
    """Return the log after one step has taken effect."""
    family = items[family_of(act)]
    if isinstance(body, ItemRaised):
        # Corrected: whom it was given to, and whether it is open, stays.
        item = family.get(body.slug) or Item(raised=act.digest)
    elif isinstance(body, ItemAssigned):
        item = replace(family[body.slug], party=PartySlug(body.party))
    else:
        item = replace(family[body.slug], is_open=False)
    return with_item(items, family_of(act), with_item(family, body.slug, item))
