"""Rules of this room: pure functions over plain data, without database and clock."""
