"""Who comes in: accounts, and all by which somebody shows that an account is theirs."""
