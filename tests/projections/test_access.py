"""Tokens and used assertions: what is stored can be used by nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from projections import access
from projections.access import AssertionUsedError, TokenError
from projections.engine import open_engine, writing
from tests.unit.domain.story import START

LATER = START + timedelta(minutes=5)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A file with the two tables."""
    opened = open_engine(tmp_path / "views.db", "FULL")
    with writing(opened) as connection:
        access.metadata.create_all(connection)
    yield opened
    opened.dispose()


def test_a_token_is_found_until_it_expires(engine: Engine) -> None:
    """A token stands for a key, for its five minutes."""
    with writing(engine) as connection:
        token = access.issue(connection, kid="k", expires_at=LATER)

        found = access.lookup(connection, token, LATER - timedelta(milliseconds=1))

        assert (found.kid, found.expires_at) == ("k", "2020-12-17T09:05:00.000Z")
        with pytest.raises(TokenError):
            access.lookup(connection, token, LATER)
        with pytest.raises(TokenError):
            access.lookup(connection, token + "x", START)


def test_only_a_digest_of_a_token_is_stored(engine: Engine) -> None:
    """Who reads the file can act as nobody."""
    with writing(engine) as connection:
        tokens = {access.issue(connection, kid="k", expires_at=LATER) for _ in range(8)}
        stored = str(connection.execute(select(access.tokens)).all())

    assert len(tokens) == 8
    assert [token for token in tokens if token in stored] == []


def test_an_assertion_is_used_once(engine: Engine) -> None:
    """A key's assertion gets one token; another key may use the same word."""
    with writing(engine) as connection:
        access.use_assertion(connection, kid="a", jti="1", expires_at=LATER)
        access.use_assertion(connection, kid="b", jti="1", expires_at=LATER)
        access.use_assertion(connection, kid="a", jti="2", expires_at=LATER)

        with pytest.raises(AssertionUsedError) as caught:
            access.use_assertion(connection, kid="a", jti="1", expires_at=LATER)

    assert caught.value.facts == {"jti": "1"}


def test_what_has_expired_is_forgotten(engine: Engine) -> None:
    """The memory stays short."""
    with writing(engine) as connection:
        for expires_at in (START, LATER):
            access.issue(connection, kid="k", expires_at=expires_at)
            access.use_assertion(
                connection, kid="k", jti=expires_at.isoformat(), expires_at=expires_at
            )

        assert access.purge(connection, START) == 2
        assert access.purge(connection, START) == 0
        assert access.purge(connection, LATER) == 2
