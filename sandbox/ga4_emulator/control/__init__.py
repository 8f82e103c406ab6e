"""Setting faults, quotas and the clock of an emulator that runs."""
