"""earlybridge rules: the law as data. What is stored by it is looked at in `recomputation`."""

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from app import clock
from app.services import eligibility_rule, rule, rulebook
from app.services.rulebook.policies import load_policies
from app.services.rules import UnknownName, as_one_function

rules = typer.Typer(no_args_is_help=True)
File = Annotated[
    str, typer.Argument(metavar="FILE.jsonl", help="One request a line; - for standard input.")
]


@rules.command()
def evaluate(file: File) -> None:
    """Answer each line's facts with the obligations they give rise to."""
    book, today = rulebook.load(), clock.today("UTC")
    _answer(file, lambda line: rule.evaluate_line(book, line, today))


@rules.command()
def eligibility(file: File) -> None:
    """Answer each line's findings with whether they make a child eligible."""
    policies = load_policies()
    _answer(file, lambda line: eligibility_rule.decide_line(policies, line))


@rules.command()
def lint() -> None:
    """Check every rule file; name file, line and rule of each mistake."""
    found = rulebook.lint()
    for mistake in found:
        typer.echo(mistake)
    if found:
        raise typer.Exit(1)
    book = rulebook.load()
    typer.echo(f"rulebook {book.version}: {len(list(book.all_rules()))} rules, no mistakes")


@rules.command()
def show(
    rule_id: Annotated[str, typer.Argument(metavar="RULE")],
    jurisdiction: Annotated[
        str | None, typer.Option(help="Where it is asked; by default, where it is written.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="With its sentences.")] = False,
) -> None:
    """Print a rule as it is counted: one function, each line with the place where it is written."""
    try:
        asked_in = jurisdiction or rule_id.partition(".")[0]
        typer.echo(as_one_function(rulebook.load(), asked_in, rule_id, explain=explain), nl=False)
    except UnknownName as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@rules.command()
def keep() -> None:
    """Keep the rules as they stand among the former ones, before they are changed."""
    try:
        kept = rulebook.keep_as_former()
    except FileExistsError as taken:
        typer.echo("They are kept already: give the vocabulary its next version.", err=True)
        raise typer.Exit(1) from taken
    typer.echo(f"kept in {kept}")


def _lines(file: str) -> Iterator[bytes]:
    """As bytes, so that a line which is not UTF-8 is a bad line, and not the end of all."""
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(1) from error


def _answer(file: str, answer: Callable[[bytes], dict[str, Any]]) -> None:
    """One answer a line, in order; a bad line, as a blank one is, is answered too and makes the exit status 1."""
    is_bad = False
    for place, line in enumerate(_lines(file)):
        said = line.removeprefix(BOM_UTF8) if place == 0 else line
        found = answer(said)
        is_bad |= "error" in found
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    if is_bad:
        raise typer.Exit(1)
