"""The documents say what the program has: commands, options, settings, pages, versions, files."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import click
import pytest
from panhuang_desk import __version__
from panhuang_desk.cli.group import MODULES, commands
from panhuang_desk.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "THIRD_PARTY.md",
             "build/BENCH.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def options_of(name: str) -> list[str]:
    """The long options of a command, but for those that every command has."""
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    options = [param for param in command.params if isinstance(param, click.Option)]
    return [max(option.opts, key=len) for option in options if option.name != "passphrase_file"]


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", MODULES)
def test_every_command_stands_in_the_readme_with_its_options(readme: str, name: str) -> None:
    lines = [line for line in text_of(readme).splitlines() if line.startswith("|") and f"`{name} " in line]
    assert lines, f"{name} is missing"
    for option in options_of(name):
        short = option if option != "--output" else "-o"
        assert any(short in line for line in lines), f"{name} {option} is missing"


@pytest.mark.parametrize("readme", READMES)
def test_every_option_of_the_program_and_every_setting_stands_in_the_readme(readme: str) -> None:
    kept = [field.name for field in dataclasses.fields(Settings) if field.name != "file"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "panhuang_desk").rglob("*.py"))
    wanted = ["--self-test", "--version", "--passphrase-file", *re.findall(r"PANHUANG_[A-Z]+", code), *kept]
    missing = [word for word in wanted if word not in text_of(readme)]
    assert not missing


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_no_command_that_is_not_there(readme: str) -> None:
    section = re.search(r"^## (?:Command line|命令行)$(.*?)^## ", text_of(readme), re.MULTILINE | re.DOTALL)
    assert section is not None
    named = set(re.findall(r"`([a-z][a-z-]+) [A-Z]", section[1])) - {"panhuang-desk"}
    assert named == set(MODULES)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_project_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(document))
    folder = (ROOT / document).parent
    broken = [link for link in links if not re.match(r"\w+://", link) and not (folder / link).exists()]
    assert not broken


def test_every_link_of_the_manual_leads_somewhere() -> None:
    pages = sorted((ROOT / "resources" / "manual").glob("*.md"))
    assert pages, "there is no manual"
    links = [(page, link) for page in pages
             for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))]
    broken = [f"{page.name}: {link}" for page, link in links
              if not re.match(r"\w+://", link) and not (page.parent / link).exists()]
    assert not broken


def test_every_page_of_the_manual_can_be_reached() -> None:
    folder = ROOT / "resources" / "manual"
    whole = "\n".join(page.read_text(encoding="utf-8") for page in folder.glob("*.md"))
    pages = {page.name for page in folder.glob("*.md")} - {"index.md"}
    lost = [page for page in pages if f"({page}" not in whole]
    assert not lost


def test_the_versions_agree() -> None:
    assert f"\n## {__version__}\n" in text_of("CHANGELOG.md")
    assert f'\nversion = "{__version__}"\n' in text_of("pyproject.toml")


def test_every_dependency_and_every_font_and_icon_has_its_licence_named() -> None:
    listed = text_of("THIRD_PARTY.md")
    block = re.search(r"^dependencies = \[(.*?)^\]", text_of("pyproject.toml"), re.MULTILINE | re.DOTALL)
    assert block is not None
    missing = [name for name in re.findall(r'"([A-Za-z0-9_-]+)', block[1]) if name not in listed]
    assert not missing
    assert (ROOT / "resources" / "fonts" / "OFL.txt").is_file()
    assert (ROOT / "resources" / "fonts" / "OFL-rare.txt").is_file()
    assert (ROOT / "resources" / "icons" / "LICENSE").is_file()
