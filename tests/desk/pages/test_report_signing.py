"""The office signs a report from its page, and hands out the key by which others recognise it."""

from __future__ import annotations

from pathlib import Path

from panhuang_desk.desk import messages
from panhuang_desk.desk.pages.report.more import ENTRIES
from panhuang_desk.desk.pages.report.page import ReportPage
from panhuang_desk.services.signing import public_key, read_card, signature_of
from panhuang_desk.services.verify import verify
from tests.desk.pages.report_desk import page, sample_file, session

__all__ = ["page", "sample_file", "session"]

SIGN, CARD = "存签了名的 PDF", "存签名公钥，发给别人核对"


def run(page: ReportPage, word: str) -> None:
    entry = next(each for each in ENTRIES if each.word == word)
    assert entry.shown(page)
    entry.run(page, page)


def test_a_signed_report_and_the_card_that_recognises_it(
    page: ReportPage, said: messages.Recorder, tmp_path: Path,
) -> None:
    said.paths += [[str(tmp_path / "签.pdf")], [str(tmp_path / "卡.txt")]]
    run(page, SIGN)
    run(page, CARD)
    content = (tmp_path / "签.pdf").read_bytes()
    card = read_card((tmp_path / "卡.txt").read_text(encoding="utf-8"))
    signature = signature_of(content)
    assert signature is not None
    assert signature.good
    assert signature.public == card == public_key(page.session.store)
    assert verify(content, page.session, card).agrees


def test_only_an_office_s_file_offers_to_sign(page: ReportPage) -> None:
    page.session.store.home = page.session.store.villages[0].code
    assert not any(each.shown(page) for each in ENTRIES if each.word in (SIGN, CARD))
