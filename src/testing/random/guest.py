# A random program on the guest's loop. It is one module with interpreter.py. Each line is written at once: a program
# writes nothing after a deadlock. The order of the callbacks is in the trace.
import asyncio

EventLoop = asyncio.EventLoop


def deadlocked(world):
    raise


class Lines(list):
    def append(self, line):
        print(line)


def run(program):
    global World
    plain = World

    class World(plain):
        def __init__(self, loop):
            super().__init__(loop)
            self.lines = Lines()

    run_program(program)
