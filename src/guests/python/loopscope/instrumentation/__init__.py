"""Records tasks, futures and resources: what CPython's objects do becomes events of the trace.

`instrument` compiles hooks into functions of asyncio; a module a kind of resource places them (`locks`,
`queues`, `events_and_conditions`, `combinators`, on top of `resources`). `task_events` and `suspension` need
no hooks: they read tasks around each of their steps. `install` puts all hooks in place, once an interpreter.
"""
