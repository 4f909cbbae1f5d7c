"""Programs with exception groups."""

from ..kit import log, show


async def split_and_subgroup():
    """A tree of errors is split in the same way."""

    def text(error):
        if isinstance(error, BaseExceptionGroup):
            return f"{error}[{' '.join(map(text, error.exceptions))}]"
        return show(error)

    value, late, kind = ValueError("v"), TimeoutError("t"), TypeError("y")
    inner = ExceptionGroup("inner", [late, kind])
    deep = ExceptionGroup("deep", [ExceptionGroup("deeper", [inner, value])])
    for group in (inner, deep, ExceptionGroup("outer", [value, inner, deep, RuntimeError("r")])):
        for condition in (
            ValueError,
            TimeoutError,
            Exception,
            ExceptionGroup,
            RuntimeError,
            (ValueError, TypeError),
            lambda error: error is inner,
            lambda error: error is deep,
            lambda error: error is kind,
            lambda error: False,
        ):
            match, rest = group.split(condition)
            log(text(match), text(rest), match is group, rest is group, text(group.subgroup(condition)))
    for exceptions in ([], 5):
        try:
            ExceptionGroup("bad", exceptions)
        except (ValueError, TypeError) as error:
            log(error)
    try:
        inner.split("ValueError")
    except TypeError as error:
        log(error)
