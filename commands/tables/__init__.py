"""What is shown to people: one module a matter, made from plain views; nothing is decided here."""
