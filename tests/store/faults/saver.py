"""A process that saves and says so, to be killed: `python -m tests.store.faults.saver ROLE ...`.

Every line on stdout is one JSON object, written whole or not at all, and a save is told only after its commit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from panhuang_desk.errors import UserError
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store, erasing, keys
from panhuang_desk.store.backups import list_backups, make_backup

from tests.store.faults import command
from tests.store.faults.harness import NOW, PASSPHRASE, VILLAGES, Place, fill, household, new_place, problems


def say(**facts: Any) -> None:
    os.write(1, (json.dumps(facts, ensure_ascii=False) + "\n").encode())


def opened(file: str, settings: str, secret: str, now: dt.datetime = NOW) -> Store:
    """The file, without the time that deriving its key takes."""
    keys.derive_key = lambda passphrase, salt: keys.Key(bytes.fromhex(secret), salt)
    return Store.open(
        Path(file), PASSPHRASE, settings=Settings.load(Path(settings)), now=lambda: now, device="甲机")


def save_on_and_on(file: str, settings: str, secret: str, first: str = "1", last: str = "0") -> None:
    """Save as people do, each save numbered, until `last`; for ever if that is 0."""
    with opened(file, settings, secret) as store:
        say(open=True)
        home = visit = ""
        for number in itertools.count(int(first)):
            if int(last) and number > int(last):
                break
            facts: list[tuple[str, str, bool]] = []
            note = {"note": f"第{number}次"}
            doing = number % 5 if home else 0
            if doing == 4:
                with store.bulk():
                    with store.action() as action:
                        action.save("household", note, id=home)
                    with store.action() as action:
                        action.save("visit", note, id=visit)
                facts = [("household", home, False), ("visit", visit, False)]
            else:
                with store.action() as action:
                    if doing in (0, 2):
                        home = action.save("household", household(number)).id
                        values = {"household_id": home, "visited_on": "2026-11-03", "outcome": "not_home", **note}
                        visit = action.save("visit", values).id
                    else:
                        action.save("visit", note, id=visit)
                    if doing == 3:
                        action.delete("visit", visit)
                facts = [("household", home, False)] if doing in (0, 2) else []
                facts.append(("visit", visit, doing == 3))
                if doing == 3:
                    home = ""
            say(number=number, facts=facts)


def serve() -> None:
    """For each line on stdin, a role and its arguments, start a child, and say when it has ended."""
    import pypinyin  # noqa: F401 - or every child would load it in its first save, and be killed there
    for line in sys.stdin:
        child = os.fork()
        if not child:
            say(pid=os.getpid())
            try:
                role, *arguments = line.rstrip("\n").split("\t")
                ROLES[role](*arguments)
            except BaseException as error:
                say(failed=repr(error))
                raise
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say(ended=child)


def back_up_on_and_on(file: str, settings: str, secret: str) -> None:
    """Save and back up, an hour later each time."""
    for hour in itertools.count():
        before = list_backups(Path(file))
        now = NOW + dt.timedelta(hours=before[0].number if before else 0)
        with opened(file, settings, secret, now) as store:
            say(open=hour)
            fill(store, 1, 7000 + hour)
            say(backup=make_backup(store).path.name)


def erase_one(file: str, settings: str, secret: str) -> None:
    """Erase the personal data of the first household, say so, and wait to be killed."""
    with opened(file, settings, secret) as store:
        say(open=True)
        erasing.erase(store, store.records("household")[0].id, "asked", lambda share, now: say(at=now))
        say(erased=True)
        time.sleep(60)


def create_on_and_on(folder: str) -> None:
    """Make one new file after another."""
    for number in itertools.count():
        path = Path(folder) / f"{os.getpid()}-{number}.phdb"
        keys.derive_key = lambda passphrase, salt: keys.Key(bytes(32), salt)
        Store.create(path, PASSPHRASE, villages=VILLAGES, home="", person="", settings=Settings()).close()
        say(made=path.name)


def one_traced_save(file: str, settings: str, secret: str) -> None:
    """Save twice; the second time the parent is told of every system call."""
    from tests.store.faults.tracing import let_parent_trace  # Linux only

    with opened(file, settings, secret) as store:
        fill(store, 1, 3000)
        home = store.records("household")[0].id
        let_parent_trace()
        with store.action() as action:
            action.save("household", {"note": "改了"}, id=home)
        say(saved=True)
        os._exit(0)


def hold(file: str, settings: str, secret: str) -> None:
    """Write a large transaction, let its pages go into the file before the commit, and wait to be killed."""
    with opened(file, settings, secret) as store:
        store.read("PRAGMA cache_size = 20")
        store.read("PRAGMA cache_spill = 20")
        with store.action() as action:
            for number in range(1000, 2000):
                action.save("household", household(number))
            say(held=True)
            sys.stdin.read()


def save_until_limit(file: str, settings: str, secret: str, limit: str) -> None:
    """Save until the file has so many bytes; the system lets this process write no more."""
    import resource  # not everywhere

    with opened(file, settings, secret) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        save_until_it_fails(store)


def save_until_disk_is_full(folder: str) -> None:
    """On a small disk: save until it is full, free some of it, save that again, and look at everything."""
    place = new_place(Path(folder), households=10)
    ballast = Path(folder) / "别的文件"
    ballast.write_bytes(bytes(200_000))
    with place.open() as store:
        number = save_until_it_fails(store)
        ballast.unlink()
        fill(store, 1, number)
        say(again=True)
    say(problems=problems(place), numbers=numbers(place))


def save_until_it_fails(store: Store) -> int:
    """Save one household after another, numbered; the number of the one that could not be saved."""
    for number in itertools.count(5000):
        try:
            fill(store, 1, number)
        except UserError as error:
            say(code=error.code, message=error.message, hint=error.hint, number=number)
            return number
        say(saved=number)
    raise AssertionError


def import_into_a_full_disk(folder: str, ledger: str) -> None:
    """On a small disk: an import from the command line that does not fit."""
    place = new_place(Path(folder), households=10)
    home = Path(ledger).parent / "home"
    line = command.refusal("import", place.file, "household", ledger, home=home)
    left = sorted(path.name for path in Path(folder).iterdir())
    say(line=line, problems=problems(place), numbers=numbers(place), left=left)


def numbers(place: Place) -> list[int]:
    with place.open(write=False) as store:
        return sorted(int(home.text("door_no")) for home in store.records("household"))


ROLES = {
    "serve": serve, "stream": save_on_and_on, "backups": back_up_on_and_on, "erase": erase_one,
    "creates": create_on_and_on, "traced": one_traced_save, "hold": hold, "limit": save_until_limit,
    "small disk": save_until_disk_is_full, "import": import_into_a_full_disk,
}

if __name__ == "__main__":
    ROLES[sys.argv[1]](*sys.argv[2:])
