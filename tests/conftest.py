"""What all tests share: real stores, an emulated Google Analytics, whole houses, and examples that stay the same."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ["tests.fixtures.stores", "tests.fixtures.ga4", "tests.fixtures.house"]

# A change must not fail for an example that it has nothing to do with; HYPOTHESIS_PROFILE=explore draws new ones.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("explore")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
