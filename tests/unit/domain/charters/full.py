"""A charter that uses every member of the schema, as plain values; no board would want it."""

from typing import Any, Final

from tests.unit.domain.charters.drafts import DAYS, HALF, MOST, SEX

_EUROS = {"minor": 5_000_000, "currency": "EUR"}
_LIMIT = {"fixed": _EUROS, "share": {"num": 1, "den": 10}, "take": "higher"}
_WEEK = {"count": 7, "unit": "days", "ends": "end_of_day", "first": "included"}
_THRESHOLD = {
    "share": {"num": 2, "den": 3},
    "reach": "more_than",
    "plus": 1,
    "rounding": "nearest",
    "least": 2,
}
_WHEN = {
    "classes": ["plan"],
    "except_classes": ["scope"],
    "topics": ["safety"],
    "except_topics": ["budget"],
    "procedures": ["meeting", "written"],
    "meetings": ["ordinary"],
    "stages": [1, 2],
    "reconvened": True,
    "vacancies": {"least": 1, "most": 2},
    "filled": {"least": 3, "most": 9},
    "recused": _THRESHOLD,
    "above": _LIMIT,
    "up_to": {"fixed": {"minor": 9_000_000, "currency": "EUR"}},
}
_WHO = {
    "seats": ["a-1"],
    "parties": ["a"],
    "classes": ["lay"],
    "offices": ["vice_chair"],
    "attributes": {"sex": ["f"]},
    "mode": "remote",
    "except": ["b-1"],
    "novote": True,
}
_SOME = {"part": "some", "name": "group", "who": _WHO, "least": _THRESHOLD, "most": HALF}
_PARTS = [
    {**_SOME, "share_of": "members", "of": {"classes": ["lay"]}},
    {"part": "each", "name": "both", "by": "party", "least": 2, "values": ["a"], "who": _WHO},
    {"part": "distinct", "name": "mix", "by": "sex", "least": {"count": 2}, "who": _WHO},
    {"part": "cap", "name": "cap", "by": "party", "most": MOST, "who": _WHO},
    {"part": "all", "name": "all", "of": [_SOME, {**_SOME, "name": "more"}]},
    {"part": "either", "name": "one", "of": [_SOME, {**_SOME, "name": "other", "most": MOST}]},
]

_CONSENT = {
    "threshold": _THRESHOLD,
    "of": "filled",
    "by": "presence",
    "unit": "person",
    "who": _WHO,
}

FULL: Final[dict[str, Any]] = {
    "schema": 1,
    "seats": [
        {"seat": "a-1", "party": "a", "class": "lay", "weight": 3},
        {"seat": "b-1", "party": "b", "voting": False},
    ],
    "quorum": [
        {
            "rule": "presence",
            "when": _WHEN,
            "unit": "party",
            "base": "entitled",
            "who": _WHO,
            "threshold": _THRESHOLD,
            "parts": _PARTS,
            "recused": "present",
            "suspended": "present",
            "deemed": "present",
            "floor": _THRESHOLD,
            "within_minutes": 30,
            "tested": "opening",
        }
    ],
    "votes": [
        {
            "rule": "special",
            "when": _WHEN,
            "needs": [
                {
                    "base": "filled",
                    "threshold": _THRESHOLD,
                    "unit": "weight",
                    "who": _WHO,
                    "name": "heads",
                },
                {"base": "cast", "threshold": MOST, "unit": "person"},
            ],
            "or_needs": [[{"base": "present", "threshold": MOST}]],
            "limits": [
                {
                    "choice": "abstain",
                    "most": _THRESHOLD,
                    "base": "filled",
                    "unit": "party",
                    "who": _WHO,
                }
            ],
            "voters": _WHO,
            "none_for": "lapsed",
            "against": [{"base": "cast", "threshold": MOST}],
            "carried": "deferred",
            "parts": _PARTS,
            "vetoes": [_WHO],
            "bloc": {"how": "lead", "leads": ["a-1"], "divided": "against"},
            "abstain": "cast",
            "silence": "abstain",
            "recused": "in",
            "nonvoting": _WHO,
            "casting": {"by": ["chair", "secretary"], "how": "own", "if_voted": "not_voted"},
            "tie": "deferred",
            "split": "deadlocked",
            "failed": "deferred",
        }
    ],
    "procedures": {
        "meeting": {
            "classes": [
                {
                    "class": "ordinary",
                    "when": _WHEN,
                    "callers": [
                        {
                            "who": _WHO,
                            "offices": ["secretary"],
                            "support": _THRESHOLD,
                            "unit": "party",
                        }
                    ],
                    "notice": DAYS,
                    "waiver": _CONSENT,
                    "agenda": {
                        "closed": False,
                        "added": DAYS,
                        "consent": _CONSENT,
                        "urgent": True,
                    },
                    "remote": "votes",
                }
            ],
            "reconvene": {"after": DAYS, "within": DAYS, "same_agenda": True},
            "by_letter": "votes",
            "closes": "settled",
        },
        "written": {
            "window": _WEEK,
            "windows": [{"when": _WHEN, "window": _WEEK}],
            "when": _WHEN,
            "objects": _THRESHOLD,
            "who": _WHO,
            "closes": "at_end",
        },
        "no_objection": {
            "window": _WEEK,
            "when": _WHEN,
            "objects": 2,
            "who": _WHO,
            "then": "deferred",
        },
        "interim": {
            "by": ["secretary"],
            "jointly": True,
            "when": _WHEN,
            "ratify": DAYS,
            "unratified": "adopted",
        },
        "stages": [{"stage": 2, "after": DAYS, "within": DAYS}],
        "formalities": [
            {
                "formality": "seal",
                "text": "Sealed.",
                "by": "secretary",
                "parties": True,
                "when": _WHEN,
                "within": DAYS,
            }
        ],
        "en_bloc": False,
    },
    "people": {
        "attributes": [{**SEX["attributes"][0], "required": True}],
        "appointed_by": "registrar",
        "terms": [
            {
                "who": _WHO,
                "shortest": DAYS,
                "longest": DAYS,
                "terms_max": 2,
                "holdover": DAYS,
            }
        ],
        "offices": [{"office": "chair", "party": "a", "who": _WHO, "apart": ["secretary"]}],
        "alternates": {"present": False, "vote": False},
        "proxies": {
            "per_holder": 2,
            "within": "party",
            "declared": DAYS,
            "barred": ["written"],
            "holder": "in_person",
            "presence": True,
            "automatic": True,
        },
        "attendance": {
            "gain": {"meetings": 2, "of_last": 3},
            "lose": {"meetings": 2, "of_last": 2},
            "newcomers": "wait",
            "founders": True,
            "effect": "at",
            "remote": False,
        },
        "suspension": {"after": DAYS},
        "composition": [{"rule": "mix", "needs": _PARTS[0], "binds": "decision"}],
        "one_seat": False,
    },
    "weights": [
        {
            "who": _WHO,
            "when": _WHEN,
            "weight": 3,
            "shared": "pool",
            "among": "present",
            "absent": "rule",
            "suspended": "all",
        }
    ],
    "ballots": {"changeable": False, "freeze": DAYS},
    "powers": {
        "rights": [{"class": "plan", "topics": ["safety"], "up_to": _LIMIT}],
        "never": [{"when": _WHEN, "why": "It is not ours."}],
        "adding": {"window": DAYS, "same": "board"},
        "net": True,
        "escalation": {
            "steps": [
                {
                    "step": "ceos",
                    "when": _WHEN,
                    "executives": [{"title": "ceo", "party": "a"}],
                    "within": DAYS,
                    "agree": _THRESHOLD,
                    "silence": "for",
                }
            ],
            "final_say": [
                {
                    "party": "a",
                    "office": "chair",
                    "when": _WHEN,
                    "except": [{"topics": ["budget"]}],
                    "within": DAYS,
                }
            ],
            "exhausted": "rejected",
            "when": _WHEN,
        },
        "barred": {"period": DAYS, "unless": _THRESHOLD},
        "challenge": {"within": DAYS, "boards": ["council"]},
    },
    "calendar": {"tz": "Europe/Paris", "weekend": [5, 6], "holidays": ["2026-12-25"]},
    "amendment": {"by": "decision", "class": "plan"},
}
