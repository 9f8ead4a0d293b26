"""The sheet of a patrol that was made together with another village, for both to sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from panhuang_desk.model.entry import show_date, show_decimal, show_time
from panhuang_desk.model.kinds import PATROL, PLANT_FINDING, PLOT_CHECK
from panhuang_desk.model.masking import masked as covered
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words
from panhuang_desk.services.patrol_views import PatrolView, patrol_view
from panhuang_desk.services.patrols import plots
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import CheckRow

if TYPE_CHECKING:
    from panhuang_desk.report.cross_check import CheckedGroup

_HANDED_OUT = (("people", "{} 人"), ("vehicles", "车 {} 辆"), ("flights", "飞行 {} 架次"),
               ("leaflets", "发宣传资料 {} 份"), ("letters", "告知书 {} 份"))


def cross_check_paper(session: Session, patrol_id: str, *, masked: bool = False) -> bytes:
    """The sheet as PDF; `masked` covers the names of who signs. KeyError where the patrol is gone."""
    from panhuang_desk.report import cross_check  # reportlab is loaded on first use

    view = patrol_view(session, patrol_id)
    if view is None:
        raise KeyError(patrol_id)
    record = view.record
    own = place_words(session, record.village)
    names = [record.text(field) for field in ("own_signed", "partner_signed")]
    signed = [covered(name) if masked else name for name in names]
    return cross_check.cross_check_bytes(cross_check.CrossCheck(
        _facts(view, own), _groups(view), _result(session, view),
        (cross_check.Signatory(own, signed[0]), cross_check.Signatory(record.text("partner"), signed[1])),
        session.store.sample))


def cross_check_warning(session: Session, patrol_id: str) -> str:
    """A warning of what of the sheet no font can print; empty where all is well."""
    view = patrol_view(session, patrol_id)
    if view is None:
        return ""
    record = view.record
    return glyph_warning((*((f"互查表的{PATROL.by_name[name].label}", record.text(name))
                            for name in ("partner", "own_signed", "partner_signed")),
                          *((f"{check.group_no} 组地块名", check.plot_name) for check in view.checks)))


def _facts(view: PatrolView, own: str) -> tuple[str, ...]:
    record = view.record
    time = "至".join(show_time(record.text(name)) for name in ("from_time", "to_time") if record.text(name))
    when = " ".join(part for part in (show_date(record.text("patrolled_on")), time) if part)
    counts = [text.format(record.number(name)) for name, text in _HANDED_OUT if record.number(name)]
    method = PATROL.by_name["method"].word(record["method"])
    return (f"互查日期：{when}", f"互查双方：{own}、{record.text('partner')}",
            f"互查方式：{method}，{'，'.join(counts)}")


def _groups(view: PatrolView) -> tuple[CheckedGroup, ...]:
    from panhuang_desk.report.cross_check import CheckedGroup

    numbers = sorted({row.group_no for row in view.checks} | {row.group_no for row in view.not_looked})
    found = []
    for number in numbers:
        checks = [check for check in view.checks if check.group_no == number]
        looked = [check for check in checks if not check.not_looked]
        plots = len(checks) + sum(row.group_no == number for row in view.not_looked)
        found.append(CheckedGroup(f"{number} 组", plots, len(looked), "、".join(check.plot_name for check in looked),
                                  _missed(checks), "、".join(check.plot_name for check in looked if check.found)))
    return tuple(found)


def _missed(checks: Sequence[CheckRow]) -> str:
    why = PLOT_CHECK.by_name["not_looked"]
    return "、".join(f"{check.plot_name}（{why.word(check.not_looked)}）" for check in checks if check.not_looked)


def _result(session: Session, view: PatrolView) -> str:
    """What it came to in numbers; nothing was found is said only of what was looked at."""
    looked = {check.plot_id for check in view.checks if not check.not_looked}
    area = round(sum(row.area_mu or 0 for row in plots(session, view.record.village, active_only=False)
                     if row.id in looked), 2)
    missed = len(view.checks) - len(looked)
    parts = [f"看过 {len(looked)} 块" + (f"，{show_decimal(area)} 亩" if area else "")]
    if missed:
        parts.append(f"没看成 {missed} 块")
    if view.not_looked:
        parts.append(f"没有去 {len(view.not_looked)} 块")
    if not view.findings:
        return f"互查结果：{'；'.join(parts)}。看过的地块没有发现毒品原植物。"
    kinds: dict[str, int] = {}
    for row in view.findings:
        word = PLANT_FINDING.by_name["species"].word(row.species)
        kinds[word] = kinds.get(word, 0) + row.plants
    plants = "、".join(f"{word} {count} 株" for word, count in kinds.items())
    reported = sum(bool(row.reported_at) for row in view.findings)
    return f"互查结果：{'；'.join(parts)}。发现 {len(view.findings)} 处：{plants}；已报告派出所 {reported} 处。"
