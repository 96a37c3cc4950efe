"""Every command tells what it does."""

import argparse
import importlib
from collections.abc import Iterator

from toancanh.cli import _PACKAGES


def parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    root = argparse.ArgumentParser(prog="toancanh")
    subparsers = root.add_subparsers()
    for module in _PACKAGES:
        add_commands = importlib.import_module(module).add_commands
        add_commands(*[subparsers, lambda _data: None][: add_commands.__code__.co_argcount])
    yield from below("toancanh", root)


def below(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help for choice in action._choices_actions}
            for word, child in action.choices.items():
                if not word.startswith("_"):
                    assert told.get(word), f"{name} {word} has no help"
                    yield f"{name} {word}", child
                    yield from below(f"{name} {word}", child)


def test_every_command_and_option_has_help() -> None:
    names = []
    for name, parser in parsers():
        names.append(name)
        assert parser.format_help()
        for action in parser._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), f"{name}: {action.dest} has no help"
    assert {"toancanh up", "toancanh keys rotate", "toancanh backup", "toancanh restore"} <= set(names)


def test_every_command_runs_something() -> None:
    for name, parser in parsers():
        has_commands = any(isinstance(action, argparse._SubParsersAction) for action in parser._actions)
        assert has_commands or callable(parser.get_default("run")), f"{name} runs nothing"
