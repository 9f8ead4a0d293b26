from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from panhuang_desk.store import Store, keys

from .helpers import Desk, fill


@pytest.fixture(autouse=True)
def _derive_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive the key of the same passphrase and salt once for all tests; it is slow on purpose."""
    monkeypatch.setattr(keys, "derive_key", _derived)


_derived = cache(keys.derive_key)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file without records, made once."""
    machine = Desk(tmp_path_factory.mktemp("template"), "出厂")
    machine.create().close()
    return machine.path


@pytest.fixture
def store(desk: Desk, empty_file: Path) -> Iterator[Store]:
    """An open file without records."""
    shutil.copy(empty_file, desk.path)
    with desk.open() as opened:
        yield opened


@pytest.fixture
def make_desk(tmp_path: Path) -> Callable[[str], Desk]:
    return lambda name: Desk(tmp_path, name)


@pytest.fixture
def full_file(desk: Desk, empty_file: Path) -> Path:
    """A closed file with some hundred visits, so that it has pages to damage."""
    shutil.copy(empty_file, desk.path)
    with desk.open() as opened, opened.bulk():
        fill(opened, 300)
    return desk.path


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder to fill and then to close with `as_guest`: outside the tests' own, which others may not enter."""
    folder = Path(tempfile.mkdtemp(prefix="panhuang-test-"))
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
