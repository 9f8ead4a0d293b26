"""How tracks are said: lengths, times, what was cut out of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.model.geo.typed import show_position
from panhuang_desk.model.kind import Record
from panhuang_desk.services.track_outings import LooseTrack
from panhuang_desk.services.tracks import Cut, Proposal, clock


def kilometres(metres: float) -> str:
    """6.2 千米; shorter ones 320 米."""
    return f"{metres / 1000:.1f} 千米" if metres >= 950 else f"{round(metres)} 米"


def lasted(seconds: float) -> str:
    """1 小时 12 分; empty where no time is known."""
    minutes = round(seconds / 60)
    if not seconds:
        return ""
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{max(1, minutes)} 分"


def span(track: LooseTrack) -> str:
    """09:00–10:40, or that no time is known."""
    began, ended = track.track.began, track.track.ended
    return "没有时间" if math.isnan(began) else f"{clock(began)}–{clock(ended)}"


def cut_where(cut: Cut) -> str:
    """When and where something was cut out, and how much."""
    at = "" if math.isnan(cut.moment) else f"{clock(cut.moment)}，"
    many = f"{cut.positions} 个点，" if cut.positions else "从这里断开，"
    return f"{at}{many}在 {show_position((round(cut.position[0], 5), round(cut.position[1], 5)))}"


def nearness(proposal: Proposal) -> str:
    """How near the way came to a plot."""
    return "从里面过" if proposal.metres < 0.5 else f"离 {math.ceil(proposal.metres)} 米"


def record_facts(record: Record) -> str:
    """6.2 千米，1 小时 12 分 of a kept track."""
    return "，".join(part for part in (kilometres(float(str(record["metres"] or 0))),
                                      lasted(record.number("seconds"))) if part)


def record_span(record: Record) -> str:
    """09:00–10:40 of a kept track; empty where no time is known."""
    began, ended = record.text("began_at")[11:16], record.text("ended_at")[11:16]
    return f"{began}–{ended}" if began else "没有时间"


def days_of(days: Sequence[str], today: dt.date) -> str:
    """5月3日、5月4日."""
    return "、".join(dict.fromkeys(words.day(day, today) if day else "不知道哪天" for day in days))
