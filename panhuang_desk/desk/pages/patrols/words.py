"""How the patrols page says things: plots, rounds, results, areas, moments, changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.entry import show_decimal, show_time
from panhuang_desk.model.fields import Field, Privacy, Type, Value, Values
from panhuang_desk.model.find_steps import STATES, state
from panhuang_desk.model.geo.measure import square_metres
from panhuang_desk.model.kinds import KINDS, PATROL, PLANT_FINDING, PLOT, PLOT_CHECK
from panhuang_desk.model.season import OVERDUE
from panhuang_desk.services.patrol_views import Round, plot_state, seen_words
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell
    from panhuang_desk.store import HistoryEntry
    from panhuang_desk.store.queries import CheckRow, FindingRow, FollowUpRow, PatrolRow, PlotRow

CLEAR, FOUND, MISSED = "clear", "found", "missed"
"""What came of a plot on a patrol: looked at with nothing there, a find, or come to and not looked at. A plot without
any of them was not on the patrol.
"""

PRESSING = ("有发现", "逾期", "没看过", "待查", "已查", "停用")
"""The states of plots, the most pressing first."""

_STATE_LOOKS = {"unreported": ("bad", "circle-alert"), "reported": ("warn", "clock"), "to_uproot": ("warn", "clock"),
                "to_destroy": ("warn", "clock"), "to_recheck": ("open", "circle-dashed"), "closed": ("good", "check")}


def day(iso: str, today: dt.date) -> str:
    """A day as it is said: 今天, 5月3日, with its year where that is another one; — where there is none."""
    if not iso:
        return "—"
    if iso[:10] == today.isoformat():
        return "今天"
    return day_words(iso) if iso[:4] == str(today.year) else f"{iso[:4]}年{day_words(iso)}"


def moment(iso: str) -> str:
    """5月3日 08:40; the hour only where it is known."""
    return f"{day_words(iso)} {iso[11:16]}".strip() if iso else ""


def plot_words(group_no: int, name: str) -> str:
    """2 组 沟东菜地."""
    return f"{group_no} 组 {name}" if group_no else name


def land(code: str, *, short: bool = False) -> str:
    """The word of a land kind."""
    choice = next((choice for choice in PLOT.by_name["land_kind"].choices if choice.code == code), None)
    return (choice.short if short else "") or choice.label if choice else code


def areas(value: float | None) -> str:
    """An area in all its units: 2.31 亩（1540 m²，0.154 公顷）."""
    if value is None:
        return "面积没写"
    metres = square_metres(float(value))
    return f"{area(value)} 亩（{metres:,.0f} m²，{show_decimal(round(metres / 10_000, 4))} 公顷）"


def area(value: float | None) -> str:
    """An area in mu; empty where nobody measured it."""
    return "" if value is None else show_decimal(float(value))


def plot_tag(row: PlotRow, around: Round, today: dt.date, standing: str = "") -> TagLook:
    """How a plot stands in the round: found, looked at, still to be looked at, never looked at, given up; overdue where
    `standing` says so.
    """
    code = plot_state(row, around, today.isoformat())
    if standing == OVERDUE and code in ("due", "never"):
        return TagLook("逾期", "bad", "circle-alert")
    waits = around.season and around.days_left <= 7
    looks = {
        "inactive": TagLook("停用", "kind", "minus"), "found": TagLook("有发现", "bad", "triangle-alert"),
        "checked": TagLook("已查", "good"), "never": TagLook("没看过", "warn", "circle-dashed"),
        "due": TagLook("待查", "warn" if waits else "open"),
    }
    return looks[code]


def result_tag(row: CheckRow) -> TagLook:
    """What came of a plot on a patrol."""
    if row.not_looked:
        return TagLook("没看成", "warn", "lock")
    return TagLook("有发现", "bad", "triangle-alert") if row.found else TagLook("看过，没有", "good")


def reason(code: str) -> str:
    """Why a plot could not be looked at; empty where it could."""
    return PLOT_CHECK.by_name["not_looked"].word(code) if code else ""


def look_words(desk: Shell, row: CheckRow) -> str:
    """Why a plot could not be looked at, or what was seen on it; and the note."""
    parts = (reason(row.not_looked), seen_words(desk.session, row.seen), desk.cover(row.note.replace("\n", " ")))
    return "·".join(part for part in parts if part)


def hours(began: str, ended: str) -> str:
    """8:30–11:00."""
    return "–".join(show_time(time) for time in (began, ended) if time)


def span(began: str, ended: str) -> str:
    """From when to when, and how long that was: 8:30–11:00，2 小时 30 分."""
    shown = hours(began, ended)
    if not (began and ended):
        return f"{shown} 开始" if began else f"{shown} 结束" if ended else ""
    minutes = ((int(ended[:2]) - int(began[:2])) * 60 + int(ended[3:]) - int(began[3:])) % (24 * 60)
    parts = (f"{minutes // 60} 小时" if minutes >= 60 else "", f"{minutes % 60} 分" if minutes % 60 else "")
    long = " ".join(part for part in parts if part)
    return f"{shown}，{long}" if long else shown


def state_tag(row: FindingRow) -> TagLook:
    """How far a find has come."""
    code = state(find_values(row), row.rechecked_on)
    look, icon = _STATE_LOOKS[code]
    return TagLook(STATES[code], look, icon)


def find_values(row: FindingRow) -> Values:
    """A find's row as the values that its steps are read from."""
    names = ("found_at", "plants", "reported_at", "confirmed_at", "uprooted", "uprooted_at", "destroyed_at")
    return {name: getattr(row, name) for name in names}


def species(code: str) -> str:
    """The word of a species."""
    return PLANT_FINDING.by_name["species"].word(code)


def method(code: str) -> str:
    """The word of a way of patrolling."""
    return PATROL.by_name["method"].word(code)


def patrol_words(row: PatrolRow) -> str:
    """看了 12 块，没看成 2 块，有发现 1 处."""
    return outcome(row.plots, row.missed, row.found)


def outcome(looked: int, missed: int, found: int) -> str:
    """看了 12 块，没看成 2 块，有发现 1 处."""
    return (f"看了 {looked} 块" + (f"，没看成 {missed} 块" if missed else "")
            + (f"，有发现 {found} 处" if found else ""))


def find_words(row: FindingRow) -> str:
    """罂粟 37 株."""
    return f"{species(row.species)} {row.plants} 株"


def numbers(pairs: Sequence[tuple[str, str]]) -> str:
    """The parts that have a value, joined: 人工·3 人·宣传资料 20 份."""
    return "·".join(text.format(value) if "{" in text else f"{text} {value}" for text, value in pairs if value)


def due_words(row: FollowUpRow, today: dt.date) -> tuple[str, str]:
    """When a follow-up is due, or was closed, and the tone in which that is said."""
    if row.status == "closed":
        return f"{day(row.closed_on, today)}办结", "ink3"
    late = (today - dt.date.fromisoformat(row.due_on)).days if row.due_on else -1
    if late > 0:
        return f"逾期 {late} 天", "red"
    return ("今天到期", "amber") if late == 0 else (day(row.due_on, today), "ink2")


def history_words(desk: Shell, kind: str, entry: HistoryEntry) -> str:
    """What a change did, in a line: 面积 2.4 → 3.1."""
    if "deleted" in entry.fields:
        return "删除" if entry.fields["deleted"][1] else "恢复"
    fields = KINDS[kind].by_name
    shown = [(fields[name], old, new) for name, (old, new) in entry.fields.items()
             if name in fields and fields[name].form and (old or new)]
    first = KINDS[kind].subject[-1]
    if shown and all(old is None for _, old, _ in shown) and any(field.name == first for field, _, _ in shown):
        return "登记" if kind == "plot" else "记下"
    return "；".join(f"{field.label} {_value(desk, kind, field, old)} → {_value(desk, kind, field, new)}"
                     for field, old, new in shown)


def _value(desk: Shell, kind: str, field: Field, value: Value) -> str:
    if value in (None, "", ()):
        return "0" if field.type is Type.INTEGER else "—"
    text = shown_value(desk.session, kind, field.name, value)
    if field.privacy is Privacy.SENSITIVE:
        text = desk.cover(text)
    elif field.privacy is Privacy.PERSONAL:
        text = desk.mask(text)
    return text if len(text) <= 20 else f"{text[:19]}…"


def history_rows(desk: Shell, kind: str, entries: Sequence[HistoryEntry]) -> list[Any]:
    """The changes that a person can read something out of."""
    return [entry for entry in entries if history_words(desk, kind, entry)]
