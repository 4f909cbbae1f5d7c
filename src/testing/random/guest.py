# A random program on the guest's loop. It is one module with interpreter.py. What it logs is written at once: nothing of
# a program is heard once it has come to a deadlock. The trace tells the order of its callbacks.
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
