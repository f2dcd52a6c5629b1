"""For which matters, and when, a rule is meant: one clause that says all that is asked."""

from collections.abc import Iterable, Iterator

from ledger.domain.charters.phrases import both, either, limit, threshold, way
from ledger.domain.kinds.charter.terms import Range, When


def when(value: When | None) -> str:
    """Say for which matters a rule is meant, as the end of a sentence."""
    said = which(value)
    if not said:
        return ""
    return f", only {said}" if said.startswith("while ") else f", only for {said}"


def which(value: When | None) -> str:
    """Say which matters are meant, all that is asked of them in one clause; none where any is.

    "Matters of class budget that are decided in writing and move more than ..." cannot
    be taken for two sorts of matter, as "budgets and decisions in writing" could.
    """
    if value is None:
        return ""
    asked, moments = _all_of(_asked(value)), _all_of(_moments(value))
    kind = f"matters of class {either(value.classes)}" if value.classes else "matters"
    said = f"{kind} that {asked}" if asked else kind if value.classes else ""
    if not moments:
        return said
    return f"{said}, and only {moments}" if said else moments


def _all_of(words: Iterable[str]) -> str:
    """Join words with a last "and"; say nothing where there are none."""
    words = tuple(words)
    return both(words) if words else ""


def _asked(value: When) -> Iterator[str]:
    """Yield what a matter must be, each as something that it does."""
    if value.except_classes:
        yield f"are of any class but {either(value.except_classes)}"
    if value.topics:
        yield f"are on {either(value.topics)}"
    if value.except_topics:
        yield f"are not on {either(value.except_topics)}"
    yield from _decided(value)
    if value.stages:
        yield f"are at stage {either(map(str, value.stages))}"
    if value.above is not None:
        yield f"move more than {limit(value.above)}"
    if value.up_to is not None:
        yield f"move no more than {limit(value.up_to)}"


def _decided(value: When) -> Iterator[str]:
    """Yield how a matter must be decided, and at which meetings."""
    at_meetings = value.meetings or value.reconvened
    if value.procedures and not (at_meetings and value.procedures == ("meeting",)):
        yield f"are decided {either(map(way, value.procedures))}"
    sort = f" of class {either(value.meetings)}" if value.meetings else ""
    if value.reconvened:
        yield f"are decided at a reconvened meeting{sort}"
    elif value.meetings:
        yield f"are decided at a meeting{sort}"
    if value.reconvened is False:
        yield "are not decided at a reconvened meeting"


def _moments(value: When) -> Iterator[str]:
    if value.vacancies is not None:
        yield f"while {span(value.vacancies)} vacant"
    if value.filled is not None:
        yield f"while {span(value.filled)} filled"
    if value.recused is not None:
        many = threshold(value.recused, "the filled voting seats")
        yield f"while {many} have withdrawn from the matter"


def span(value: Range) -> str:
    """Say how many voting seats are meant, up to what they are."""
    least, most = value.least, value.most
    if most is None:
        number, last = f"at least {least}", least
    elif most == 0:
        number, last = "no", 1
    elif least == most:
        number, last = f"exactly {least}", least
    else:
        number, last = (f"{least} to {most}" if least else f"at most {most}"), most
    return f"{number} voting {'seat is' if last == 1 else 'seats are'}"
