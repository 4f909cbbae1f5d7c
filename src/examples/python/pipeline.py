# Three processes, joined by pipes: seq writes numbers,
# grep keeps some of them, wc counts the lines.
import asyncio
import os
from asyncio import create_subprocess_exec as start
from asyncio.subprocess import PIPE


async def main():
    from_seq, to_grep = os.pipe()
    seq = await start("seq", "40", stdout=to_grep)
    os.close(to_grep)

    from_grep, to_wc = os.pipe()
    grep = await start(
        "grep", "3", stdin=from_seq, stdout=to_wc
    )
    os.close(from_seq)
    os.close(to_wc)

    wc = await start(
        "wc", "-l", stdin=from_grep, stdout=PIPE
    )
    os.close(from_grep)

    count, _ = await wc.communicate()
    print("numbers with a 3:", int(count))
    for process in seq, grep, wc:
        print("exit status", await process.wait())


asyncio.run(main())
