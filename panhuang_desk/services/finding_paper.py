"""The record of a find on paper: what is known of it, in words, with up to four photos and a sketch of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.entry import show_date, show_decimal
from panhuang_desk.model.fields import Privacy
from panhuang_desk.model.find_steps import RECHECK, STATES
from panhuang_desk.model.geo.map_data import FIND, FOUND, NOT_DUE, MapData, MapPlot, MapPoint
from panhuang_desk.model.geo.measure import distance
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import PLANT_FINDING, PLOT
from panhuang_desk.model.masking import masked as covered
from panhuang_desk.services import photos, plots
from panhuang_desk.services.finds import point_words
from panhuang_desk.services.glyphs import glyph_warning
from panhuang_desk.services.list_paper import place_words, printed_words
from panhuang_desk.services.maps import areas
from panhuang_desk.services.patrol_views import FindingView, finding_view
from panhuang_desk.services.records import shown_value
from panhuang_desk.services.session import Session

if TYPE_CHECKING:
    from panhuang_desk.model.geo.datum import Position
    from panhuang_desk.report.finding_record import FindingRecord, RecordPhoto, RecordStep

FINDING_PAPER = "毒品原植物发现情况记录表"

_COVERED = "（已遮住）"
_LEAST_REACH = 120.0
"""A sketch shows so many metres around, so that one sees what lies beside a small plot."""
_PLOTS_AROUND = 1.6


def finding_paper(session: Session, id: str, *, masked: bool = False) -> bytes:
    """The record as PDF, two pages; `masked` covers names, what was written about people, and the photos.

    UserError (code `gone`) where the find is there no more.
    """
    from panhuang_desk.report.finding_record import finding_record_bytes  # reportlab is loaded on first use

    return finding_record_bytes(_Words(session, _view(session, id), masked).record())


def finding_paper_warning(session: Session, id: str) -> str:
    """A warning of what of the record no font can print; empty where all is well."""
    record = _Words(session, _view(session, id), masked=False).record(pictures=False)
    return glyph_warning([("记录表的备注", record.note),
                          *((f"记录表的{label}", value) for row in record.facts for label, value in row),
                          *((f"记录表的{step.label}", part) for step in record.steps
                            for part in (step.who, step.what))])


def _view(session: Session, id: str) -> FindingView:
    view = finding_view(session, id)
    if view is None:
        raise UserError("这处发现已经不在了。", "可能刚才删除或撤销了。", code="gone")
    return view


@attrs.frozen
class _Words:
    """One find in the words of its record."""

    session: Session
    view: FindingView
    masked: bool

    def record(self, *, pictures: bool = True) -> FindingRecord:
        """The whole record."""
        from panhuang_desk.report.finding_record import PHOTOS, FindingRecord

        known, place, plot = self.view.record, self._place(), self._plot()
        shown = () if self.masked or not pictures else tuple(self._photos(PHOTOS))
        left = len(self.view.photos) - len(shown)
        left_out = ("已遮住" if self.masked else f"还有 {left} 张在程序里") if left and pictures else ""
        return FindingRecord(
            FINDING_PAPER, place_words(self.session, known.village), printed_words(self.session), self._facts(plot),
            self._steps(), self.text("note"), shown, left_out, self._map(plot, place), place, self._reach(plot, place),
            self.masked, self.session.store.sample)

    def text(self, name: str) -> str:
        """A field as it may be printed."""
        field = PLANT_FINDING.by_name[name]
        text = shown_value(self.session, "plant_finding", name, self.view.record[name])
        if self.masked and text and field.privacy is Privacy.SENSITIVE:
            return _COVERED
        return covered(text) if self.masked and field.privacy is Privacy.PERSONAL else text

    def _plot(self) -> Record | None:
        return self.session.store.get("plot", self.view.row.plot_id)

    def _place(self) -> Position | None:
        """Where the find is, else where its plot is."""
        plot = self._plot()
        for record in (self.view.record, *((plot,) if plot else ())):
            east, north = record["longitude"], record["latitude"]
            if isinstance(east, (int, float)) and isinstance(north, (int, float)):
                return float(east), float(north)
        return None

    def _facts(self, plot: Record | None) -> tuple[tuple[tuple[str, str], ...], ...]:
        known, row = self.view.record, self.view.row
        patrol = self.session.store.get("patrol", row.patrol_id)
        area = plot["area_mu"] if plot else None
        group = f"{row.group_no} 组" if row.group_no else ""
        looked = "，".join(part for part in (
            show_date(patrol.text("patrolled_on")), shown_value(self.session, "patrol", "method", patrol["method"]),
            f"{patrol['people']} 人") if part) if patrol else ""
        where = point_words(known) if known["longitude"] is not None and known["latitude"] is not None else ""
        return (
            (("地块", f"{group} {row.plot_name}".strip()), ("地块类别", self._land(plot))),
            (("地块面积", f"{show_decimal(float(area))} 亩" if isinstance(area, (int, float)) else ""),
             ("踏查", looked)),
            (("具体位置", self.text("spot")), ("经纬度", where)),
            (("种类", self.text("species")), ("生长期", self.text("growth_stage"))),
            (("株数", f"{row.plants} 株"), ("计数方法", self._counting())),
            (("谁种的", self.text("planter")), ("办理情况", self._stands())),
        )

    def _land(self, plot: Record | None) -> str:
        return PLOT.by_name["land_kind"].word(plot["land_kind"]) if plot else ""

    def _counting(self) -> str:
        known = self.view.record
        word = self.text("count_method")
        if known["count_method"] == "sampled" and known["density"] is not None and known["grown_area"] is not None:
            density, area = (show_decimal(float(str(known[name]))) for name in ("density", "grown_area"))
            return f"{word}：每平方米 {density} 株 × {area} 平方米"
        return word

    def _stands(self) -> str:
        return STATES[self.view.state]

    def _steps(self) -> tuple[RecordStep, ...]:
        from panhuang_desk.report.finding_record import RecordStep

        known, row = self.view.record, self.view.row
        pictures = f"{len(self.view.photos)} 张" if self.view.photos else "已拍" if known["photographed"] else ""
        report = "，".join(part for part in (self.text("reported_to"), self.text("reported_person")) if part)
        people = f"{known['uprooters']} 人" if known["uprooters"] else ""
        uprooting = "，".join(part for part in (self.text("uprooted_by"), people) if part)
        witness = f"见证人 {self.text('witness')}" if known["witness"] else ""
        said = {
            "found": ("", ""), "photographed": ("", pictures), "counted": ("", f"{row.plants} 株"),
            "reported": (report, ""), "confirmed": ("", ""),
            "uprooted": (uprooting, f"{known['uprooted']} 株" if known["uprooted"] is not None else ""),
            "destroyed": (witness, self.text("destroyed_how")), "rechecked": ("", self._rechecked())}
        return tuple(RecordStep("派出所到场" if step.code == "confirmed" else step.label, _moment(step.at),
                                *(said[step.code] if step.done or step.code in ("uprooted", "rechecked") else ("", "")))
                     for step in self.view.steps)

    def _rechecked(self) -> str:
        closed = [row for row in self.view.follow_ups if row.kind == RECHECK and row.status == "closed" and row.outcome]
        if closed:
            outcome = max(closed, key=lambda row: row.closed_on).outcome
            return _COVERED if self.masked else outcome
        day = self.view.record.text("recheck_on")
        return f"定于 {show_date(day)}" if day else ""

    def _photos(self, most: int) -> list[RecordPhoto]:
        from panhuang_desk.report.finding_record import RecordPhoto

        found = []
        for number, photo in enumerate(self.view.photos[:most], start=1):
            image = photos.image(self.session, photo.id)
            if image is not None:
                words = " ".join(part for part in (photo.caption, _moment(photo.taken_at)) if part)
                found.append(RecordPhoto(image, f"{number}. {words}".strip()))
        return found

    def _map(self, plot: Record | None, place: Position | None) -> MapData:
        """The plot and those around it, the groups, and the find."""
        if place is None:
            return MapData()
        around = tuple(
            MapPlot(each.row.id, each.row.name, FOUND if plot and each.row.id == plot.id else NOT_DUE, each.shape,
                    each.row.group_no)
            for each in plots.plots_with_shapes(self.session, self.view.record.village) if each.shape is not None)
        find = MapPoint(self.view.row.id, FIND, place)
        return MapData(areas(self.session, self.view.record.village), around, points=(find,))

    def _reach(self, plot: Record | None, place: Position | None) -> float:
        """So many metres around the find that its whole plot is in sight."""
        shape = plots.shape_of(plot) if plot else None
        if place is None or shape is None:
            return _LEAST_REACH
        return max(_LEAST_REACH, _PLOTS_AROUND * max(distance(place, each) for each in shape.positions))


def _moment(iso: str) -> str:
    return f"{show_date(iso)} {iso[11:16]}".strip() if iso else ""
