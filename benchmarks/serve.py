"""python -m benchmarks.serve ours|same|bare_read PORT: one worker, as `earlybridge serve` runs it.

BENCHMARK_PROFILE names a file that gets what cProfile saw of processor time, when the server ends.
"""

import cProfile
import gc
import os
import sys
import time
from contextlib import ExitStack, suppress
from importlib import import_module

import uvicorn

from app.cli import COLLECTED_AFTER


def main() -> None:
    what, port = sys.argv[1:]
    gc.set_threshold(COLLECTED_AFTER)
    app = import_module(f"benchmarks.{what}").create()
    config = uvicorn.Config(
        app, port=int(port), access_log=False, log_config=None, server_header=False
    )
    with ExitStack() as after:
        if path := os.environ.get("BENCHMARK_PROFILE"):
            profile = after.enter_context(cProfile.Profile(time.thread_time))
            after.callback(profile.dump_stats, path)
        after.enter_context(suppress(KeyboardInterrupt))  # how it is told to end
        uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
