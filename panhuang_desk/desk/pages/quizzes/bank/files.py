"""Files of questions in the window: taking questions in, giving them out, and replacing the whole bank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from panhuang_desk.desk import messages
from panhuang_desk.desk.messages import Answer
from panhuang_desk.desk.pages.quizzes.bank.rows import FIELD_WORDS
from panhuang_desk.errors import UserError
from panhuang_desk.model.quiz import Question
from panhuang_desk.model.values import Progress
from panhuang_desk.services import question_files
from panhuang_desk.services.import_result import ImportResult, Wrong
from panhuang_desk.services.question_bank import import_bank
from panhuang_desk.services.question_files import Candidate, check_candidate

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

FILES = "题库文件 (*.toml)"
_SHOWN = 6


class BankFiles:
    """Asks for the file, says what would come of it, and does it. `done` is called once the bank is another."""

    def __init__(self, desk: Shell, done: Callable[[], None]) -> None:
        self.desk, self.session, self._done = desk, desk.session, done

    # Questions in

    def take_in(self) -> None:
        """Ask for a file, say what would come in, and take it in if the person wants it."""
        chosen = messages.ask_open(self.desk.window(), "导入题目", self._folder(), FILES)
        if not chosen:
            return
        source = Path(chosen)
        self.session.settings.last_folder = str(source.parent)
        session = self.session

        def work(progress: Progress) -> ImportResult:
            with session.aside() as aside:
                return import_bank(aside, source, dry_run=True, progress=progress)

        self.desk.run("正在核对题目", work, lambda found: self._offer(source, found), cancel_note="取消就不导入了")

    def _offer(self, source: Path, found: ImportResult) -> None:
        count = found.new + found.changed
        wrong = _wrong_words(found.wrong)
        if not count:
            messages.inform(self.desk.window(), "没有要导入的题", "，".join(_counts(found)) + "。" + wrong,
                            "改好文件以后再导一次。" if found.wrong else "这些题题库里都有了。")
            return
        answer = messages.ask(
            self.desk.window(), f"导入 {source.name}", "，".join(_counts(found)) + "。" + wrong,
            (Answer("no", "不导入"), Answer("yes", f"导入 {count} 道")),
            hint="要改的题不收，别的照收。导入以后可以一次撤销。" if found.wrong else "导入以后可以一次撤销。")
        if answer != "yes":
            return
        session = self.session

        def work(progress: Progress) -> ImportResult:
            with session.aside(write=True) as aside:
                return import_bank(aside, source, progress=progress)

        self.desk.run("正在导入题目", work, self._taken_in, cancel_note="已经写进去的不会只有一半")

    def _taken_in(self, result: ImportResult) -> None:
        self.desk.did(f"导入了题目：{'，'.join(_counts(result))}", result.changes)
        self._done()

    # Questions out

    def give_out(self, shown: Sequence[Question], own: Sequence[Question]) -> None:
        """Write the questions that the list shows, or the office's own, as a file that can be taken in."""
        if not shown and not own:
            self.desk.announce("列表是空的，没有可导出的")
            return
        wanted, name = shown, "题目"
        if own and len(own) != len(shown):
            answers = [Answer("no", "不导出"), Answer("own", f"自己的 {len(own)} 道")]
            if shown:
                answers.insert(1, Answer("shown", f"列表里的 {len(shown)} 道"))
            answer = messages.ask(self.desk.window(), "导出题目", "存成题库格式的文件，别的村收进去是一样的题。",
                                  answers)
            if answer not in ("own", "shown"):
                return
            wanted, name = (own, "自己的题") if answer == "own" else (shown, "题目")
        target = self._target("导出题目", f"{name}.toml")
        if target is not None:
            self._write(lambda: question_files.export_questions(wanted, target), target)

    def give_out_bank(self) -> None:
        """Write the whole bank that is asked."""
        target = self._target("导出整个题库", f"题库{self.session.bank.version}.toml")
        if target is not None:
            self._write(lambda: question_files.export_bank(self.session, target), target)

    def _write(self, write: Callable[[], int], target: Path) -> None:
        try:
            count = write()
        except UserError as problem:
            self.desk.error(problem)
            return
        self.session.settings.last_folder = str(target.parent)
        self.desk.announce(f"导出了 {count} 道题：{target.name}")

    # The whole bank

    def replace(self) -> None:
        """Ask for a whole bank, check it, say what is in it, and use it from now on if the person wants it."""
        chosen = messages.ask_open(self.desk.window(), "换整个题库", self._folder(), FILES)
        if not chosen:
            return
        source = Path(chosen)
        self.session.settings.last_folder = str(source.parent)
        self.desk.run("正在检查题库", lambda _progress: check_candidate(source),
                      lambda candidate: self._offer_bank(source, candidate), cancel_note="取消就不换了")

    def _offer_bank(self, source: Path, candidate: Candidate) -> None:
        answer = messages.ask(
            self.desk.window(), f"换成 {source.name}",
            "检查过了，可以用。\n" + "\n".join(candidate.summary[:_SUMMARY]),
            (Answer("no", "不换"), Answer("yes", "换上")),
            hint="已经组好的试卷和答卷不变。这台电脑上以后组的卷用新题库；各村要用同一份。随时可以换回自带的题库。")
        if answer == "yes":
            self._change(lambda: question_files.replace_bank(self.session, candidate), "换上了新题库")

    def restore(self) -> None:
        """Use the bank that the program brings along again."""
        self._change(lambda: question_files.restore_bank(self.session), "换回了自带的题库")

    def _change(self, change: Callable[[], None], said: str) -> None:
        try:
            change()
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.refresh(None)
        self._done()
        self.desk.announce(f"{said}：{self.session.bank.version} 版，{len(self.session.bank.questions)} 道")

    def _target(self, title: str, name: str) -> Path | None:
        chosen = messages.ask_save(self.desk.window(), title, str(Path(self._folder()) / name), FILES)
        return Path(chosen if chosen.lower().endswith(".toml") else f"{chosen}.toml") if chosen else None

    def _folder(self) -> str:
        return self.session.settings.last_folder or str(self.session.store.path.parent)


def _counts(found: ImportResult) -> list[str]:
    """新的 3 道，一样的 2 道."""
    said = (("新的", found.new), ("改动或顶替的", found.changed), ("一样的", found.same), ("要改的", found.wrong_rows))
    return [f"{word} {count} 道" for word, count in said if count] or ["没有题"]


def _wrong_words(wrong: Sequence[Wrong]) -> str:
    """A line for each thing that has to be mended, as many as a message can say."""
    lines = []
    for item in wrong[:_SHOWN]:
        id, _, field = item.column.rpartition(" ")
        name = f"第 {item.row} 题" + (f"（{id}）" if id else "")
        lines.append(f"\n{name}{FIELD_WORDS.get(field, field)}：{item.reason}")
    more = f"\n另有 {len(wrong) - _SHOWN} 处。" if len(wrong) > _SHOWN else ""
    return "".join(lines) + more


_SUMMARY = 3
"""The lines that say what is in a bank; where right answers stand is for who writes one."""
