"""``actorgraph``: the group of commands, and what becomes of errors.

A command's module is imported when the command runs, and what it needs of the library when it is called: showing an
actor loads neither spaCy nor rdflib. Exit status: 0 done; 1 findings, an unknown name, a graph that does not conform;
2 bad input or usage; 130 interrupted; 141 the reader of the output has gone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

import click
from actorgraph.ontology.errors import ActorgraphError, UsageError

__all__ = ["COMMANDS", "LazyGroup", "execute", "main", "run"]

COMMANDS: Final = {
    "build": "build",
    "add": "build",
    "remove": "build",
    "status": "status",
    "show": "show",
    "search": "search",
    "neighbors": "neighbors",
    "path": "path",
    "top": "top",
    "stats": "stats",
    "documents": "documents",
    "query": "query",
    "queries": "query",
    "view": "view",
    "validate": "validate",
    "extract": "extract",
    "lexicon": "lexicon",
}
"""Command → the module of this package that holds it, in the order in which help lists them."""

FOUND, BAD, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def __init__(self, *args: Any, modules: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in their order."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or ``None`` if there is none of that name."""
        if cmd_name not in self.modules:
            return None
        command = getattr(import_module(f"actorgraph.cli.{self.modules[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; an unknown one is answered with the nearest."""
        if args and args[0] not in self.modules and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], self.modules, n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(close)}?" if close else "."
            raise click.UsageError(f"There is no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever reads our output may leave when he has enough."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # click would end the process with 1, which is for findings
            _discard_output()
            ctx.exit(PIPE_CLOSED)
        return status


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"actorgraph {version('actorgraph')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Read Chinese and English documents about the AI industry into a graph of its actors, and ask it.

    Every fact of the graph points at the words that state it. Build a graph first, then ask: names are understood in
    either language, as you type them.

    \b
    Example:
      actorgraph build docs
      actorgraph show NVIDIA --evidence
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script: run a command and end the process with its exit status.

    :param arguments: the command line without the program's name; by default the process's own.
    """
    _prepare_streams()
    sys.exit(execute(arguments))


def execute(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; what goes wrong becomes one sentence on standard error."""
    try:
        status = main.main(args=arguments, prog_name="actorgraph", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except UsageError as error:
        return _refuse(error.message, FOUND)
    except ActorgraphError as error:
        return _refuse(error.message, BAD)
    except click.ClickException as error:
        return _refuse(_usage_sentence(error), BAD)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{name}{error.strerror or error}; check the path and the disk.", BAD)
    return status if isinstance(status, int) else 0


def _usage_sentence(error: click.ClickException) -> str:
    message = error.format_message().strip()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message = f"{message.rstrip('.')}{'' if message.endswith('?') else '.'} (See: {error.ctx.command_path} --help)"
    return " ".join(message.split())


def _refuse(message: str, status: int) -> int:
    click.echo(f"actorgraph: {message}", err=True)
    return status


def _discard_output() -> None:
    """Send what is still in the buffer of standard output nowhere: Python would complain when it flushes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_streams() -> None:
    """Write UTF-8 wherever output goes to a file or a pipe, and never fail over a character a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace")
