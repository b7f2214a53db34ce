"""Structured logs: one JSON object a line, with ids only.

No body, name, query string or exception message is ever logged; an exception
is named by its type and the place in our code where it rose.
"""

import json
import logging
import sys
from contextlib import nullcontext, suppress
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger


def _place(tb: TracebackType | None) -> list[str]:
    """Our own frames and the innermost one as `module:line`; source lines and values stay out."""
    frames: list[str] = []
    while tb is not None:
        name = tb.tb_frame.f_globals.get("__name__", "?")
        if name.startswith("app.") or tb.tb_next is None:
            frames.append(f"{name}:{tb.tb_lineno}")
        tb = tb.tb_next
    return frames[-10:]


def _exception_without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"], event["at"] = info[0].__name__, _place(info[2])
    return event


_as_json = json.JSONEncoder(default=repr).encode


def _line(_: WrappedLogger, __: str, event: EventDict) -> str:
    return _as_json(event)


class _Stream:
    """Writes finished lines where the handler writes: a record of the standard library costs more than the line.

    A full disk or a closed stream never fails the request that is told of.
    """

    def __init__(self, handler: "logging.StreamHandler[Any]") -> None:
        self._handler = handler

    def msg(self, line: str) -> None:
        with self._handler.lock or nullcontext(), suppress(OSError, ValueError):
            self._handler.stream.write(line + "\n")
            self._handler.flush()

    debug = info = warning = error = critical = exception = msg


def configure(level: str) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_without_message,
    ]
    handler = logging.StreamHandler(sys.stderr)
    structlog.configure(
        processors=[*shared, _line],
        logger_factory=lambda *_: _Stream(handler),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
