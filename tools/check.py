"""Everything that can be said about the code without running it."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
    "contract": ["python", "-m", "tools.lint_openapi"],
    "migrations": ["python", "-m", "tools.lint_migrations"],
}


def run(name: str) -> bool:
    """Run one step and say how it went; what it prints is shown only when it fails."""
    began = time.monotonic()
    program, *arguments = STEPS[name]
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    if not passed:
        print(done.stdout, end="")
    verdict = "passed" if passed else "FAILED"
    print(f"check: {name} {verdict} in {time.monotonic() - began:.1f} s", flush=True)
    return passed


def main(names: list[str]) -> int:
    """Run the steps named, or all; a failure does not keep the later ones from running."""
    unknown = set(names) - STEPS.keys()
    if unknown:
        print(f"check: there is no {', '.join(sorted(unknown))}; choose from {', '.join(STEPS)}")
        return 2
    results = [run(name) for name in names or STEPS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
