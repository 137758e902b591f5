"""The Processing provider that lists the algorithms."""
