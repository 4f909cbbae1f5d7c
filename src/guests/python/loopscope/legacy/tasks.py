"""`asyncio.Task.all_tasks()` and `asyncio.Task.current_task()`.

`_asyncio.Task` cannot get new methods. A subclass that has them takes its place: all tasks are its instances,
and a call of it creates a task of the loop's own class.
"""

import asyncio
from asyncio import events, tasks

from loopscope import task
from loopscope.legacy.notices import say
from loopscope.registry import tasks as known_tasks

_Stock = tasks.Task


class _StandIn(type):
    def __call__(cls, *args, **kwargs):
        if cls is not OldTask:
            return super().__call__(*args, **kwargs)
        return task.Task(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, _Stock) if cls is OldTask else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        return issubclass(other, _Stock) if cls is OldTask else super().__subclasscheck__(other)


class OldTask(_Stock, metaclass=_StandIn):
    __module__ = _Stock.__module__

    @classmethod
    def all_tasks(cls, loop=None):
        """The tasks of a loop that are alive, also those that are done."""
        say("Task.all_tasks")
        loop = loop or events.get_event_loop()
        alive = [entity.ref() for entity in known_tasks]
        return {t for t in alive if t is not None and t.get_loop() is loop}

    @classmethod
    def current_task(cls, loop=None):
        say("Task.current_task")
        return tasks.current_task(loop or events.get_event_loop())


task.stand_ins.append(OldTask)
OldTask.__name__ = OldTask.__qualname__ = _Stock.__name__


def install():
    """Puts the class in place."""
    asyncio.Task = tasks.Task = OldTask
