pytest_plugins = ["tests.fixtures.stores", "tests.fixtures.ga4", "tests.fixtures.house"]
