"""A partnership: its workstreams, its milestones with what made them late, its scorecard."""

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.tables.console import amount, facts, section, table, words


def partnership_page(view: dict[str, Any]) -> Group:
    """Return a partnership as a page."""
    heading = f"{view['stream']}: {view['title']}"
    parts = [_milestones(view), _reasons(view)]
    if view["scorecard"] is not None:
        parts += [_metrics(view["scorecard"]), _periods(view["scorecard"])]
    return section(heading, _head(view), *(part for part in parts if part.row_count))


def _head(view: dict[str, Any]) -> Table:
    joined = [row["party"] for row in view["endorsements"]]
    return facts(
        {
            "parties": ", ".join(view["parties"])
            + (f" (endorsed by {', '.join(joined)})" if joined else ""),
            "term": f"{view['from']} to {view['until'] or 'open end'}, {words(view['phase'])}",
            "value": amount(view["value"]),
            "objectives": "; ".join(view["objectives"]),
            "workstreams": ", ".join(row["title"] for row in view["workstreams"]) or "—",
        }
    )


def _milestones(view: dict[str, Any]) -> Table:
    headings = ("Milestone", "State", "Baseline", "Forecast", "Actual", "Late", "Entry")
    made = table(*headings, numbers=("Late", "Entry"))
    for row in view["milestones"]:
        latest = row["forecasts"][-1] if row["forecasts"] else None
        late = row["delay_days"] if row["achieved_on"] or latest is None else latest["delay_days"]
        made.add_row(
            row["title"],
            words(row["phase"]),
            when(row["baseline"]),
            when(row["forecast"]),
            row["achieved_on"] or "—",
            "—" if late is None else f"{late} days",
            str(row["leaf_index"]),
        )
    return made


def _reasons(view: dict[str, Any]) -> Table:
    """Return why each forecast differs from the plan, by cause; amounts add up to the delay."""
    headings = ("Forecast of", "On", "To", "Cause", "By", "Delay", "Entry")
    made = table(*headings, numbers=("Delay", "Entry"))
    for row in view["milestones"]:
        for forecast in row["forecasts"]:
            for each in forecast["causes"] or ():
                made.add_row(
                    row["title"],
                    forecast["recorded_at"][:10],
                    when(forecast["on"]),
                    each["cause"],
                    each.get("party") or "—",
                    f"{each['amount']} {each['unit']}",
                    str(forecast["leaf_index"]),
                )
    return made


def when(on: dict[str, Any] | None) -> str:
    """Write a day, a range of days, or a last day."""
    match on:
        case None:
            return "—"
        case {"on": day}:
            return str(day)
        case {"by": day}:
            return f"by {day}"
        case _:
            return f"{on['earliest']} to {on['latest']}"


def _metrics(scorecard: dict[str, Any]) -> Table:
    """Return every measurement beside what was agreed; restated ones beside what followed."""
    headings = ("Metric", "Period", "Target", "Value", "Measured by", "Attested by", "Entry")
    made = table(*headings, numbers=("Target", "Value", "Entry"))
    agreed = {row["metric"]: row for each in scorecard["metric_sets"] for row in each["metrics"]}
    for row in scorecard["measurements"]:
        metric = agreed[row["metric"]]
        attested = ", ".join(each["party"] for each in row["attestations"]) or "nobody yet"
        made.add_row(
            row["metric"],
            row["period"],
            f"{metric['target']} {metric['unit']}",
            _measured(row) + (" (restated)" if row["restated_by"] else ""),
            row["party"],
            attested,
            str(row["leaf_index"]),
        )
    return made


def _measured(row: dict[str, Any]) -> str:
    if row["unknown"]:
        return "unknown"
    if row["value"] is not None:
        return str(row["value"])
    return f"{row['numerator']}/{row['denominator']}"


def _periods(scorecard: dict[str, Any]) -> Table:
    made = table("Closed period", "Metric", "Rating", "Target met", "Weight", "Entry")
    for period in scorecard["periods"]:
        for score in period["scores"]:
            rating = score.get("rag") or "unknown"
            met = {True: "yes", False: "no"}.get(score.get("target_met"), "—")
            weight = f"{score['weight']['num']}/{score['weight']['den']}"
            style = {"green": "green", "amber": "yellow", "red": "red"}.get(rating, "dim")
            rated = Text(rating, style=style)
            entry = str(period["leaf_index"])
            made.add_row(period["period"], score["metric"], rated, met, weight, entry)
    return made
