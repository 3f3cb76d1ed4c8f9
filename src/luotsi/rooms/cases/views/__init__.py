"""Pages of the room: what is read, what is written, the parts of a case, and what is decided."""
