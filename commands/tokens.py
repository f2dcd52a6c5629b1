"""``countersign token``: a bearer token for any client, given for a signature of one's own key."""

import sys

import click

from commands.keys import KeyChoice, key_options
from commands.places import Place, met, place_options
from commands.server import HttpDoor


@click.command()
@place_options
@key_options
def token(*, place: Place, key: KeyChoice) -> None:
    """Get a token from the server at --url, as the holder of your key.

    It reads what your company (or an auditor's scope) may, for five minutes:
    curl -H "Authorization: Bearer $(countersign token …)" URL/v1/contracts.
    """
    if place.url is None:
        raise click.UsageError("which server? give --url; a folder is read without a token")
    with met(place, key.load()) as (door, _):
        assert isinstance(door, HttpDoor), "whoever names an address meets a server"
        sys.stdout.write(door.new_token() + "\n")
