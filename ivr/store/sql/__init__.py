"""The store in SQL: PostgreSQL and SQLite."""
