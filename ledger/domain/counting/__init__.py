"""The decision engine: pure, exact, the same answer on any machine, for ever.

``facts`` is what goes in, ``voting.outcome`` what comes out. In between, one
module a question: ``selection`` (which rule, which seats), ``days`` (how long),
``admission`` (may it be decided at all), ``standing`` (who may vote, and why
not), ``presence``, ``quorum``, ``weights``, ``votes``, ``following`` (conditions,
formalities, escalation), ``composition`` (may these be the members).
"""
