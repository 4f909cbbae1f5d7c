"""The Python side of Loopscope's guest: CPython's own asyncio on an event loop that the host, TypeScript,
schedules.

- `program` runs programs; `reset` puts the interpreter back after each; `outcome`, `errors` and `output` say
  how one ended and what it wrote.
- `loop`, `handle`, `run_once` and `task` are the seam to asyncio: subclasses of its own classes.
  `event_loop_policy` and `determinism` put them in place.
- `journal` reports events to the host, by the numbers of `registry`. `safepoint` lets the host in during
  computations.
- `instrumentation` compiles hooks into asyncio's functions, `threads` runs threads in virtual time, `legacy`
  puts old features of asyncio back, `unsupported` explains what cannot work in a page.
- `cpython_internals` names all that is private of CPython; `impersonation` makes this package's frames look
  like its own.

The host provides the module `_loopscope` (`host-module.ts`) and calls `program` alone.
"""
