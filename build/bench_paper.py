"""What paper costs: reports of many villages bound into one, and a long table, against two other typesetters."""

from __future__ import annotations

import io
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import attrs
from panhuang_desk.report import style
from panhuang_desk.report.fonts import REGULAR, font_set
from panhuang_desk.report.layout import Paper, build
from panhuang_desk.report.periodic import bound_bytes
from panhuang_desk.report.tables import Column, TableData, spread, table
from panhuang_desk.services.editions import as_issued
from panhuang_desk.services.figures import Reckoning
from panhuang_desk.services.reports import draft

from bench_rows import UNTIL, Bench, Row, seconds

BOUND, ANNEX = 60, 5_000
FONT = Path(__file__).resolve().parent.parent / "resources" / "fonts" / f"{REGULAR}.ttf"
HEADINGS = ("序号", "村（社区）", "日期", "地块", "面积", "结果", "备注")
WIDTHS = (36, 90, 70, 90, 50, 50, 90)
ALIGN = ("right", "left", "left", "left", "right", "left", "left")


def bound_row(bench: Bench) -> list[Row]:
    """Reports of 60 villages in one file, from the records to the bytes, in a process of its own."""
    told = json.loads(bench.python(str(Path(__file__)), "bound", str(bench.file)))
    return [
        Row(f"bound file of {BOUND} villages, {told['pages']} pages", "<= 15 s", f"{told['seconds']:.1f} s",
            told["seconds"] <= 15),
        Row("memory while it is made", "<= 250 MiB", f"{told['memory']:.0f} MiB", told["memory"] <= 250),
    ]


def annex_row(bench: Bench) -> list[Row]:
    """A table of 5,000 rows, and the same table by typst and by WeasyPrint where they are installed."""
    rows = _rows()
    ours = statistics.median(seconds(lambda: _ours(rows)) for _ in range(3))
    found = [Row(f"annex of {ANNEX:,} rows", "<= 2 s", f"{ours:.2f} s", ours <= 2)]
    for name, other in (("typst", _typst), ("WeasyPrint", _weasyprint)):
        try:
            taken = seconds(lambda other=other: other(rows))  # type: ignore[misc]
        except ImportError:
            continue
        found.append(Row(f"the same table by {name}", "for comparison", f"{taken:.2f} s", True))
    return found


def _rows() -> list[tuple[str, ...]]:
    return [(str(at), "仰徐村委会", f"5月{at % 28 + 1}日", f"{at % 9 + 1}组第{at % 60}块地", f"{at % 17 / 10:.1f}",
             "未发现", "沿河田埂") for at in range(1, ANNEX + 1)]


def _ours(rows: list[tuple[str, ...]]) -> bytes:
    fonts = font_set(bundled=True)
    columns = spread([Column(*each) for each in zip(HEADINGS, WIDTHS, ALIGN, strict=True)])
    return build(Paper("附表"), [table(TableData("附表1 明细", columns, tuple(rows)), fonts)], fonts)


def _typst(rows: list[tuple[str, ...]]) -> bytes:
    import typst

    cells = "\n".join(", ".join(f"[{cell}]" for cell in row) + "," for row in rows)
    head = ", ".join(f"[{each}]" for each in HEADINGS)
    source = (f'#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "1")\n'
              f'#set text(font: "Noto Sans SC", size: {style.TABLE_SIZE}pt)\n'
              f"#table(columns: {len(HEADINGS)}, table.header({head}),\n{cells})\n")
    return bytes(typst.compile(source.encode(), font_paths=[str(FONT.parent)]))


def _weasyprint(rows: list[tuple[str, ...]]) -> bytes:
    import weasyprint

    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = "".join(f"<th>{each}</th>" for each in HEADINGS)
    source = (f"<style>@font-face{{font-family:S;src:url('{FONT.as_uri()}')}}"
              f"@page{{size:A4;margin:37mm 26mm 35mm 28mm}}td,th{{font:{style.TABLE_SIZE}pt S;border:.3pt solid}}"
              f"table{{border-collapse:collapse}}</style><table><thead><tr>{head}</tr></thead>{cells}</table>")
    return bytes(weasyprint.HTML(string=source).write_pdf())


def _bound(file: Path) -> None:
    """The child: the fourteen villages' reports, taken again under other names until there are sixty."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Bench(Path(folder), file, file).session() as session:
        begun = time.perf_counter()
        reckoning = Reckoning(session.store, session.resources.calendar)
        villages = [session.store.villages[at % len(session.store.villages)] for at in range(BOUND)]
        reports = [attrs.evolve(as_issued(session.store, draft(session.store, UNTIL, village.code, session.today(),
                                                               reckoning=reckoning)), name=f"第{at}村委会")
                   for at, village in enumerate(villages, start=1)]
        content = bound_bytes(reports)
        taken = time.perf_counter() - begun
    import pypdfium2

    pages = len(pypdfium2.PdfDocument(io.BytesIO(content)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken, "memory": memory, "pages": pages}))


if __name__ == "__main__" and sys.argv[1:2] == ["bound"]:
    _bound(Path(sys.argv[2]))
