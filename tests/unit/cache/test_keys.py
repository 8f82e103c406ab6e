"""Keys: what they look like, and that none can reach into another's."""

from __future__ import annotations

import fnmatch
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cache.errors import InvalidId
from services.cache.keys import CacheKey, pattern

tenants = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
properties = st.from_regex(r"[0-9]{1,20}", fullmatch=True)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
keys = st.builds(CacheKey, tenants, properties, hashes)


def test_a_key_reads_ga4_tenant_property_hash() -> None:
    assert str(CacheKey("demo", "123456789", "ab" * 32)) == f"ga4:demo:123456789:{'ab' * 32}"


@given(keys, keys)
def test_two_keys_read_the_same_only_if_they_are_the_same(one: CacheKey, other: CacheKey) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(st.text(max_size=70))
def test_no_tenant_with_a_separator_or_a_wildcard_is_let_in(tenant: str) -> None:
    allowed = 1 <= len(tenant) <= 64 and tenant.isascii() and tenant.translate(str.maketrans("_-", "ab")).isalnum()
    with nullcontext() if allowed else pytest.raises(InvalidId, match="tenant_id"):
        CacheKey(tenant, "1", "0" * 64)


@pytest.mark.parametrize(
    ("tenant", "property_id", "query_hash", "field"),
    [
        ("", "1", "0" * 64, "tenant_id"),
        ("a" * 65, "1", "0" * 64, "tenant_id"),
        ("demo\n", "1", "0" * 64, "tenant_id"),
        ("demo", "", "0" * 64, "property_id"),
        ("demo", "1" * 21, "0" * 64, "property_id"),
        ("demo", "1:2", "0" * 64, "property_id"),
        ("demo", "١", "0" * 64, "property_id"),
        ("demo", "1", "0" * 63, "query_hash"),
        ("demo", "1", "A" * 64, "query_hash"),
        ("demo", "1", "0" * 64 + "\n", "query_hash"),
    ],
)
def test_a_malformed_id_is_refused_by_its_name(tenant: str, property_id: str, query_hash: str, field: str) -> None:
    with pytest.raises(InvalidId) as refused:
        CacheKey(tenant, property_id, query_hash)
    assert refused.value.field == field


@given(keys, keys)
def test_a_pattern_matches_the_tenants_keys_and_no_others(one: CacheKey, other: CacheKey) -> None:
    assert fnmatch.fnmatchcase(str(one), pattern(one.tenant_id, None))
    assert fnmatch.fnmatchcase(str(one), pattern(one.tenant_id, one.property_id))
    if other.tenant_id != one.tenant_id:
        assert not fnmatch.fnmatchcase(str(other), pattern(one.tenant_id, None))
    if other.property_id != one.property_id:
        assert not fnmatch.fnmatchcase(str(other), pattern(one.tenant_id, one.property_id))


@pytest.mark.parametrize(("tenant", "property_id"), [("*", None), ("", None), ("demo", "*"), ("demo", "")])
def test_no_pattern_is_made_of_wildcards(tenant: str, property_id: str | None) -> None:
    with pytest.raises(InvalidId):
        pattern(tenant, property_id)
