"""After a crash the file is whole only together with its journal file; what a copy of one without the other does."""

from __future__ import annotations

import shutil
import sys
from random import Random

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.backups import make_backup
from panhuang_desk.store.check import check_file

from tests.store.faults import command
from tests.store.faults.damage import PAGE
from tests.store.faults.harness import NOW, PASSPHRASE, Place, fill, household, new_place, problems, start, told


def opened(place: Place) -> None:
    with place.open():
        pass


def contents(place: Place) -> dict[str, list[tuple[object, ...]]]:
    """All that a file says; not the index of words, which is made from it, nor who has it open."""
    with place.open(write=False) as store:
        tables = [row[0] for row in store.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
        # A replica that wrote nothing, or what it had seen, says nothing either.
        said = [name for name in tables if name not in ("meta", "replica", "known") and name[:6] != "search"]
        return {name: store.read(f"SELECT * FROM {name}") for name in said}


def found(place: Place) -> list[tuple[str, str]]:
    """What the index of words finds."""
    with place.open(write=False) as store:
        return sorted((hit.kind, hit.id) for text in ("住户", "9", "改") for hit in store.search(text, limit=900))


@pytest.fixture(scope="module")
def crashed(tmp_path_factory):
    """A file whose program was killed within a transaction, when pages of it were in the file already."""
    place = new_place(tmp_path_factory.mktemp("crashed"), households=20)
    with place.open() as store:
        make_backup(store)
    before = contents(place)
    child = start("hold", place.file, place.settings, place.secret)
    assert next(told(child.stdout)) == {"held": True}
    child.kill()
    child.communicate()
    assert place.journal.stat().st_size > PAGE
    return place, before


@pytest.fixture
def copy(crashed, tmp_path):
    """A copy of the crashed file, its backups and, if told so, its journal file."""
    place, _ = crashed

    def to(*, journal: bool) -> Place:
        for old in (place.file, *([place.journal] if journal else [])):
            shutil.copy(old, tmp_path / old.name)
        shutil.copytree(place.file.with_name("仰徐村_备份"), tmp_path / "仰徐村_备份")
        return Place(tmp_path / place.file.name, tmp_path / "machine.json")

    return to


def test_with_its_journal_a_copy_heals_and_is_as_before_the_crash(crashed, copy):
    place = copy(journal=True)
    assert contents(place) == crashed[1]
    assert not place.journal.exists()
    assert problems(place) == []
    assert check_file(place.file, PASSPHRASE).problems == ()


def test_without_its_journal_a_copy_is_refused_in_words_with_the_newest_backup(copy):
    place = copy(journal=False)
    before = place.file.read_bytes()
    with pytest.raises(UserError) as caught:
        opened(place)
    assert caught.value.code in ("torn", "damaged", "truncated")
    assert "仰徐村_备份_0001" in caught.value.hint
    assert place.file.read_bytes() == before


def test_without_its_journal_check_and_the_other_commands_end_with_one_line(copy, tmp_path):
    place = copy(journal=False)
    for arguments in (["check", place.file], ["figures", place.file, "2026-11"]):
        assert "仰徐村_备份_0001" in command.refusal(*arguments, home=tmp_path / "home")


def test_the_newest_backup_that_was_named_opens(copy):
    place = copy(journal=False)
    backup = next(place.file.with_name("仰徐村_备份").iterdir())
    with Store.open(backup, PASSPHRASE, write=False, settings=Settings(), now=lambda: NOW) as store:
        assert store.count("household") == 20


if sys.platform != "win32":

    @pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o555), (0o644, 0o555), (0o444, 0o755)])
    def test_in_a_folder_that_can_only_be_read_the_sentence_says_to_copy_both(copy, tmp_path, of_file, of_folder):
        place = copy(journal=True)
        place.file.chmod(of_file)
        tmp_path.chmod(of_folder)
        try:
            for arguments in (["check", place.file], ["figures", place.file, "2026-11"]):
                line = command.refusal(*arguments, home=tmp_path / "home", prepare=command.obey_permissions)
                assert "上次没有正常关闭" in line
                assert "-journal" in line
        finally:
            tmp_path.chmod(0o755)

    def test_in_a_folder_that_can_only_be_read_a_file_closed_well_can_be_looked_at(tmp_path):
        place = new_place(tmp_path / "stick", households=3)
        place.file.chmod(0o444)
        place.file.parent.chmod(0o555)
        try:
            ended = command.run(
                "check", place.file, home=tmp_path / "home", prepare=command.obey_permissions)
            assert (ended.returncode, ended.stderr) == (0, "")
            line = command.refusal(
                "import", place.file, "household", place.file, home=tmp_path / "home",
                prepare=command.obey_permissions)
            assert "只能读" in line
        finally:
            place.file.parent.chmod(0o755)


# Half of one save: the engine writes page after page, and a copy may be taken between any two.

SAVES = {
    "the first save of a session": lambda store: None,
    "a later save of a session": lambda store: fill(store, 1, 500),
    "the first save in a restored file": lambda store: None,
}


@pytest.fixture(scope="module", params=SAVES)
def one_save(request, tmp_path_factory):
    """A file before and after one save, as bytes, and the pages in which they differ."""
    place = new_place(tmp_path_factory.mktemp("save"), households=40)
    with place.open() as store:
        backup = make_backup(store)
    if "restored" in request.param:
        shutil.copy(backup.path, place.file)
    with place.open() as store:
        SAVES[request.param](store)
        before = place.file.read_bytes()
        with store.action() as action:
            action.save("household", household(900))
            for home in store.records("household", limit=3):
                action.save("household", {"note": "改过", "contact_name": "住户改"}, id=home.id)
        after = place.file.read_bytes()
    count = max(len(before), len(after)) // PAGE
    pages = [n for n in range(count) if page(before, n) != page(after, n)]
    return place, before, after, pages


def page(data: bytes, number: int) -> bytes:
    return data[number * PAGE : (number + 1) * PAGE]


def beginnings(pages: list[int]) -> list[set[int]]:
    """The pages that were written when the process was killed: the engine writes them in their order."""
    return [set(pages[:count]) for count in range(len(pages) + 1)]


def any_pages(pages: list[int]) -> list[set[int]]:
    """Pages as a failing stick may keep and lose them: each alone, and many others by chance."""
    random = Random(5)
    return [{p} for p in pages] + [{p for p in pages if random.random() < 0.5} for _ in range(60)]


def mixed(before: bytes, after: bytes, new: set[int]) -> bytes:
    count = max(len(before), len(after)) // PAGE
    return b"".join(page(after if number in new else before, number) for number in range(count))


def test_half_of_a_save_is_refused_by_opening_and_named_by_check(one_save, tmp_path):
    place, before, after, pages = one_save
    assert len(pages) >= 5
    refused = 0
    torn = Place(tmp_path / place.file.name, tmp_path / "machine.json")
    torn.file.write_bytes(before)
    allowed = [(contents(torn), found(torn))]
    torn.file.write_bytes(after)
    allowed.append((contents(torn), found(torn)))
    for new in beginnings(pages):
        torn.file.write_bytes(mixed(before, after, new))
        refusal = refused_as(torn)
        if refusal:
            assert refusal in ("torn", "damaged", "truncated", "tail")
            assert complaints(torn)
            refused += 1
        else:
            assert (contents(torn), found(torn)) in allowed, sorted(new)
            assert complaints(torn) == ""
    assert refused > len(pages) // 2


def test_no_mixture_of_pages_passes_check_with_other_records_than_before_or_after(one_save, tmp_path):
    place, before, after, pages = one_save
    torn = Place(tmp_path / place.file.name, tmp_path / "machine.json")
    allowed = []
    for data in (before, after):
        torn.file.write_bytes(data)
        allowed.append(contents(torn))
    for new in any_pages(pages):
        torn.file.write_bytes(mixed(before, after, new))
        if not complaints(torn):
            assert contents(torn) in allowed, sorted(new)


def refused_as(place: Place) -> str:
    """The case in which opening refuses a file; empty where it opens."""
    try:
        opened(place)
    except UserError as error:
        return error.code
    return ""


def complaints(place: Place) -> str:
    """All that a check says, whether it can look inside or not."""
    try:
        return " ".join(check_file(place.file, PASSPHRASE).problems)
    except UserError as error:
        return str(error)
