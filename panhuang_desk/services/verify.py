"""Paper against its own data, its code, its signature, and against a file: what agrees, and which figure does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from panhuang_desk import __version__
from panhuang_desk.exchange.code_picture import codes_in_picture, is_picture
from panhuang_desk.exchange.pdf_read import PdfFile, Picture, opened_pdf
from panhuang_desk.model import paper_text
from panhuang_desk.model.figures import BY_CODE, show_on_paper
from panhuang_desk.model.report import Report
from panhuang_desk.model.report_json import digest_of, read
from panhuang_desk.model.report_qr import QR_FIGURES, QR_MARK, qr_text
from panhuang_desk.model.report_sound import sound
from panhuang_desk.services.session import Session
from panhuang_desk.services.signing import Signature, fingerprint, public_key, signature_of
from panhuang_desk.services.verify_file import against_file, issued_or_now
from panhuang_desk.services.verify_words import NOTE, OK, WRONG, Found, Verdict

_NAME = re.compile(r"panhuang-report(-[0-9]{3})?\.json")
_DPI, _STRONG, _SPECKS = 100.0, 96, 6
"""Pages are compared as pictures at this size; so many points must differ by so much of 255 grey."""


@attrs.frozen
class Carried:
    """What a PDF carries of one report, read back."""

    report: Report
    program: str
    fonts: tuple[str, ...]
    key: str
    shown: Mapping[str, Mapping[str, str]]


def verify(content: bytes, session: Session | None = None, card: str = "") -> Verdict:
    """Check a report's PDF; `card` is a public key that it should be signed with. UserError where it is no PDF.

    Of a photo or scan (PNG, JPEG) only the code is read. With a session its office's key is known, too, and the report
    is compared with the editions of the file.
    """
    if is_picture(content):
        return _photo(codes_in_picture(content), session)
    known = card or (public_key(session.store) if session else "")
    signature = signature_of(content)
    body = signature.content if signature else content
    found = Found()
    with opened_pdf(body) as pdf:
        texts, codes = pdf.texts(), pdf.codes()
        carried = tuple(_carried(pdf.attached(), found))
        _signed(found, signature, carried, known, demanded=bool(card))
        if carried:
            for each in carried:
                _whole(found, each)
            _printed(found, carried, body, texts, pdf)
        _codes(found, codes, [each.report for each in carried])
    if session:
        for each in carried:
            against_file(found, session, each.report)
    return Verdict(tuple(found.lines), tuple(found.mismatches), tuple(each.report for each in carried),
                   fingerprint(signature.public) if signature else "")


def _carried(files: Mapping[str, bytes], found: Found) -> Iterator[Carried]:
    names = sorted(name for name in files if _NAME.fullmatch(name))
    if not names:
        found.say(WRONG, "这个 PDF 没有附带数据：可能不是本程序做的报告，或者另存、打印成 PDF 时丢掉了。")
    for name in names:
        try:
            data = json.loads(files[name])
            shown = {str(code): {str(column): str(text) for column, text in line.items()}
                     for code, line in data["shown"].items()}
            yield Carried(sound(read(data["report"])), str(data["program"]), tuple(map(str, data["fonts"])),
                          str(data["key"]), shown)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
            found.say(WRONG, "附带的数据读不出来：改动过，或者是更新的版本做的。")


def _signed(found: Found, signature: Signature | None, carried: Sequence[Carried], known: str, *,
            demanded: bool) -> None:
    """The signature: whether there should be one, whether it holds, and whose it is."""
    keys = {each.key for each in carried} - {""}
    if signature is None:
        if keys:
            marks = "、".join(sorted(keys))
            found.say(WRONG, f"附带数据说它有签名（密钥指纹 {marks}），现在没有：签名被去掉，或文件被改动。")
        else:
            found.say(WRONG if demanded else NOTE, "没有签名。")
        return
    mark = fingerprint(signature.public)
    if not signature.good:
        found.say(WRONG, "签名对不上：签名以后文件被改动过。")
    elif keys != {mark}:
        found.say(WRONG, f"签名的密钥（指纹 {mark}）不是附带数据里说的那一把。")
    elif known and known != signature.public:
        found.say(WRONG, f"签名有效，但不是这个办公室的密钥（指纹 {mark}，办公室的是 {fingerprint(known)}）。")
    elif known:
        found.say(OK, f"签名有效，是办公室的密钥（指纹 {mark}）。")
    else:
        found.say(OK, f"签名有效，签名以后没有改动；密钥指纹 {mark}，请与办公室公布的指纹核对。")


def _whole(found: Found, carried: Carried) -> None:
    """Whether the attached data is still what it was when the PDF was made."""
    report = carried.report
    name = f"{report.name}{report.period.label}第{report.edition}版"
    sample = "（演示数据）" if report.sample else ""
    if digest_of(report) != report.digest:
        found.say(WRONG, f"附带数据：{name}{sample}，与自己的校验值不符，数据被改动过。")
    else:
        found.say(OK, f"附带数据：{name}{sample}，校验值 {report.digest[:16].upper()}，完整。")
    for code, line in report.figures.items():
        for column in ("this", "previous", "year", "year_ago"):
            value = getattr(line, column)
            told = carried.shown.get(code, {}).get(column)
            if value is not None and told != show_on_paper(value):
                found.differs("attached", _label(code), column, attached=show_on_paper(value), other=told or "")


def _printed(found: Found, carried: Sequence[Carried], body: bytes, texts: Sequence[str], pdf: PdfFile) -> None:
    """The printed pages against the pages that the attached data makes."""
    from panhuang_desk.report.fonts import font_names, font_set  # reportlab is loaded on first use
    from panhuang_desk.report.periodic import printed_text

    first = carried[0]
    if first.program != __version__:
        _rows_only(found, carried, texts)
        return
    fresh = _set_again(carried)
    if fresh == body:
        found.say(OK, "印出来的文字和图，与附带数据逐字节相同。")
        return
    fonts = font_set(bundled=first.report.sample)
    alike = all(font_names(fonts, printed_text(each.report)) == each.fonts for each in carried)
    should, pictures = _pages(fresh, pdf.pages if alike else 0)
    if alike and len(should) == len(texts):
        pairs = [(paper_text.signs(text), paper_text.signs(other)) for text, other in zip(texts, should, strict=True)]
    else:
        heads = [head for each in carried for head in _heads(each.report)]
        reads, wanted = (paper_text.without_pages(paper_text.signs("\n".join(pages)), heads)
                         for pages in (texts, should))
        pairs = [(reads, wanted)]
    rows = [row for each in carried for row in _rows(each.report)]
    changed = [change for reads, wanted in pairs for change in paper_text.changes(reads, wanted, rows)]
    for change in changed:
        found.differs("printed", change.label, "", attached=change.expected, other=change.printed)
    if changed:
        found.say(WRONG, f"印出来的文字与附带数据有 {len(changed)} 处不同。")
    else:
        found.say(OK, "印出来的文字，与附带数据逐字相同。")
    if alike:
        _looks(found, pdf, pictures, changed=bool(changed))
    else:
        found.say(NOTE, "这份报告用的字体与这台电脑的不同，图和版面没有比对。")


def _set_again(carried: Sequence[Carried]) -> bytes:
    """The pages that the attached data makes, set anew."""
    from panhuang_desk.report.periodic import bound_bytes, report_bytes

    reports = [attrs.evolve(each.report, qr=qr_text(each.report)) for each in carried]
    if len(reports) == 1:
        return report_bytes(reports[0], key=carried[0].key)
    return bound_bytes(reports, key=carried[0].key)


def _pages(content: bytes, pictures: int) -> tuple[tuple[str, ...], list[Picture]]:
    with opened_pdf(content) as pdf:
        return pdf.texts(), [pdf.picture(page, _DPI) for page in range(min(pictures, pdf.pages))]


def _looks(found: Found, pdf: PdfFile, pictures: Sequence[Picture], *, changed: bool) -> None:
    """Whether the pages look as they should, where a number may be covered by another one."""
    other = [page + 1 for page in range(pdf.pages)
             if page >= len(pictures) or _unlike(pdf.picture(page, _DPI), pictures[page])]
    if other:
        pages, why = "、".join(map(str, other[:20])), "。" if changed else "：可能盖住了什么，或改了图。"
        found.say(WRONG, f"第 {pages} 页看上去与附带数据做出来的不一样{why}")
    else:
        found.say(NOTE, "文件另存过，不是生成时的原样；看上去一样。")


def _unlike(one: Picture, other: Picture) -> bool:
    if (one.width, one.height) != (other.width, other.height):
        return True
    if one.grey == other.grey:
        return False
    return sum(abs(a - b) >= _STRONG for a, b in zip(one.grey, other.grey, strict=True)) >= _SPECKS


def _rows_only(found: Found, carried: Sequence[Carried], texts: Sequence[str]) -> None:
    """The rows of tables, where another version has set the paper: its sentences may be put otherwise."""
    signs = paper_text.signs("\n".join(texts))
    text = "\x00".join(("", *signs, ""))
    missing = 0
    for each in carried:
        for row in _rows(each.report):
            if "\x00".join(("", *paper_text.signs(" ".join(cell.text for cell in row)), "")) not in text:
                missing += 1
                found.differs("printed", row[0].text, "", attached=" ".join(cell.text for cell in row[1:]), other="")
    version = carried[0].program
    if missing:
        found.say(WRONG, f"表格中有 {missing} 行与附带数据对不上（报告由 {version} 版生成）。")
    else:
        found.say(OK, f"表格中的数与附带数据相同；报告由 {version} 版生成，句子和图没有比对。")


def _rows(report: Report) -> Iterator[list[paper_text.Cell]]:
    """The rows of a report's tables, each cell named by row and column."""
    from panhuang_desk.report.periodic_tables import tables

    for datas in tables(report).values():
        for data in datas:
            heads = [f"{column.group}{column.heading}".replace("\n", "") for column in data.columns]
            for row in data.rows:
                yield [paper_text.Cell(f"{row[0]}·{head}" if at else row[0], text)
                       for at, (head, text) in enumerate(zip(heads, row, strict=True))]


def _heads(report: Report) -> Iterator[str]:
    """The heads of its tables, which stand again where a table goes on."""
    from panhuang_desk.report.periodic_tables import tables

    for datas in tables(report).values():
        for data in datas:
            groups = dict.fromkeys(column.group for column in data.columns if column.group)
            plain = " ".join(column.heading for column in data.columns)
            yield plain if not groups else " ".join((*groups, plain))


def _codes(found: Found, codes: Sequence[str], reports: Sequence[Report]) -> None:
    """The codes on the paper against the attached data."""
    ours = [code for code in codes if code.startswith(f"{QR_MARK}|")]
    wanted = {(report.code, str(report.period)): report for report in reports}
    if not ours:
        found.say(WRONG, "纸上没有读到二维码。")
        return
    for code in ours:
        parts = code.split("|")
        report = wanted.pop((parts[1], parts[2]), None) if len(parts) == 6 else None
        if report is None:
            if reports:
                found.say(WRONG, "纸上的二维码是另一份报告的。")
            continue
        if code == qr_text(report):
            continue
        _code_differs(found, parts, report)
    if wanted:
        found.say(WRONG, f"有 {len(wanted)} 份报告没有读到自己的二维码。")
    elif reports and not any(each.where == "qr" for each in found.mismatches) and len(ours) == len(reports):
        found.say(OK, "二维码与附带数据相同。")


def _photo(codes: Sequence[str], session: Session | None) -> Verdict:
    """A code that was read from a photo, against the file alone."""
    found = Found()
    ours = [parts for code in codes if len(parts := code.split("|")) == 6 and parts[0] == QR_MARK]
    if not ours:
        found.say(WRONG, "图里没有读到报告的二维码。")
    for parts in ours:
        told = "，".join(f"{_label(code)} {value}" for code, _, value in (
            item.partition("=") for item in parts[4].split(";")))
        found.say(NOTE, f"二维码：{parts[1]}，{parts[2]}，第{parts[3]}版；{told}；校验值 {parts[5][:16].upper()}。")
        if session is None:
            found.say(NOTE, "照片上只读了二维码；要知道它对不对，请加上文件再核对。")
            continue
        report = issued_or_now(session, parts[1], parts[2], parts[3])
        if report is None:
            found.say(WRONG, "文件里没有这份报告的数据，对不了。")
        elif qr_text(report).split("|")[4:] == parts[4:]:
            found.say(OK, f"二维码与文件中的{report.name}{report.period.label}相同。")
        else:
            _code_differs(found, parts, report)
    return Verdict(tuple(found.lines), tuple(found.mismatches))


def _code_differs(found: Found, parts: Sequence[str], report: Report) -> None:
    should = qr_text(report).split("|")
    if parts[3] != should[3]:
        found.differs("qr", "版次", "", attached=should[3], other=parts[3])
    told, wanted = (dict(item.partition("=")[::2] for item in text.split(";")) for text in (parts[4], should[4]))
    for code in QR_FIGURES:
        if told.get(code) != wanted[code]:
            found.differs("qr", _label(code), "this", attached=wanted[code], other=told.get(code, ""))
    if parts[5] != should[5]:
        found.differs("qr", "校验值", "", attached=should[5][:16].upper(), other=parts[5][:16].upper())
    found.say(WRONG, "二维码里的数对不上。")


def _label(code: str) -> str:
    figure = BY_CODE.get(code)
    return figure.label if figure else code


