"""The four figures over the plots: how the round stands in plots, area, what is left, and what was found."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.bars import StatTile
from panhuang_desk.desk.widgets.labels import Line, Sheet, row
from panhuang_desk.model.entry import show_decimal
from panhuang_desk.services.patrol_views import Standing
from panhuang_desk.services.today import day_words


class Tiles(Sheet):
    """Shows a standing. 零种植 is said only beside how much was looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent=parent)
        look = theme.active()
        line = row(None, 0, 20)
        line.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self.plots, self.area, self.left_over, self.finds = (
            StatTile("看过的地块"), StatTile("看过的面积"), StatTile("还要看"), StatTile("发现"))
        for place, tile in enumerate((self.plots, self.area, self.left_over, self.finds)):
            if place:
                line.addWidget(Line(vertical=True))
            line.addWidget(tile, 1)
        self.column.addLayout(line)

    def show_standing(self, standing: Standing) -> None:
        """Show how the round stands."""
        around = standing.round
        when = "本季" if around.season else "本月"
        behind = standing.left > 0 and around.season and around.days_left <= 7
        share = standing.checked / standing.plots if standing.plots else 0.0
        self.plots.set_label(f"{when}看过的地块")
        self.plots.show_figure(f"{standing.checked} / {standing.plots}", _percent(standing.checked, standing.plots),
                               bar=(share, 1.0, behind))
        of_area = standing.area_checked / standing.area if standing.area else 0.0
        self.area.set_label(f"{when}看过的面积")
        self.area.show_figure(f"{show_decimal(round(standing.area_checked, 1))} 亩",
                              f"共 {show_decimal(round(standing.area, 1))} 亩", bar=(of_area, 1.0, behind))
        self._show_left(standing, behind)
        self.finds.set_label(f"{when}发现")
        open_words = f"，{standing.finds_open} 处没办结" if standing.finds_open else ""
        if standing.finds:
            self.finds.show_figure(f"{standing.finds} 处", f"{standing.plants} 株{open_words}", "零种植：不成立",
                                   tone="red", sentence_tone="red")
        else:
            looked = f"零种植：看过的 {standing.checked} 块里没有" if standing.checked else "零种植：还没有看，不能说"
            self.finds.show_figure("0 处", open_words.removeprefix("，"), looked)

    def _show_left(self, standing: Standing, behind: bool) -> None:
        around = standing.round
        until = (around.label if theme.active().text_size == 100 else "") + f"到 {day_words(around.last)}，" + (
            f"还有 {around.days_left} 天" if around.days_left else "今天止")
        never = f"其中没看过 {standing.never} 块" if standing.never else ""
        if not around.season:
            until = f"{around.label}不是踏查季"
        elif standing.now is not None and standing.now.round.number and standing.now.left:
            now = standing.now
            until = f"{now.round.label}还差 {now.left} 块，到 {day_words(now.round.last)}"
        if standing.left:
            self.left_over.show_figure(f"{standing.left} 块", never, until, tone="amber" if behind else "ink")
        else:
            self.left_over.show_figure("0 块", "都看过了" if standing.plots else "还没有地块", until)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "—"
