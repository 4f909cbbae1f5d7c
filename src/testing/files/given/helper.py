"""A module of the programs of `corpus.txt`."""

import asyncio
import time
from pathlib import Path


def words_of(name):
    time.sleep(0.01)
    return Path(name).read_text().split()


async def doubled(number):
    await asyncio.sleep(0.02)
    return 2 * number
