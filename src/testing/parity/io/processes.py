import asyncio
import os
from asyncio import create_subprocess_exec, create_subprocess_shell, gather, sleep, wait_for
from asyncio.subprocess import DEVNULL, PIPE, STDOUT

from ..kit import attempt, check, log, loop, spawn


async def communicates(command, text):
    """A shell is given its input, and what it writes is read."""
    process = await create_subprocess_shell(command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    log(process.pid, process.returncode)
    log(*await process.communicate(None if text is None else text.encode()))
    log(process.returncode)


async def exit_codes(command):
    """A process ends, and its status is waited for twice."""
    process = await create_subprocess_shell(command)
    log(await process.wait(), process.returncode)
    log(await process.wait())


async def pipes_of_a_process():
    """A process reads lines by its pipe, and writes them back."""
    process = await create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    for number in range(3):
        process.stdin.write(f"line {number}\n".encode())
        await process.stdin.drain()
        log(await process.stdout.readline())
        await sleep(0.5)
    process.stdin.close()
    await process.stdin.wait_closed()
    log(await process.stdout.read(), process.stdout.at_eof())
    log(await process.wait())


async def lines_of_a_process():
    """A loop reads the lines of a process as they come, while another task runs."""

    async def clock():
        while True:
            await sleep(0.5)
            log("tick")

    task = spawn("clock", clock())
    command = "for n in 1 2 3; do sleep 0.8; echo line $n; done; exit 4"
    process = await create_subprocess_shell(command, stdout=PIPE)
    async for line in process.stdout:
        log(line)
    log(await process.wait())
    task.cancel()


async def signals_to_a_process(signal):
    """A process that sleeps gets a signal."""
    process = await create_subprocess_exec("sleep", "5", stdout=PIPE)
    await sleep(1)
    if signal == "SIGTERM":
        process.terminate()
    elif signal == "SIGKILL":
        process.kill()
    else:
        process.send_signal(getattr(__import__("signal"), signal))
    log(process.returncode)
    log(await process.wait())
    await sleep(1)
    check(process.kill)


async def waits_with_a_timeout():
    """A wait for a process is given up, and the process is killed."""
    process = await create_subprocess_exec("sleep", "100")
    await attempt(wait_for(process.wait(), 1))
    log(process.returncode)
    process.kill()
    await attempt(process.wait())


async def communicates_with_a_timeout():
    """A call of communicate is given up."""
    process = await create_subprocess_shell("echo early; sleep 10; echo late", stdout=PIPE, stdin=PIPE)
    await attempt(wait_for(process.communicate(b"input"), 1))
    process.terminate()
    log(await process.wait())
    log(await process.stdout.read())


async def missing_programs():
    """Programs that are not there, by name and by path."""
    for name in ("nope", "/bin/nope", "echo hello", ""):
        await attempt(create_subprocess_exec(name, "x", stdin=PIPE, stdout=PIPE, stderr=PIPE))
    process = await create_subprocess_shell("nope; /bin/nope", stderr=PIPE)
    log(*await process.communicate())
    log(process.returncode)


async def output_that_is_not_read():
    """A process that is not read waits for room, and is killed; then one whose output is read at last."""
    for kills in (True, False):
        process = await create_subprocess_exec("seq", "100000", stdout=PIPE)
        await attempt(wait_for(process.wait(), 5))
        if kills:
            process.kill()
            # The end of its output is behind what was not read.
            await attempt(wait_for(process.wait(), 5))
        log(len(await process.stdout.read()))
        log(await process.wait())


async def input_that_is_not_read():
    """A process does not read its input, and ends while the program writes."""
    process = await create_subprocess_exec("sleep", "2", stdin=PIPE)
    process.stdin.write(bytes(200_000))
    await attempt(process.stdin.drain())
    log(process.stdin.is_closing())
    log(await process.wait())
    process.stdin.write(b"late")
    await attempt(process.stdin.drain())
    await attempt(process.stdin.wait_closed())
    process = await create_subprocess_exec("true", stdin=PIPE, stdout=PIPE)
    log(*await process.communicate(bytes(500_000)))
    log(process.returncode)


async def much_in_both_directions():
    """Much goes through a process: both directions wait for room."""
    process = await create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    text = b"0123456789abcdef" * 40_000
    output, _ = await process.communicate(text)
    log(len(output), output == text, process.returncode)


async def errors_and_output_together():
    """Errors go where the output goes; then nowhere."""
    command = "echo one; echo two >&2; echo three"
    for errors in (STDOUT, DEVNULL, PIPE):
        process = await create_subprocess_shell(command, stdout=PIPE, stderr=errors)
        log(*await process.communicate())
    process = await create_subprocess_exec("cat", stdin=DEVNULL, stdout=PIPE)
    log(*await process.communicate())


async def pipes_between_processes():
    """Three processes are joined by pipes of the program."""
    from_seq, to_grep = os.pipe()
    seq = await create_subprocess_exec("seq", "40", stdout=to_grep)
    os.close(to_grep)
    from_grep, to_wc = os.pipe()
    grep = await create_subprocess_exec("grep", "3", stdin=from_seq, stdout=to_wc)
    os.close(from_seq)
    os.close(to_wc)
    wc = await create_subprocess_exec("wc", "-l", stdin=from_grep, stdout=PIPE)
    os.close(from_grep)
    log(*await wc.communicate())
    log(*await gather(*(process.wait() for process in (seq, grep, wc))))


async def many_processes():
    """Many processes run at once."""

    async def one(number):
        process = await create_subprocess_shell(f"sleep 0.{number}; echo {number}", stdout=PIPE)
        output, _ = await process.communicate()
        log(process.pid, output)
        return number

    log(*await gather(*(one(number) for number in (3, 1, 2, 1, 5))))


async def environments_and_folders():
    """A process has the variables and the folder that it is given."""
    env = {"NAME": "Ada", "PATH": "/usr/bin:/bin"}
    process = await create_subprocess_shell('echo "$NAME"; env; pwd', stdout=PIPE, env=env, cwd="/")
    log(*await process.communicate())


async def cancelled_starts():
    """A task is cancelled while a process starts."""

    async def start():
        await create_subprocess_exec("sleep", "1", stdin=PIPE, stdout=PIPE)

    for steps in range(4):
        task = spawn(f"start {steps}", start())
        for _ in range(steps):
            await sleep(0)
        task.cancel()
        await attempt(task)
    await sleep(2)


class Reporting(asyncio.SubprocessProtocol):
    def __init__(self, done):
        self.done = done

    def connection_made(self, transport):
        log("made", transport.get_pid(), transport.get_returncode())
        transport.get_pipe_transport(0).write(b"b\na\n")
        transport.get_pipe_transport(0).write_eof()

    def pipe_data_received(self, fd, data):
        log("data", fd, data)

    def pipe_connection_lost(self, fd, error):
        log("pipe lost", fd, error)

    def process_exited(self):
        log("exited")

    def connection_lost(self, error):
        log("lost", error)
        self.done.set_result(None)


async def processes_by_protocols():
    """A protocol gets what a process writes, its exit and the ends of its pipes."""
    for start in (
        lambda factory: asyncio.get_running_loop().subprocess_exec(factory, "sort"),
        lambda factory: asyncio.get_running_loop().subprocess_shell(factory, "cat; echo done >&2; exit 3"),
    ):
        done = loop.create_future()
        transport, protocol = await start(lambda done=done: Reporting(done))
        log(transport.get_protocol() is protocol, transport.is_closing())
        await done
        log(transport.get_returncode(), transport.is_closing(), transport.get_pid())
        transport.close()
        log(transport.is_closing())


async def transports_that_are_closed():
    """The transport of a process that runs is closed, which kills it."""
    done = loop.create_future()
    transport, _ = await loop.subprocess_exec(lambda: Reporting(done), "sleep", "10")
    await sleep(1)
    transport.close()
    transport.close()
    await done
    log(transport.get_returncode())


async def misuse_of_streams():
    """Streams and commands that cannot be."""
    await attempt(create_subprocess_exec("true", stdout=STDOUT))
    await attempt(create_subprocess_shell(5))
    await attempt(create_subprocess_exec("true", stdin=PIPE, stdout=PIPE, cwd="/nowhere"))
    process = await create_subprocess_exec("true")
    log(process, process.stdin, process.stdout, process.stderr)
    log(await process.wait())
