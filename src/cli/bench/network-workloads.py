"""Work on the network in Python: each function is a program, on any loop. `run` runs one on the guest's loop, `run_stock` on
asyncio's own selector loop, without instrumentation, on the same network."""
import asyncio
import selectors
from asyncio import unix_events

PORT = 8888
MESSAGE = b"x" * 99 + b"\n"


async def echo_round_trips(count=2_000):
    async def echo(reader, writer):
        while line := await reader.readline():
            writer.write(line)
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", PORT):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for _ in range(count):
            writer.write(MESSAGE)
            await reader.readline()
        writer.close()
        await writer.wait_closed()


async def connections(count=10_000, at_once=100):
    async def hang_up(reader, writer):
        writer.close()

    async def connect():
        for _ in range(count // at_once):
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            await reader.read()
            writer.close()
            await writer.wait_closed()

    async with await asyncio.start_server(hang_up, "127.0.0.1", PORT):
        await asyncio.gather(*[connect() for _ in range(at_once)])


async def slow_link(megabytes=100):
    async def send(reader, writer):
        piece = bytes(65_536)
        left = megabytes * 1_000_000
        while left > 0:
            writer.write(piece[:left])
            left -= len(piece)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(send, "127.0.0.1", PORT):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        total = 0
        while data := await reader.read(65_536):
            total += len(data)
        assert total == megabytes * 1_000_000, total
        writer.close()


def run(work):
    asyncio.run(work())


def run_stock(work):
    from loopscope.instrumentation.instrument import original_code

    instrumented = {function: function.__code__ for function in original_code}
    try:
        for function, code in original_code.items():
            function.__code__ = code
        factory = lambda: unix_events._UnixSelectorEventLoop(selectors.PollSelector())
        asyncio.run(work(), loop_factory=factory)
    finally:
        for function, code in instrumented.items():
            function.__code__ = code
