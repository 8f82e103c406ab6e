"""Real Valkey and PostgreSQL servers on this machine, and stores that fail on demand."""
