"""The stories in order; each step is recorded before the next begins."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.score import board, cast, contract, partnership, project
from commands.score.stage import Stage
from ledger.errors import LedgerError

STEPS = 75  # of both, what the progress bar counts to; a test holds it


@dataclass(frozen=True)
class Refusal:
    """An attempt that was refused: what was tried, the rule's name, what it said."""

    attempt: str
    code: str
    message: str
    size_before: int
    size_after: int


def play(stage: Stage) -> Refusal:
    """Play a partnership's story into a fresh ledger; return the attempt that was refused."""
    cast.play(stage)
    stage.turn_to(2017, 5, 2)
    board.constitute(stage)
    stage.turn_to(2017, 6, 1)
    contract.register_master(stage)
    contract.execute(stage)
    stage.turn_to(2017, 9, 11)
    contract.draft_change(stage)
    board.decide(stage, contract.CHANGE)
    stage.turn_to(2017, 9, 18)
    contract.sign_change(stage)
    board.lapse(stage)
    stage.turn_to(2017, 11, 6)
    contract.rename(stage)
    refusal = _refused(stage, contract.sign_without_authority)
    stage.turn_to(2020, 12, 17)
    partnership.form(stage)
    partnership.plan(stage)
    stage.turn_to(2021, 3, 15)
    partnership.forecast_late(stage)
    stage.turn_to(2021, 4, 29)
    partnership.achieve(stage)
    partnership.measure(stage)
    return refusal


def play_project(stage: Stage) -> None:
    """Play a later story into the same ledger, of companies that have nothing to do with it."""
    stage.turn_to(2024, 10, 1, hour=0)
    project.admit(stage)
    project.start_up(stage)
    stage.turn_to(2024, 11, 28, hour=0)
    project.execute(stage)
    for day, party in ((project.FIRST_SIGNED, project.SPONSOR), (project.LAST_SIGNED, project.CRO)):
        stage.turn_to(day.year, day.month, day.day, hour=0)
        if party == project.SPONSOR:
            project.draft_change(stage)
        project.sign_change(stage, party)


def _refused(stage: Stage, attempt: Callable[[Stage], None]) -> Refusal:
    try:
        attempt(stage)
    except LedgerError as error:
        return Refusal(
            attempt="sign a change order that no decision authorises",
            code=error.code,
            message=str(error),
            size_before=stage.size_before,
            size_after=stage.ledger.world.size,
        )
    raise AssertionError("the rules let an unauthorised change be signed")
