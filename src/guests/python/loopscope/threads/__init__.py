"""Threads in virtual time, without a second real thread.

`scheduler` has the idea: threads are coroutines, and one runs at a time. `variants` gives the coroutine of a
function, which `rewrite` compiles. `start`, `locks` and `executor` replace what would call the operating
system, and `explain` puts waits into words."""
