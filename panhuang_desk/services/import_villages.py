"""Which village a row of somebody else's table belongs to."""

from __future__ import annotations

import re

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.services.session import Session


@attrs.define
class VillageNames:
    """The villages of a file by what tables call them."""

    session: Session
    _found: dict[str, str] = attrs.field(factory=dict, init=False)

    def code(self, written: str) -> str:
        """The code of the one village that is meant: by its code, its name, or its name without what it is."""
        if written not in self._found:
            wanted, villages = re.sub(r"\s", "", written), self.session.store.villages
            found = [village.code for village in villages if wanted in (village.code, village.name)] or [
                village.code for village in villages if _bare(wanted) == _bare(village.name)]
            self._found[written] = found[0] if len(found) == 1 else ""
        return self._found[written]

    def own(self) -> str:
        """The worker's own village, or the file's only one; UserError (code `village`) where there is neither."""
        villages = self.session.store.villages
        if self.session.store.home or len(villages) == 1:
            return self.session.store.home or villages[0].code
        raise UserError("还不知道这张表是哪个村（社区）的。", "请先选村（社区），或在表里加一列“村”。", code="village")


def _bare(name: str) -> str:
    """A village's name without what it is: 仰徐 for 仰徐村, 仰徐村委会 and 仰徐村村民委员会."""
    return re.sub(r"(?<=..)(村|社区)?(村民委员会|居民委员会|村委会|居委会|委会|村|社区)$", "", name)
