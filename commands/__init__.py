"""The command line's rooms: what each command does, and the member's own desk."""
