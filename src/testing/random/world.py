# The world of a random program: the same few resources in each, its tasks, and the log. world.ts is the same in TypeScript.
import asyncio


class Scope:
    """The surroundings of a body: the number of its task, the innermost timeout and task group around it."""

    def __init__(self, owner, timeout=None, group=None):
        self.owner, self.timeout, self.group = owner, timeout, group


class World:
    def __init__(self, loop):
        self.loop = loop
        self.lines = []
        self.ended = False
        self.items = 0
        # The numbered tasks; None is kept for a task that runs its first step before it is known.
        self.tasks = []
        self.handles = []

    def furnish(self):
        self.locks = {
            "lock": [asyncio.Lock(), asyncio.Lock()],
            "semaphore": [asyncio.Semaphore(1), asyncio.Semaphore(2), asyncio.BoundedSemaphore(1)],
            "condition": [asyncio.Condition()],
            "barrier": [asyncio.Barrier(2)],
        }
        shared = asyncio.Lock()
        self.locks["condition"] += [asyncio.Condition(shared), asyncio.Condition(shared)]
        self.events = [asyncio.Event(), asyncio.Event()]
        self.queues = [asyncio.Queue(1), asyncio.Queue(), asyncio.LifoQueue(2)]
        self.futures = [self.loop.create_future(), self.loop.create_future()]

    def log(self, *what):
        if not self.ended:
            task = asyncio.current_task(self.loop)
            name = task.get_name() if task is not None else "loop"
            self.lines.append(" ".join([f"{self.loop.time():g}", name, *map(show, what)]))

    def spawn(self, body, scope, create):
        number = len(self.tasks)
        self.tasks.append(None)
        task = create(self.run_body(body, Scope(number, None, scope.group)), name=f"t{number}")
        self.tasks[number] = task

    def resolve(self, target, scope):
        """Return the awaitable, or None."""
        kind, value = target
        if kind == "body":
            return self.run_body(value, Scope(scope.owner, None, scope.group))
        if kind == "future":
            return self.futures[value]
        younger = [task for task in self.tasks[scope.owner + 1 :] if task is not None]
        return younger[value % len(younger)] if younger else None

    def resolve_all(self, targets, scope):
        found = [self.resolve(target, scope) for target in targets]
        return [awaitable for awaitable in found if awaitable is not None]

    async def run_body(self, body, scope):
        self.log("begins")
        try:
            await self.run(body, scope)
        except (Exception, asyncio.CancelledError) as error:
            self.log("ends with", error)
            raise
        self.log("ends")
        return len(body)

    async def run(self, body, scope):
        for kind, *args in body:
            if kind in ACTIONS:
                self.act(kind, args, scope)
            else:
                self.log(kind)
                result = await STEPS[kind](self, scope, *args)
                if result is not None:
                    self.log(kind, "gives", result)

    def act(self, kind, args, scope):
        try:
            self.log(kind, ACTIONS[kind](self, scope, *args))
        except Exception as error:
            self.log(kind, error)


def show(value):
    if isinstance(value, BaseExceptionGroup):
        return f"group[{', '.join(map(show, value.exceptions))}]"
    if isinstance(value, (asyncio.CancelledError, ValueError)):
        return f"{type(value).__name__}({value})"
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, asyncio.Task):
        return value.get_name()
    if isinstance(value, asyncio.Future):
        return "future"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show, value))}]"
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(show, value)))}}}"
    return "-" if value is None else str(value)
