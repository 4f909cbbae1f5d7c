"""Installs the instrumentation of asyncio, once an interpreter. Called by `program.prepare`."""

from loopscope import monitoring, safepoint
from loopscope.instrumentation import (
    combinators,
    context_variables,
    diagnoses,
    events_and_conditions,
    handshakes,
    locks,
    network,
    queues,
    suspension,
    unclosed,
)


def install():
    monitoring.install()
    safepoint.install()
    locks.install()
    events_and_conditions.install()
    queues.install()
    combinators.install()
    context_variables.install()
    diagnoses.install()
    network.install()
    unclosed.install()
    handshakes.install()
    # Last: it looks coroutines up by their codes, which the others have replaced.
    suspension.install(network.waits())
