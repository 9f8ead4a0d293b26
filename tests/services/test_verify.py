"""Checking paper: every kind of disagreement is found and named, and what agrees is said to agree."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import attrs
import pikepdf
import pytest
from panhuang_desk import __version__
from panhuang_desk.errors import UserError
from panhuang_desk.exchange.pdf_read import opened_pdf
from panhuang_desk.model.months import Month
from panhuang_desk.model.report_qr import qr_text
from panhuang_desk.report import fonts, periodic
from panhuang_desk.report.periodic import bound_bytes, report_bytes
from panhuang_desk.services.demo import make_demo
from panhuang_desk.services.editions import editions, issue_report, report_of
from panhuang_desk.services.session import Session
from panhuang_desk.services.signing import fingerprint, public_key, sign, signature_of, signed_report
from panhuang_desk.services.verify import verify
from panhuang_desk.services.verify_words import Mismatch, Verdict
from panhuang_desk.services.visits import record_visit
from panhuang_desk.settings import Settings
from panhuang_desk.store import Store
from PIL import Image

from tests.report.whole import whole, with_count

PASSPHRASE = "街道 口令 2026"
NAME = "panhuang-report.json"
MAY = Month(2026, 5)
NOW = dt.datetime(2026, 7, 3, 9, 30)
VILLAGE = whole("village")
PAPER = report_bytes(VILLAGE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    path = folder / "街道.phdb"
    make_demo(path, PASSPHRASE, villages=2, months=2, until=MAY, households=8, today=NOW.date(),
              settings=Settings(file=folder / "s.json"))
    return path


@pytest.fixture
def office(sample: Path, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes())
    settings = Settings(file=tmp_path / "s.json")
    with Store.open(path, PASSPHRASE, settings=settings) as store:
        yield Session(store, settings, NOW.date)


def wrong(verdict: Verdict) -> str:
    """All that does not agree, in one text."""
    assert not verdict.agrees
    return "\n".join([*(line.text for line in verdict.lines if line.state == "wrong"),
                      *(each.words for each in verdict.mismatches)])


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def attached(content: bytes, data: bytes) -> bytes:
    """The same pages with other data inside."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.attachments[NAME] = pikepdf.AttachedFileSpec(pdf, data, filename=NAME, mime_type="application/json")
        return saved(pdf)


def carried(content: bytes) -> dict[str, object]:
    with opened_pdf(content) as pdf:
        data = json.loads(pdf.attached()[NAME])
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("name", ["village", "subdistrict", "empty", "sample"])
def test_paper_as_it_was_made_agrees(name: str) -> None:
    verdict = verify(report_bytes(whole(name)))
    assert verdict.agrees
    assert not verdict.mismatches
    told = " ".join(line.text for line in verdict.lines)
    assert "逐字节相同" in told
    assert "二维码与附带数据相同" in told
    assert "没有签名" in told
    assert ("演示数据" in told) is (name == "sample")


def test_paper_that_was_saved_anew_agrees_and_says_so() -> None:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        verdict = verify(saved(pdf))
    assert verdict.agrees
    assert any("另存过" in line.text for line in verdict.lines)


def test_pages_of_other_numbers_are_found_and_each_number_is_named() -> None:
    other = report_bytes(with_count(VILLAGE, "visits", 347))
    with pikepdf.open(io.BytesIO(PAPER)) as pdf, pikepdf.open(io.BytesIO(other)) as source:
        for at in range(len(pdf.pages) - 1):
            pdf.pages[at] = source.pages[at]
        verdict = verify(saved(pdf))
    told = wrong(verdict)
    assert Mismatch("printed", "入户走访·本月", "", "327", "347") in verdict.mismatches
    assert "正文：印的是" in told
    assert "347次" in told
    assert "第 2" in told


def test_an_edited_content_stream_is_found() -> None:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        page = pdf.pages[1]
        operations = list(pikepdf.parse_content_stream(page))
        shown = [at for at, each in enumerate(operations) if str(each.operator) == "Tj"
                 and len(bytes(each.operands[0])) == 3]
        first, second = next((a, b) for a in shown for b in shown
                             if bytes(operations[a].operands[0]) != bytes(operations[b].operands[0]))
        operations[first] = pikepdf.ContentStreamInstruction(
            [operations[second].operands[0]], operations[first].operator)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
        verdict = verify(saved(pdf))
    assert "处不同" in wrong(verdict)
    assert [each.where for each in verdict.mismatches].count("printed") == 1


def test_a_number_that_is_covered_is_found_though_its_text_is_still_there() -> None:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        pdf.pages[1].contents_add(pdf.make_stream(b"q 1 1 1 rg 90 500 300 20 re f Q"))
        verdict = verify(saved(pdf))
    assert "第 2 页看上去" in wrong(verdict)
    assert "盖住" in wrong(verdict)
    assert not verdict.mismatches


def test_changed_data_is_found_by_its_digest_and_against_the_pages() -> None:
    data = carried(PAPER)
    data["report"]["figures"]["visits"]["this"] = 347  # type: ignore[index]
    verdict = verify(attached(PAPER, json.dumps(data).encode()))
    told = wrong(verdict)
    assert "与自己的校验值不符" in told
    assert Mismatch("attached", "入户走访", "this", "347", "327") in verdict.mismatches
    assert Mismatch("printed", "入户走访·本月", "", "347", "327") in verdict.mismatches
    assert Mismatch("qr", "入户走访", "this", "347", "327") in verdict.mismatches


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"layout": 1}', b"\xff\xfe", b"[" * 5000])
def test_data_that_is_none_is_said_so(data: bytes) -> None:
    assert "读不出来" in wrong(verify(attached(PAPER, data)))


def test_data_of_odd_types_and_sizes_is_refused() -> None:
    for change in ({"name": 7}, {"name": "长" * 99}, {"issued_on": "2026-02-31"}, {"edition": -1}, {"figures": {}},
                   {"pass_mark": "0.8"}, {"period": "2026-13"}, {"problems": [["x"] * 9]}, {"trend": [["2026-05", 1]]},
                   {"figures": {**VILLAGE_FIGURES, "visits": {"this": 1e300}}}):
        data = carried(PAPER)
        data["report"].update(change)  # type: ignore[attr-defined]
        assert "读不出来" in wrong(verify(attached(PAPER, json.dumps(data).encode())))


VILLAGE_FIGURES = carried(PAPER)["report"]["figures"]  # type: ignore[index]


def test_paper_without_its_data_and_other_pdfs_are_told_apart_from_ours() -> None:
    with pikepdf.open(io.BytesIO(PAPER)) as pdf:
        del pdf.attachments[NAME]
        assert "没有附带数据" in wrong(verify(saved(pdf)))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        assert "没有读到二维码" in wrong(verify(saved(pdf)))
    with pytest.raises(UserError):
        verify(b"not a PDF")


def test_the_code_of_another_report_is_found() -> None:
    other = attrs.evolve(VILLAGE, qr=whole("subdistrict").qr)
    assert "另一份报告" in wrong(verify(report_bytes(other)))


def test_a_code_with_another_number_is_found_and_named() -> None:
    verdict = verify(report_bytes(attrs.evolve(VILLAGE, qr=with_count(VILLAGE, "visits", 347).qr)))
    wrong(verdict)
    assert {(each.where, each.label) for each in verdict.mismatches} == {("qr", "入户走访"), ("qr", "校验值")}


def test_paper_set_in_other_fonts_is_compared_by_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(periodic, "font_set", lambda bundled=False: _swapped(fonts.font_set(bundled=True)))
        paper, other = report_bytes(VILLAGE), report_bytes(with_count(VILLAGE, "visits", 347))
    verdict = verify(paper)
    assert verdict.agrees, verdict.lines
    assert any("字体" in line.text for line in verdict.lines)
    told = wrong(verify(attached(other, json.dumps(carried(paper)).encode())))
    assert "“入户走访·本月”：印的是 347，应是 327" in told


def _swapped(found: fonts.FontSet) -> fonts.FontSet:
    """Bold text for plain: other fonts, which break lines elsewhere."""
    return attrs.evolve(found, body=found.strong[:1], table=found.strong[:1], title=found.strong[:1],
                        heading=found.strong[:1], subheading=found.strong[:1], strong=found.strong[:1])


def test_paper_of_another_version_is_compared_row_by_row() -> None:
    data = carried(PAPER) | {"program": "0.0.1"}
    verdict = verify(attached(PAPER, json.dumps(data).encode()))
    assert verdict.agrees
    assert any("0.0.1" in line.text for line in verdict.lines)
    other = report_bytes(with_count(VILLAGE, "visits", 347))
    verdict = verify(attached(other, json.dumps(data).encode()))
    assert ("printed", "入户走访") in {(each.where, each.label) for each in verdict.mismatches}
    assert __version__ != "0.0.1"


def test_a_bound_file_is_checked_report_by_report() -> None:
    reports = [VILLAGE, whole("subdistrict")]
    verdict = verify(bound_bytes(reports))
    assert verdict.agrees, verdict.lines
    assert [report.code for report in verdict.reports] == [report.code for report in reports]


def test_a_signature_holds_and_every_way_of_breaking_it_is_found(office: Session, tmp_path: Path) -> None:
    signed = signed_report(office, VILLAGE)
    own = public_key(office.store)
    assert verify(signed).key == fingerprint(own)
    verdict = verify(signed, card=own)
    assert verdict.agrees
    assert any("是办公室的密钥" in line.text for line in verdict.lines)
    signature = signature_of(signed)
    assert signature is not None
    assert "签名被去掉" in wrong(verify(signature.content))
    assert "没有签名" in wrong(verify(PAPER, card=own))
    settings = Settings(file=tmp_path / "other.json")
    with Store.create(tmp_path / "别处.phdb", PASSPHRASE, villages=office.store.villages, home="", person="某人",
                      settings=settings) as store:
        stranger = Session(store, settings, NOW.date)
        assert "不是附带数据里说的那一把" in wrong(verify(sign(stranger, signature.content)))
        forged = signed_report(stranger, VILLAGE)
    assert verify(forged).agrees
    assert "不是这个办公室的密钥" in wrong(verify(forged, card=own))


@pytest.mark.parametrize("share", [0.01, 0.5, 0.97])
def test_a_flipped_byte_of_signed_paper_is_found(office: Session, share: float) -> None:
    """`test_signing.py` tries every fiftieth byte against the signature alone."""
    changed = bytearray(signed_report(office, VILLAGE))
    changed[int(len(changed) * share)] ^= 8
    assert "签名" in wrong(verify(bytes(changed)))


def test_paper_is_compared_with_the_issued_edition_and_the_month_as_it_stands(office: Session) -> None:
    store = office.store
    report, _ = issue_report(store, MAY, None, NOW)
    paper = report_bytes(report)
    assert verify(paper, office).agrees
    assert any("定稿的第1版相同" in line.text for line in verify(paper, office).lines)
    _visit(office)
    later = verify(paper, office)
    assert later.agrees
    assert any("定稿以后数据又有变更" in line.text and "入户走访" in line.text for line in later.lines)
    issue_report(store, MAY, None, NOW, corrects="更正走访次数")
    assert any("已有第2版" in line.text for line in verify(paper, office).lines)
    second = editions(store, report.code, MAY)[1].report
    assert second is not None
    forged = attrs.evolve(second, edition=1)
    verdict = verify(report_bytes(attrs.evolve(forged, qr=qr_text(forged))), office)
    before, after = (each.figures["visits"].this.value for each in (report, second))
    assert Mismatch("file", "入户走访", "this", str(after), str(before)) in verdict.mismatches
    assert "定稿的第1版不同" in wrong(verdict)


def _visit(session: Session) -> None:
    """One more visit in the first village."""
    village = session.store.villages[0].code
    household = next(each for each in session.store.records("household") if each.village == village)
    saved = record_visit(session, household.id, {"visited_on": "2026-05-20", "outcome": "met"})
    assert saved.ok, saved.problems


def test_a_draft_is_compared_with_the_file_as_it_is(office: Session) -> None:
    village = office.store.villages[0].code
    paper = report_bytes(report_of(office.store, MAY, village, NOW.date()))
    verdict = verify(paper, office)
    assert verdict.agrees
    assert any("还没有定稿；与文件现在的数据相同" in line.text for line in verdict.lines)
    _visit(office)
    verdict = verify(paper, office)
    assert "与文件现在的数据不同" in wrong(verdict)
    assert ("now", "入户走访") in {(each.where, each.label) for each in verdict.mismatches}
    assert "文件里没有仰徐村委会" in wrong(verify(PAPER, office))


def test_a_photo_of_the_code_is_compared_with_the_file(office: Session) -> None:
    report, _ = issue_report(office.store, MAY, None, NOW)
    with opened_pdf(report_bytes(report)) as pdf:
        pages = [pdf.picture(page, 150) for page in range(pdf.pages)]
    verdicts = [verify(_png(page.width, page.height, page.grey), office) for page in pages]
    assert sum(verdict.agrees for verdict in verdicts) == 1
    assert "没有读到" in wrong(verdicts[0])
    with opened_pdf(PAPER) as pdf:
        page = pdf.picture(pdf.pages - 1, 150)
    assert verify(_png(page.width, page.height, page.grey)).agrees
    assert "文件里没有" in wrong(verify(_png(page.width, page.height, page.grey), office))


def _png(width: int, height: int, grey: bytes) -> bytes:
    stream = io.BytesIO()
    Image.frombytes("L", (width, height), grey).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def test_the_finding_as_data_is_json() -> None:
    told = json.loads(json.dumps(verify(PAPER).as_json()))
    assert told["agrees"] is True
    assert told["reports"] == [{"code": VILLAGE.code, "name": VILLAGE.name, "period": "2026-04", "edition": 1,
                                "digest": VILLAGE.digest, "sample": False}]
