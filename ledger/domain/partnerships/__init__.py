"""Partnerships: what companies set out to do together."""
