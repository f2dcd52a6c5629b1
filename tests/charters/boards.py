"""Simple boards and what may happen in them, drawn at random as a person would write them."""

from typing import Any

from hypothesis import strategies as st

Plain = dict[str, Any]
SEATS = tuple(f"seat-{number}" for number in range(1, 7))
PARTIES = ("alpha", "beta", "gamma")
CHOICES = ("for", "against", "abstain")
CLOCK = "2026-03-10T12:00:00Z"
# Few moments, so that things often happen in the same instant.
TIMES = ("2026-03-10T10:00:00Z", "2026-03-10T11:00:00Z", CLOCK)
UNITS = ("seat", "person", "party", "weight")
FAILURES = ("rejected", "deadlocked", "deferred")


def thresholds() -> st.SearchStrategy[Plain]:
    """A fixed number, or a share with everything that may be said of it."""
    shares = [(1, 3), (1, 2), (3, 5), (2, 3), (3, 4), (1, 1)]
    share = st.fixed_dictionaries(
        {"share": st.sampled_from([{"num": num, "den": den} for num, den in shares])},
        optional={
            "reach": st.sampled_from(["at_least", "more_than"]),
            "plus": st.integers(0, 1),
            "rounding": st.sampled_from(["exact", "up", "down", "nearest"]),
            "least": st.integers(0, 3),
        },
    )
    return st.one_of(share, st.fixed_dictionaries({"count": st.integers(0, 5)}))


def seats() -> st.SearchStrategy[list[Plain]]:
    """Up to six seats; the first has a vote, others may be observers'."""
    return st.integers(1, len(SEATS)).flatmap(
        lambda count: st.tuples(*(_seat(name) for name in SEATS[:count])).map(list)
    )


def _seat(name: str) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {"seat": st.just(name), "party": st.sampled_from(PARTIES), "weight": st.integers(1, 3)},
        optional={} if name == SEATS[0] else {"voting": st.sampled_from([True, True, False])},
    )


QUORUMS = st.fixed_dictionaries(
    {
        "threshold": thresholds(),
        "unit": st.sampled_from(UNITS),
        "base": st.sampled_from(["all_seats", "filled", "entitled"]),
        "recused": st.sampled_from(["present", "absent"]),
    },
    optional={"parts": st.just([{"part": "each", "name": "there", "by": "party"}])},
)

MAJORITIES = st.fixed_dictionaries(
    {
        "base": st.sampled_from(["cast", "present", "entitled", "filled", "all_seats"]),
        "threshold": thresholds(),
        "unit": st.sampled_from(UNITS),
    },
    optional={"who": st.fixed_dictionaries({"parties": st.just([PARTIES[0]])})},
)

# Not divided against: a vote for divides a party that abstained, and would turn it.
BLOCS = st.fixed_dictionaries(
    {
        "how": st.sampled_from(["unanimous", "majority", "lead"]),
        "leads": st.just(["seat-2", "seat-1"]),
        "divided": st.sampled_from(["abstain", "none"]),
    }
)

VOTES = st.fixed_dictionaries(
    {
        "needs": st.lists(MAJORITIES, min_size=1, max_size=2),
        "bloc": BLOCS,
        "abstain": st.sampled_from(["not_cast", "cast", "against", "barred"]),
        "silence": st.sampled_from(["none", "none", *CHOICES]),
        "recused": st.sampled_from(["out", "in"]),
        "failed": st.sampled_from(FAILURES),
    },
    optional={"tie": st.sampled_from(FAILURES), "split": st.sampled_from(FAILURES)},
)

CASTING = st.fixed_dictionaries({"how": st.sampled_from(["second", "own"])})

PROXIES = st.fixed_dictionaries(
    {
        "per_holder": st.integers(1, 2),
        "presence": st.booleans(),
        "automatic": st.booleans(),
        "within": st.sampled_from(["board", "party"]),
    }
)


@st.composite
def charters(draw: st.DrawFn, *, rising: bool = False) -> Plain:
    """A charter of few and simple rules.

    A ``rising`` one breaks no ties by a majority of those present, or by one of
    parties: a vote for that makes one more present, or one party divided and so
    silent, and no tie any more, can leave that majority short.
    """
    vote: Plain = draw(VOTES)
    ties_matter = any(
        need["base"] == "present" or need.get("unit") == "party" for need in vote["needs"]
    )
    if not (rising and ties_matter) and draw(st.booleans()):
        vote["casting"] = draw(CASTING)
    people = {"proxies": draw(PROXIES)} if draw(st.booleans()) else {}
    return {
        "schema": 1,
        "seats": draw(seats()),
        "quorum": draw(st.lists(QUORUMS, max_size=1)),
        "votes": [vote],
        "procedures": {
            "meeting": {"closes": draw(st.sampled_from(["all_voted", "settled", "at_end"]))},
            "written": {"window": {"count": 2, "unit": "days"}},
        },
        "people": people,
    }


@st.composite
def cases(draw: st.DrawFn, *, rising: bool = False) -> Plain:
    """A board whose members come, go, withdraw, give proxies and vote; few of them do not."""
    charter = draw(charters(rising=rising))
    names = [seat["seat"] for seat in charter["seats"]]
    few = st.lists(st.sampled_from(names), unique=True, max_size=2)
    vacant = draw(few) if len(names) > 1 else []
    members: list[Plain] = [{"seat": name} for name in names if name not in vacant]
    members = members or [{"seat": names[0]}]
    members[0]["offices"] = ["chair"]
    silent = draw(few)
    ballots = draw(_ballots([name for name in names if name not in silent]))
    if "casting" in charter["votes"][0] and draw(st.booleans()):
        choice = draw(st.sampled_from(CHOICES[:2]))
        ballots.append({"seat": members[0]["seat"], "choice": choice, "casting": True})
    case: Plain = {
        "charter": charter,
        "members": members,
        "matter": {"class": "plan", "procedure": draw(st.sampled_from(["meeting", "written"]))},
        "clock": CLOCK,
        "meeting": {"starts_at": TIMES[0]},
        "recusals": draw(few),
        "proxies": draw(_proxies(names)) if draw(st.booleans()) else [],
        "ballots": ballots,
    }
    if draw(st.booleans()):
        case["attendance"] = [{"seat": name} for name in names] + draw(_movements(names))
    return case


def _ballots(voters: list[str]) -> st.SearchStrategy[list[Plain]]:
    return st.tuples(
        *(
            st.fixed_dictionaries(
                {"seat": st.just(seat), "choice": st.sampled_from(("for", *CHOICES))},
                optional={"at": st.sampled_from(TIMES)},
            )
            for seat in voters
        )
    ).map(list)


def _proxies(names: list[str]) -> st.SearchStrategy[list[Plain]]:
    seat = st.sampled_from(names)
    return st.lists(
        st.fixed_dictionaries(
            {"giver": seat, "holder": seat},
            optional={"at": st.sampled_from(TIMES)},
        ),
        max_size=3,
        unique_by=lambda proxy: proxy["giver"],
    )


def _movements(names: list[str]) -> st.SearchStrategy[list[Plain]]:
    return st.lists(
        st.fixed_dictionaries(
            {"seat": st.sampled_from(names)},
            optional={
                "presence": st.sampled_from(["in", "in", "out"]),
                "at": st.sampled_from(TIMES),
                "mode": st.sampled_from(["in_person", "remote"]),
            },
        ),
        max_size=4,
    )
