"""A page as it is printed where nobody watches, or as a terminal colours it."""

import io

from rich.console import Console, RenderableType


def printed(page: RenderableType, *, is_coloured: bool = False) -> str:
    """Return what is printed of a page, 100 columns wide."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=100,
        color_system="truecolor" if is_coloured else None,
        force_terminal=is_coloured,
        highlight=False,
    )
    console.print(page)
    return stream.getvalue()
