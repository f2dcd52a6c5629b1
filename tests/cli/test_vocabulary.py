"""kind: what may be said, who signs it and what it holds, without reading the source."""

import pytest

from commands.hints import HINTS
from ledger.domain.kinds import KINDS
from tests.cli.office import Office
from tests.regenerate import load_errors


def test_every_kind_is_listed(bare: Office) -> None:
    """No ledger and no key are needed to see the vocabulary."""
    said = bare.ok("kind")

    assert [tag for tag in KINDS if f"  {tag} " not in said] == []


def test_the_kinds_of_one_sort_of_stream(bare: Office) -> None:
    """A stream's type narrows the list to what can stand in such streams."""
    found = bare.answer("kind", "change")

    assert {each["stream"] for each in found} == {"change"}
    assert "change.signed.v1" in {each["kind"] for each in found}


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_each_kind_shows_the_members_of_its_body(bare: Office, tag: str) -> None:
    """The page names each member, and the JSON has it in the schema."""
    said = bare.ok("kind", tag)
    body = bare.answer("kind", tag)["body"]
    schema = body["$defs"][body["$ref"].rpartition("/")[2]]

    assert [name for name in schema.get("properties", {}) if f"  {name} " not in said] == []


def test_a_kind_says_what_its_draft_needs(bare: Office) -> None:
    """Which options a draft cannot go without, and as whom it is signed."""
    said = bare.ok("kind", "contract.declined.v1")

    assert "asks for   --subject, --reason" in said
    assert "signed as  programme_manager, signatory" in said


def test_parts_of_a_body_are_shown_with_their_rules(bare: Office) -> None:
    """A part's own words say what its members mean."""
    said = bare.ok("kind", "contract.drafted.v1")

    assert "  percent             decimal text" in said
    assert 'A percentage\n  is written as the paper has it ("12.5")' in said


def test_a_kind_that_is_none_says_where_they_are_listed(bare: Office) -> None:
    """What is mistyped leads to the list."""
    result = bare.refused(2, "kind-unknown", "kind", "contract.draft")

    assert "countersign kind lists them" in result.stderr


def test_hints_are_for_codes_that_there_are() -> None:
    """A hint for a code that nothing raises would never be seen."""
    codes = {each.code for each in load_errors()}

    assert sorted(set(HINTS) - codes) == []
