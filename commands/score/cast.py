"""Act one: the ledger, three companies, their people."""

from commands.score.stage import Stage

SPONSOR, CRO, TECHNOLOGY = "servier", "quintilesims", "salesforce"

# Invented persons, recognisable as such: (party, slug, name, roles).
PEOPLE = (
    (SPONSOR, "member-a", "Member A (Servier)", ("signatory", "programme_manager")),
    (SPONSOR, "member-b", "Member B (Servier)", ("programme_manager",)),
    (CRO, "member-c", "Member C (QuintilesIMS)", ("signatory", "programme_manager")),
    (CRO, "member-d", "Member D (QuintilesIMS)", ("programme_manager",)),
    (TECHNOLOGY, "member-e", "Member E (Salesforce)", ("signatory", "programme_manager")),
)


def play(stage: Stage) -> None:
    """Found the ledger, admit the companies, enrol their people."""
    stage.found("SCORE governance ledger (demo)")
    stage.admit(SPONSOR, "Les Laboratoires Servier", "sponsor")
    stage.admit(CRO, "QuintilesIMS", "cro")
    stage.admit(TECHNOLOGY, "Salesforce", "technology")
    for party, slug, name, roles in PEOPLE:
        stage.enrol(party, slug, name, *roles)
