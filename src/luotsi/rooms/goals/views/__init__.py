"""Pages of the room: goals, the Guidepoint with its outcomes and agreement, metrics and measurements."""
