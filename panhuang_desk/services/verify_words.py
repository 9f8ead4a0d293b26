"""What a check of paper found: lines for a person, and each difference as values."""

from __future__ import annotations

from typing import Any

import attrs

from panhuang_desk.model.report import Report

OK, NOTE, WRONG = "ok", "note", "wrong"
"""What a line tells: something agrees, something to know, something does not agree."""

_COLUMNS = {"this": "", "previous": "（上期）", "year": "（本年累计）", "year_ago": "（去年同期）"}
_PLACES = {"printed": "印的是", "qr": "二维码里是", "attached": "附带的印出数是", "file": "文件里是", "now": "现在是"}
_NOTHING = "（没有）"


@attrs.frozen
class Line:
    """One finding in words."""

    state: str
    text: str


@attrs.frozen
class Mismatch:
    """One figure or clause that is not the same: what the attached data says, and what stands in another place.

    Of a photo nothing is attached: `attached` is then what the file says.

    `where`: "printed" the pages, "qr" the code, "attached" the printed form kept with the data, "file" the edition in
    the file, "now" the file as it stands now.
    """

    where: str
    label: str
    column: str
    attached: str
    other: str

    @property
    def words(self) -> str:
        """In one phrase."""
        name = f"“{self.label}”{_COLUMNS.get(self.column, self.column)}：" if self.label else "正文："
        return f"{name}{_PLACES[self.where]} {self.other or _NOTHING}，应是 {self.attached or _NOTHING}"


@attrs.define
class Found:
    """Gathers findings in their order."""

    lines: list[Line] = attrs.field(factory=list)
    mismatches: list[Mismatch] = attrs.field(factory=list)

    def say(self, state: str, text: str) -> None:
        """One more line."""
        self.lines.append(Line(state, text))

    def differs(self, where: str, label: str, column: str, *, attached: str, other: str) -> None:
        """One more difference; a line of its own tells that something differs."""
        self.mismatches.append(Mismatch(where, label, column, attached, other))


@attrs.frozen
class Verdict:
    """The whole finding. `key` is the fingerprint of the key that signed, empty where nothing did."""

    lines: tuple[Line, ...]
    mismatches: tuple[Mismatch, ...]
    reports: tuple[Report, ...] = ()
    key: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing disagrees; that a month has changed since its edition was issued is to know, not wrong."""
        return not any(line.state == WRONG for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "agrees": self.agrees, "key": self.key, "lines": [attrs.asdict(line) for line in self.lines],
            "differences": [attrs.asdict(each) for each in self.mismatches],
            "reports": [{"code": report.code, "name": report.name, "period": str(report.period),
                         "edition": report.edition, "digest": report.digest, "sample": report.sample}
                        for report in self.reports],
        }
