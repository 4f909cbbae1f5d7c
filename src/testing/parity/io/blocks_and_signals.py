"""Programs that block the loop, and that get signals."""

import asyncio
import time
from asyncio import get_running_loop, open_connection, sleep, start_server
from signal import SIGINT, SIGTERM, raise_signal

from ..kit import attempt, check, log, spawn


async def echo(reader, writer):
    async for line in reader:
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def blocked():
    """A blocking call stops the loop, while the network carries on."""
    server = await start_server(echo, "127.0.0.1", 8000)
    reader, writer = await open_connection("127.0.0.1", 8000)
    writer.write(b"line\n")
    time.sleep(1)
    log(await reader.readline())
    time.sleep(0)
    writer.close()
    server.close()
    await server.wait_closed()


async def handled():
    """A loop's handler gets the signal."""
    loop = get_running_loop()
    stop = loop.create_future()
    loop.add_signal_handler(SIGINT, stop.set_result, None)
    loop.call_later(1, raise_signal, SIGINT)
    await stop
    log("stopped")
    log(loop.remove_signal_handler(SIGINT), loop.remove_signal_handler(SIGINT))


async def handled_twice():
    """A handler replaces another, and runs for each signal."""
    loop = get_running_loop()
    loop.add_signal_handler(SIGTERM, log, "first")
    loop.add_signal_handler(SIGTERM, log, "second")
    raise_signal(SIGTERM)
    raise_signal(SIGTERM)
    log("raised")
    await sleep(1)


async def interrupted():
    """Ctrl-C cancels the main task, which cleans up."""
    get_running_loop().call_later(1, raise_signal, SIGINT)
    try:
        await sleep(5)
    finally:
        log("cleans up")
        await sleep(1)
        log("is clean")


async def interrupt_swallowed():
    """A main task that is not cancelled by Ctrl-C ends well."""
    raise_signal(SIGINT)
    await attempt(sleep(5))
    asyncio.current_task().uncancel()
    log("ends")


async def server_stopped_by_signal():
    """A signal cancels the task that serves."""
    loop = get_running_loop()
    server = await start_server(echo, "127.0.0.1", 8000)
    task = spawn("serves", server.serve_forever())
    loop.add_signal_handler(SIGTERM, task.cancel)
    loop.call_later(2, raise_signal, SIGTERM)
    reader, writer = await open_connection("127.0.0.1", 8000)
    writer.write(b"line\n")
    log(await reader.readline())
    writer.close()
    await attempt(task)
    check(lambda: server.is_serving())
