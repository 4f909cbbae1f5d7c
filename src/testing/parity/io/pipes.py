"""Programs with pipes."""

import asyncio
import os
from asyncio import get_running_loop, sleep

from ..kit import attempt, check, follow, log


class Reading(asyncio.Protocol):
    def __init__(self, done=None):
        self.done = done

    def connection_made(self, transport):
        self.transport = transport
        log("made", transport.is_reading(), transport.is_closing())

    def data_received(self, data):
        log("gets", data if len(data) < 20 else len(data))

    def eof_received(self):
        log("eof")

    def connection_lost(self, exc):
        log("lost", exc)
        if self.done is not None:
            self.done.set_result(None)


class Writing(asyncio.BaseProtocol):
    def __init__(self, done=None):
        self.done = done

    def pause_writing(self):
        log("pauses")

    def resume_writing(self):
        log("resumes")

    def connection_lost(self, exc):
        log("writer lost", exc)
        if self.done is not None:
            self.done.set_result(None)


def pipe():
    r, w = os.pipe()
    os.set_blocking(r, False)
    os.set_blocking(w, False)
    return r, w


def opened_to_read(fd):
    return os.fdopen(fd, "rb", buffering=0)


def opened_to_write(fd):
    return os.fdopen(fd, "wb", buffering=0)


async def through_a_pipe():
    """What is written to one end of a pipe is read at the other."""
    loop = get_running_loop()
    r, w = pipe()
    done = loop.create_future()
    reader, _ = await loop.connect_read_pipe(lambda: Reading(done), opened_to_read(r))
    writer, _ = await loop.connect_write_pipe(Writing, opened_to_write(w))
    writer.write(b"hello")
    await sleep(1)
    writer.writelines([b"a", b"b", b""])
    writer.write(b"")
    await sleep(1)
    log(writer.can_write_eof(), writer.get_write_buffer_size())
    writer.write_eof()
    writer.write(b"lost")
    await done
    log(reader.is_closing(), writer.is_closing(), reader.get_protocol())


async def streams_on_pipes():
    """Streams over the two ends of a pipe."""
    loop = get_running_loop()
    r, w = pipe()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), opened_to_read(r))
    to, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), opened_to_write(w)
    )
    writer = asyncio.StreamWriter(to, protocol, reader, loop)

    async def write():
        for word in b"one\n", b"two\n", b"end":
            await sleep(1)
            writer.write(word)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    writing = follow("writing", write())
    async for line in reader:
        log(line)
    await writing
    log(reader.at_eof(), transport.is_closing())


async def full_pipes():
    """A writer pauses while the pipe is full."""
    loop = get_running_loop()
    r, w = pipe()
    done = loop.create_future()
    writer, _ = await loop.connect_write_pipe(lambda: Writing(done), opened_to_write(w))
    writer.write(bytes(200_000))
    log(writer.get_write_buffer_size(), writer.get_write_buffer_limits())
    await sleep(1)
    transport, _ = await loop.connect_read_pipe(Reading, opened_to_read(r))
    await sleep(1)
    transport.pause_reading()
    transport.pause_reading()
    writer.write(bytes(100_000))
    writer.close()
    await sleep(1)
    transport.resume_reading()
    transport.resume_reading()
    await done
    await sleep(1)


async def pipes_without_readers():
    """The reader of a pipe is closed before its writer, with and without bytes that wait."""
    loop = get_running_loop()
    for count in 0, 100_000:
        r, w = pipe()
        done = loop.create_future()
        writer, _ = await loop.connect_write_pipe(lambda done=done: Writing(done), opened_to_write(w))
        writer.write(bytes(count))
        reader, _ = await loop.connect_read_pipe(Reading, opened_to_read(r))
        await sleep(1)
        reader.close()
        reader.close()
        writer.write(b"x" * count)
        await done
        writer.write(b"late")
        log(writer.is_closing())
    r, w = pipe()
    writer, _ = await loop.connect_write_pipe(Writing, opened_to_write(w))
    writer.write(bytes(100_000))
    writer.abort()
    await sleep(1)
    os.close(r)


async def ends_without_transports():
    """Both ends of a pipe, as the program reads and writes them."""
    r, w = pipe()
    check(lambda: os.read(r, 10))
    log(os.write(w, b"hello"), os.read(r, 2), os.read(r, 10))
    log(os.write(w, bytes(100_000)))
    check(lambda: os.write(w, b"more"))
    os.close(w)
    log(len(os.read(r, 100_000)), os.read(r, 10))
    os.close(r)
    r, w = pipe()
    os.close(r)
    check(lambda: os.write(w, b"unread"))
    os.close(w)
    await sleep(0)
