"""Who may come in and do what: users, roles, the permission table, guest links, personal API tokens."""
