"""Forms of the room: they turn what was typed into drafts; the rules are the actions'."""
