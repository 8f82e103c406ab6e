"""Measures how soon a caller sees the first event, the first content and the result."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from services.orchestrator.flight import Event, EventKind
from services.orchestrator.metrics import OrchestratorMetrics, Served
from services.orchestrator.pipeline import Delivery
from services.serving.clock import Clock

CONTENT = {EventKind.PARTIAL, EventKind.RESULT}
MADE_ANEW = {Served.FRESH, Served.JOINED}


async def measured(delivery: Delivery, metrics: OrchestratorMetrics, clock: Clock) -> AsyncGenerator[Event, None]:
    """The delivery's events, each observed as it is handed over."""
    served, first_event, first_content = delivery.served, True, True
    async with aclosing(delivery.events) as events:
        async for event in events:
            elapsed = clock.monotonic() - delivery.began
            if event.kind is EventKind.CACHE_HIT and served in MADE_ANEW:
                served = Served.STALE
            if first_event:
                first_event = False
                metrics.first_event.labels(served).observe(elapsed)
            if first_content and event.kind in CONTENT:
                first_content = False
                metrics.first_content.labels(served).observe(elapsed)
            if event.kind is EventKind.RESULT:
                metrics.result.labels(served).observe(elapsed)
            yield event
