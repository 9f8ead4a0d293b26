"""The first month, end to end: a new file, the ledger, visits, quizzes, a patrol with a find, the report, the copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from panhuang_desk.desk.messages import Recorder
from panhuang_desk.model.quiz import write_line
from panhuang_desk.services.handover import handovers
from panhuang_desk.services.quizzes import paper_questions, standard_paper
from panhuang_desk.settings import Settings
from panhuang_desk.store.check import check_file

from tests.journeys.worker import Worker

PASSPHRASE = "rice 7 lantern boat"


def make_file(worker: Worker, said: Recorder, folder: Path) -> None:
    """From nothing to an open file of 仰徐村, by keyboard."""
    worker.shot("start-1")
    worker.press("Enter")
    worker.type("仰徐")
    worker.shot("start-2")
    worker.press("Down", "Enter")
    worker.type("徐海燕")
    worker.press("Enter")
    worker.type("13900001485")
    worker.press("Enter")
    worker.type(PASSPHRASE)
    worker.shot("start-3")
    worker.press("Enter")
    worker.type(PASSPHRASE)
    worker.press("Enter")
    worker.press("Ctrl+A")
    worker.type(str(folder / "village.phdb"))
    worker.shot("start-4")
    worker.press("Enter")
    first_start = worker.window.centralWidget().currentWidget()  # type: ignore[attr-defined]
    worker.until(lambda: first_start.step == 4)
    said.paths.append([str(folder / "emergency.pdf")])
    worker.shot("start-5")
    worker.press("Enter")
    worker.until(lambda: (folder / "emergency.pdf").exists() and first_start.next_button.hasFocus())
    worker.press("Enter")
    worker.until(lambda: worker.window.shell is not None)


def test_a_new_file_is_made_by_keyboard(sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path) -> None:
    worker = sit_down()
    make_file(worker, said, tmp_path)
    assert worker.shell.current_name == "today"
    assert worker.shell.session.place.startswith("仰徐")
    assert worker.shell.session.store.person == "徐海燕"
    assert (tmp_path / "emergency.pdf").read_bytes().startswith(b"%PDF")
    worker.shot("today-empty")


def write_ledger(path: Path) -> None:
    """A ledger as offices send it: GBK, a title line, a blank line, mixed spellings of a group, a total row."""
    lines = ["仰徐村户情台账（2026年）,,,,,,", "", "组别,门牌号,户主姓名,联系电话,房屋性质,留守老人,在校学生"]
    names = ("汤鑫然", "邹庆娜", "刘平鑫", "徐超平", "张伟娟", "孙刚伟", "唐然杰", "韩玉", "沈静", "高艳庆", "廖丽萍",
             "闫兰博")
    groups = ("3组", "第三组", "３")
    lines += [f"{groups[n % 3]},3-{n + 1},{name},{13900001000 + n}.0,自住房,{n % 2},{n % 3}"
              for n, name in enumerate(names)]
    lines.append("合计,,,,,6,12")
    path.write_bytes("\r\n".join(lines).encode("gbk"))


def import_ledger(worker: Worker, said: Recorder, folder: Path) -> None:
    """The ledger comes in on the visits page."""
    write_ledger(folder / "台账.csv")
    worker.press("Alt+2")
    worker.shot("month-visits-empty")
    said.paths.append([str(folder / "台账.csv")])
    worker.press("Ctrl+I")
    worker.until(lambda: worker.page.importing is not None)
    worker.shot("month-import-columns")
    worker.press("Ctrl+S")
    worker.until(lambda: worker.page.importing.result is not None)
    worker.shot("month-import")
    worker.press("Ctrl+S")
    worker.until(lambda: worker.shell.session.store.count("household") == 12)
    worker.until(lambda: worker.page.importing is None)


def record_visits(worker: Worker) -> int:
    """Ten visits: a door in the search, Enter, outcome and topics by digit, saved; the strokes of the last one."""
    strokes = 0
    for door in range(1, 11):
        if door == 1:
            worker.press("Ctrl+F")
        before = worker.strokes
        worker.type(f"3-{door}")
        worker.press("Enter", "1", "Enter", "1", "3")
        if door == 1:
            worker.shot("month-visit-form")
        worker.press("Ctrl+S")
        strokes = worker.strokes - before
        visits = worker.shell.session.store.records("visit", order=("id",))
        assert len(visits) == door
        assert (visits[-1]["outcome"], len(visits[-1]["topics"])) == ("met", 2)  # type: ignore[arg-type]
        household = worker.shell.session.store.get("household", visits[-1].text("household_id"))
        assert household is not None
        assert household["door_no"] == f"3-{door}"
    worker.press("Esc")
    return strokes


def record_sheet(worker: Worker) -> None:
    """One answer sheet of the standard paper of 20 questions."""
    worker.press("Alt+3", "Ctrl+N")
    session = worker.shell.session
    questions = paper_questions(standard_paper(session))
    assert len(questions) == 20
    worker.type("20")
    worker.press("Enter", "Enter", "Enter")
    worker.type(write_line(questions, [question.answer for question in questions]))
    worker.shot("month-quiz-form")
    worker.press("Ctrl+S")
    assert session.store.count("answer_sheet") == 1
    worker.press("Esc")


def record_patrol(worker: Worker) -> None:
    """Two plots, an outing on which one of them has plants, reported before anything else."""
    worker.press("Alt+4", "Ctrl+H")
    worker.type("沟东菜地")
    worker.press("Enter")
    worker.type("2")
    worker.press("Enter")
    worker.type("2")
    worker.press("Enter")
    worker.type("2.4")
    worker.press("Ctrl+Enter")
    worker.type("西二棚")
    worker.press("Ctrl+S")
    assert worker.shell.session.store.count("plot") == 2
    worker.press("Ctrl+N")
    worker.type("5.15")
    while worker.focus is not worker.page.log.entry.form.rows["people"].editor.focus:
        worker.press("Enter")
    worker.type("3")
    grid = worker.page.log.entry.grid
    for _ in range(8):
        if grid.hasFocus():
            break
        worker.press("Enter")
    assert grid.hasFocus()
    worker.press("1")
    worker.press("2")
    worker.type("8:40")
    while worker.focus is not worker.page.log.entry.look.form.rows["plants"].editor.focus:
        worker.press("Enter")
    worker.type("37")
    while worker.focus is not worker.page.log.entry.look.form.rows["reported_at"].editor.focus:
        worker.press("Enter")
    worker.type("8:55")
    worker.press("Enter")
    worker.type("潘黄派出所")
    worker.press("Enter")
    worker.type("值班民警")
    worker.shot("month-finding")
    worker.press("Ctrl+Enter")
    worker.shot("month-patrol-form")
    worker.press("Ctrl+S")
    store = worker.shell.session.store
    assert (store.count("patrol"), store.count("plot_check"), store.count("plant_finding")) == (1, 2, 1)
    assert store.records("follow_up", {"kind": "uproot"})


def save_report(worker: Worker, said: Recorder, folder: Path) -> None:
    """May's report is seen, agrees with what was entered, and is saved as the same PDF."""
    worker.shell.go("report", month="2026-05")
    page = worker.page
    worker.until(lambda: page.report is not None and str(page.report.period) == "2026-05")
    numbers = {code: line.this.value for code, line in page.report.figures.items()}
    assert (numbers["visits"], numbers["households_active"], numbers["sheets_valid"]) == (10, 12, 1)
    assert numbers["households_met"] == 10
    assert (numbers["patrols"], numbers["findings"], numbers["plants_found"]) == (1, 1, 37)
    worker.shot("month-report")
    said.paths.append([str(folder / "五月月报.pdf")])
    worker.press("Ctrl+S")
    content = (folder / "五月月报.pdf").read_bytes()
    assert content == page.paper.content
    text = page.paper.pdf.getAllText(0).text()
    assert "仰徐村禁毒工作月报" in text
    assert "汤鑫然" not in "".join(page.paper.pdf.getAllText(n).text() for n in range(page.paper.pdf.pageCount()))


def hand_over(worker: Worker, said: Recorder, folder: Path) -> Path:
    """The copy is made into a folder and stands in the history."""
    stick = folder / "stick"
    stick.mkdir()
    worker.press("Alt+6")
    said.paths.append([str(stick)])
    worker.press("Ctrl+O")
    worker.press("Ctrl+S")
    worker.until(lambda: len(list(stick.glob("*.phdb"))) == 1)
    worker.until(lambda: len(handovers(worker.shell.session)) == 1)
    worker.shot("month-handover")
    return next(stick.glob("*.phdb"))


def test_the_first_month_end_to_end(sit_down: Callable[..., Worker], said: Recorder, tmp_path: Path) -> None:
    worker = sit_down()
    make_file(worker, said, tmp_path)
    import_ledger(worker, said, tmp_path)
    strokes = record_visits(worker)
    assert strokes <= 10, f"a routine visit took {strokes} keystrokes"
    worker.shot("month-visits")
    record_sheet(worker)
    record_patrol(worker)
    save_report(worker, said, tmp_path)
    copy = hand_over(worker, said, tmp_path)
    assert [message for message in said.said if message.look == "error"] == []
    worker.window.close()

    assert check_file(copy, PASSPHRASE).problems == ()
    elsewhere = sit_down(copy, Settings(file=tmp_path / "another machine.json"))
    elsewhere.type(PASSPHRASE)
    elsewhere.press("Enter")
    elsewhere.until(lambda: elsewhere.window.shell is not None)
    store = elsewhere.shell.session.store
    assert {kind: store.count(kind) for kind in ("household", "visit", "answer_sheet", "plot", "plant_finding")} == {
        "household": 12, "visit": 10, "answer_sheet": 1, "plot": 2, "plant_finding": 1}
