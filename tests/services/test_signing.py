"""The office's signature: any changed byte is found, and the key never leaves the office's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.months import Month
from panhuang_desk.model.values import Village
from panhuang_desk.services.handover import hand_over
from panhuang_desk.services.session import Session
from panhuang_desk.services.signing import (
    fingerprint,
    public_key,
    read_card,
    sign,
    signature_of,
    signed_report,
    signing_card,
)
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from panhuang_desk.store.check import check_file

from tests.report.whole import whole
from tests.services.helpers import VILLAGE, open_village

PASSPHRASE = "街道 口令 2026"
OTHER = Village("320903004203", "新阳居委会", "320903004000", "潘黄街道")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    settings = Settings(file=tmp_path / "s.json")
    with Store.create(tmp_path / "街道.phdb", PASSPHRASE, villages=[VILLAGE, OTHER], home="", person="周主任",
                      settings=settings) as store:
        yield Session(store, settings, lambda: dt.date(2026, 5, 22))


def test_every_changed_byte_is_found(office: Session) -> None:
    signed = signed_report(office, whole("village"))
    signature = signature_of(signed)
    assert signature is not None
    assert signature.good
    assert signature.public == public_key(office.store)
    assert signed.startswith(signature.content)
    places = [*range(0, len(signed), 50), *range(len(signed) - 220, len(signed))]
    for at in places:
        changed = bytearray(signed)
        changed[at] ^= 1
        found = signature_of(bytes(changed))
        assert found is None or not found.good, at
    for other in (signed + b"\n", signed + signed, signed[:-1], signed[1:]):
        found = signature_of(other)
        assert found is None or not found.good


def test_the_key_is_made_once_and_signs_alike(office: Session) -> None:
    assert public_key(office.store) == ""
    first = sign(office, b"%PDF-1.4 a\n")
    assert sign(office, b"%PDF-1.4 a\n") == first
    assert public_key(office.store) in first.decode()
    assert office.store.read("select count(*) from change") == [(0,)]


def test_the_card_gives_the_public_half_and_its_fingerprint(office: Session) -> None:
    card = signing_card(office)
    public = public_key(office.store)
    assert read_card(card) == read_card(card.replace("\n", "\r\n")) == public
    assert fingerprint(public) in card
    assert len(fingerprint(public).split()) == 6
    private = office.store.read("select private from key_pair")[0][0]
    assert private not in card
    with pytest.raises(UserError, match="没有签名公钥"):
        read_card(f"panhuang-signing-key ed25519 {public[:60]}")


def test_a_villages_file_does_not_sign(tmp_path: Path) -> None:
    with open_village(tmp_path) as session, pytest.raises(UserError, match="街道") as caught:
        sign(session, b"%PDF")
    assert caught.value.hint


def test_a_file_that_only_reads_signs_with_the_key_that_it_has(office: Session) -> None:
    with Store.open(office.store.path, PASSPHRASE, write=False, settings=Settings()) as reading:
        beside = Session(reading, office.settings, office.today)
        with pytest.raises(UserError) as caught:
            sign(beside, b"%PDF")
        assert caught.value.code == "no_key"
        signing_card(office)
        signature = signature_of(sign(beside, b"%PDF"))
        assert signature is not None
        assert signature.good


def test_no_copy_holds_the_key(office: Session, tmp_path: Path) -> None:
    signing_card(office)
    folder = tmp_path / "U盘"
    folder.mkdir()
    made = hand_over(office, folder, Month(2026, 5))
    with Store.open(made.path, PASSPHRASE, write=False, settings=Settings()) as copy:
        assert copy.read("select count(*) from key_pair") == [(0,)]
        assert public_key(copy) == ""
    assert office.store.read("select count(*) from key_pair") == [(1,)]


def test_the_check_knows_keys(office: Session) -> None:
    signing_card(office)
    path = office.store.path
    assert check_file(path, PASSPHRASE)
    office.store.write("update key_pair set private = 'x'")
    assert check_file(path, PASSPHRASE).problems == ("有 1 对密钥读不出来。",)
