"""The form of a plot: a new one, or one that is corrected."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import attrs

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.place_editor import DATUM, PLACE, PlaceEditor
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Value, Values
from panhuang_desk.model.geo.datum import WGS84, Position, to_wgs84
from panhuang_desk.model.geo.shape import point_shape
from panhuang_desk.model.kind import Kind, Record
from panhuang_desk.model.kinds import PLOT
from panhuang_desk.services.patrols import save_plot
from panhuang_desk.services.plots import as_received, far_words, place_values, plots_with_shapes
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_LEAVING = ("inactive_from", "inactive_reason")
_REMEMBERED = "plot_place"


class PlotEntry(Entry):
    """Group and land kind are offered again for the next new plot, and where positions come from for every one; the day
    it was given up can be corrected of those that were.
    """

    asks_place: ClassVar[bool] = True
    """Whether the form asks where the plot lies; one whose outline was drawn knows it."""

    def __init__(self, desk: Shell, record: Record | None = None, *, village: str = "") -> None:
        self._known, self._village, self._session = record, village, desk.session
        new = record is None
        shape, self._datum = as_received(record) if record else (None, WGS84)
        gone = record is not None and bool(record["inactive_from"])
        fields = [field for field in PLOT.form_fields if gone or field.name not in _LEAVING]
        outlined = shape is not None and shape.is_outline
        place = [attrs.evolve(PLACE, hint="在地图上可以改边界")] if outlined else [PLACE, DATUM]
        place = place if self.asks_place else []
        at = next(number for number, field in enumerate(fields) if field.name == "note")
        kind = Kind(PLOT.name, PLOT.label, PLOT.measure, (*fields[:at], *place, *fields[at:]), PLOT.rules)
        slot = "plot:new" + (f":{village}" if village and not desk.session.home else "")
        self._remembered = desk.session.settings.list_look(_REMEMBERED).filters
        base: dict[str, Value] = {"active_from": desk.session.today_iso, "former_find": 0}
        base |= record.values if record else {}
        base["datum"] = self._datum if shape is not None else self._remembered.get("datum", WGS84)
        setup = desk.form_setup("plot", slot=slot if record is None else f"plot:{record.id}", base=base, new=new,
                                next_word="保存，再加一块" if new else "")
        setup = attrs.evolve(setup, editors={PLACE.name: lambda field, _: PlaceEditor(field, shape, self._far)})
        super().__init__(desk, kind, setup, about=record.id if record else "")
        if record is None:
            self.form.set_title("新的地块")
        else:
            self.form.set_title("改地块", words.plot_words(record.number("group_no"), record.text("name")))

    def save(self, values: Values) -> Saved:
        """Save it, its position in WGS-84 and as it was typed."""
        whole = {name: value for name, value in values.items() if name not in (PLACE.name, DATUM.name)}
        known = self._known.values if self._known else {}
        whole |= self._place({**known, **whole}, str(values.get("datum") or WGS84))
        saved = save_plot(self.desk.session, whole, self._known.id if self._known else None, village=self._village)
        if saved.ok and self._known is None:
            self.desk.remember_last("plot", {name: values[name] for name in ("group_no", "land_kind")})
        return saved

    def words(self, values: Values) -> str:
        """登记了地块：2 组 沟东菜地."""
        assert self.record is not None
        place = words.plot_words(self.record.number("group_no"), self.record.text("name"))
        return f"登记了地块：{place}" if self._known is None else f"改了地块：{place}"

    def _place(self, known: Values, datum: str) -> dict[str, Value]:
        """What changes of the place."""
        editor = self.form.rows[PLACE.name].editor
        assert isinstance(editor, PlaceEditor)
        position = editor.position
        if not editor.edited and (position is None or datum == self._datum):
            return {}
        if position is None:
            return place_values(None)
        self._remembered["datum"] = datum
        return place_values(point_shape(position), datum, known)

    def _far(self, position: Position) -> str:
        datum = self.form.rows[DATUM.name].editor.text() if DATUM.name in self.form.rows else WGS84
        return far_words(self._around, to_wgs84(position, datum or WGS84))

    @cached_property
    def _around(self) -> tuple[Position, ...]:
        """Where the other plots lie."""
        mine = self._known.id if self._known else ""
        return tuple(each.shape.point for each in plots_with_shapes(self._session, self._village)
                     if each.shape is not None and each.row.id != mine)
