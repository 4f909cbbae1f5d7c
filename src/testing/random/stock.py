# Random programs on CPython's own loop, one after the other. It is one module with stock-loop.py, before it, and
# interpreter.py.
def deadlocked(world):
    # It had no iteration.
    order.pop()
    world.log("ended: deadlock")


def outcome(program):
    """Return the lines of a program, and the names of its callbacks in order."""
    order.clear()
    Clock.now = 0.0
    return [run_program(program).lines, list(order)]
