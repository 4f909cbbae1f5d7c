"""More of `itertools` in threads: iterators that group, repeat or combine the items of others. A thread can
be suspended at each item, and in the key of `groupby`."""

import itertools

from loopscope.threads.generators import WAIT, Items
from loopscope.threads.iteration import items, items_are_plain, read
from loopscope.threads.iterators import next_of
from loopscope.threads.operators import equal, truth
from loopscope.threads.replacements import FUNCTIONS, ITERATORS
from loopscope.threads.variants import helper, outcome, suspendable, wait

_NONE = object()


class _Groups:
    """What the groups of a `groupby` share: the last item that was read, and its key."""

    def __init__(self, iterable, key):
        self._items, self._key = iter(items(iterable)), key
        self.item = self.key = None

    async def read_next(self):
        """Reads an item and its key. Returns False if there is none."""
        self.item = await next_of(self._items, _NONE)
        if self.item is _NONE:
            return False
        self.key = self.item if self._key is None else await outcome(suspendable(self._key)(self.item))
        return True

    async def has_key(self, key):
        """True if the last item is one of the group with a key."""
        return self.item is not _NONE and await outcome(truth(await outcome(equal(self.key, key))))

    async def group(self, key):
        yield self.item
        while await self.read_next() and await self.has_key(key):
            yield self.item


async def _grouped(iterable, key=None):
    groups = _Groups(iterable, key)
    has_more = await groups.read_next()
    while has_more:
        key = groups.key
        group = Items(groups.group(key))
        yield key, group
        # The items of the group that the program has not read.
        while await next_of(group.steps, _NONE) is not _NONE:
            pass
        while groups.item is not _NONE and await groups.has_key(key):
            await groups.read_next()
        has_more = groups.item is not _NONE


async def _zipped_longest(*iterables, fillvalue=None):
    iterators = [iter(items(iterable)) for iterable in iterables]
    left = len(iterators)
    while True:
        found = []
        for place, iterator in enumerate(iterators):
            item = _NONE if iterator is None else await next_of(iterator, _NONE)
            if item is _NONE and iterator is not None:
                left -= 1
                if not left:
                    return
                iterators[place] = None
            found.append(fillvalue if item is _NONE else item)
        yield tuple(found)


async def _paired(iterable, /):
    before = _NONE
    for item in items(iterable):
        if item is WAIT:
            await wait()
            continue
        if before is not _NONE:
            yield before, item
        before = item


async def _batched(iterable, n, *, strict=False):
    iterator = iter(items(iterable))
    while True:
        batch = []
        while len(batch) < n and (item := await next_of(iterator, _NONE)) is not _NONE:
            batch.append(item)
        if not batch:
            return
        if strict and len(batch) < n:
            raise ValueError("batched(): incomplete batch")
        yield tuple(batch)


async def _compressed(data, selectors):
    data, selectors = iter(items(data)), iter(items(selectors))
    while (item := await next_of(data, _NONE)) is not _NONE:
        if (selector := await next_of(selectors, _NONE)) is _NONE:
            return
        if await outcome(truth(selector)):
            yield item


async def _cycled(iterable, /):
    kept = []
    iterator = iter(items(iterable))
    while (item := await next_of(iterator, _NONE)) is not _NONE:
        kept.append(item)
        yield item
    while kept:
        for item in kept:
            yield item


def _over(stock, generator, keyed=False):
    """An iterator of C, with another in its place if a thread may be suspended in it."""

    def over(*args, **options):
        sources = args[:1] if stock is itertools.batched or keyed else args
        has_key = keyed and (len(args) > 1 or "key" in options)
        if not has_key and all(items_are_plain(source) for source in sources):
            return stock(*args, **options)
        return Items(generator(*args, **options))

    return over


def _reading(stock):
    """An iterator of C that reads all of others at once."""

    @helper
    async def make(*args, **options):
        return stock(*[await read(arg) if hasattr(arg, "__iter__") else arg for arg in args], **options)

    return make


def install():
    """Puts the iterators in place. Once an interpreter."""
    ITERATORS[itertools.groupby] = _over(itertools.groupby, _grouped, keyed=True)
    for stock, generator in (
        (itertools.zip_longest, _zipped_longest),
        (itertools.pairwise, _paired),
        (itertools.batched, _batched),
        (itertools.compress, _compressed),
        (itertools.cycle, _cycled),
    ):
        ITERATORS[stock] = _over(stock, generator)
    for name in ("product", "permutations", "combinations", "combinations_with_replacement"):
        FUNCTIONS[getattr(itertools, name)] = _reading(getattr(itertools, name))
