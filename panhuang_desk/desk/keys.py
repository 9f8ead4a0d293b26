"""The one key map: every key of the program with its meaning, for shortcuts, the hint bar and the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Key:
    """A key and what it does. `sequence` is Qt's portable text; `cap` is what is drawn on the key.

    `place` says where it holds: `desk` anywhere once a file is open, `locked` on the unlock surface, `local` inside one
    control that has the focus. A page acts on a desk key in its method `on_<name>`.
    """

    name: str
    sequence: str
    word: str
    help: str = ""
    cap: str = ""
    place: str = "desk"

    @property
    def shown(self) -> str:
        """The text on the key cap."""
        return self.cap or self.sequence.replace("Return", "Enter")


KEYS: Final = (
    Key("new", "Ctrl+N", "新建", "新建一条本页的记录"),
    Key("save", "Ctrl+S", "保存", "保存正在填的记录；月报页是存 PDF"),
    Key("save_next", "Ctrl+Return", "保存，下一条", "保存后接着记下一条", cap="Ctrl+Enter"),
    Key("edit", "F2", "修改", "修改选中的记录"),
    Key("delete", "Del", "删除", "删除选中的记录，可以撤销"),
    Key("find", "Ctrl+F", "查找", "到查找框"),
    Key("undo", "Ctrl+Z", "撤销", "撤销刚才的保存或删除；正在打字时先撤销打的字"),
    Key("redo", "Ctrl+Y", "重做", "把撤销的再做一遍"),
    Key("print", "Ctrl+P", "打印", "打印本页"),
    Key("export", "Ctrl+E", "导出", "把本页的列表存成表格"),
    Key("import", "Ctrl+I", "导入", "从表格、轨迹和标注文件导入"),
    Key("round", "Ctrl+R", "一轮", "一户接一户、一块接一块、一份接一份地记；录答卷时一题接一题"),
    Key("ask", "Ctrl+G", "屏幕作答", "请居民在屏幕上作答一份测评卷"),
    Key("guide", "Ctrl+B", "辨认", "踏查页：禁止种植的和长得像的植物对照着看"),
    Key("issue", "F6", "定稿", "月报页：定稿；定稿后数据变了，先看差别，再出下一版"),
    Key("turn", "F7", "纸和数字", "月报页：在报告和数字之间来回"),
    Key("compare", "F8", "对照", "月报页：两版并排对照"),
    Key("batch", "F9", "批量", "月报页：所有村（社区）的报告一次出完"),
    Key("blank", "F10", "空白表", "空白表，印出来手工填"),
    Key("explain", "F3", "怎么算的", "看选中的数字是怎么算的"),
    Key("follow_up", "Ctrl+T", "加待办", "给选中的记录加一件待办"),
    Key("photo", "Ctrl+J", "加照片", "给正在记的走访、选中的户、踏查、发现加照片"),
    Key("paste", "Ctrl+V", "粘贴照片", "把复制的照片加进来；正在打字时是粘贴文字"),
    Key("menu", "Shift+F10", "更多操作", "选中的一户、一件待办能做的其他事；也可以按菜单键或点右键"),
    Key("household", "Ctrl+H", "新的一户", "登记新的一户；踏查页是登记新的地块"),
    Key("columns", "Ctrl+K", "列和排序", "选列表里显示哪些列、按什么排"),
    Key("history", "Ctrl+L", "修改记录", "看选中的记录谁在什么时候改过什么"),
    Key("open", "Ctrl+O", "打开", "打开另一个文件"),
    Key("mask", "Ctrl+M", "遮住姓名电话", "遮住或露出姓名和电话"),
    Key("next_tab", "Ctrl+PgDown", "下一个页签", cap="Ctrl+PgDn"),
    Key("previous_tab", "Ctrl+PgUp", "上一个页签"),
    Key("help", "F1", "帮助", "打开本页的说明"),
    Key("lock", "F12", "锁定", "锁定，再用要输口令"),
    Key("back", "Esc", "退回", "退回一步，草稿留着"),
    *(Key(f"page_{n}", f"Alt+{n}", word, f"到{word}页") for n, word in
      enumerate(("今日", "走访", "测评", "踏查", "月报", "报送", "设置"), start=1)),
    Key("next_field", "Return", "下一项", "到下一项", cap="Enter", place="local"),
    Key("new_line", "Shift+Return", "换行", "长文字里换行", cap="Shift+Enter", place="local"),
    Key("digits", "1…9", "选或取消", "选项前的数字：选或取消", cap="数字", place="local"),
    Key("as_last", "0", "照上次", "照上次填的填", place="local"),
    Key("same_above", "Ctrl+D", "同上", "同上一行", place="local"),
    Key("move", "Up/Down", "选一条", "在列表里上下走", cap="↑ ↓", place="local"),
    Key("pick", "Space", "挑上或去掉",
        "自己挑题时：挑上选中的题，再按去掉；题库里：停用、启用；画边界时：放一个角；报告的版次里：挑上要对照的",
        cap="空格", place="local"),
    Key("map_move", "Left/Right", "移动地图", "地图上：上下左右移动，按住 Shift 移得远", cap="← → ↑ ↓", place="local"),
    Key("map_zoom", "+/-", "缩放地图", "地图上：放大、缩小", cap="+ −", place="local"),
    Key("map_corner_back", "Backspace", "退一个角",
        "画边界时：退一个角；给底图定位时：去掉一个点", cap="退格", place="local"),
    Key("map_fit", "Home", "看全图", "地图上：看全图，按 0 也行", place="local"),
    Key("earlier", "Ctrl+Up", "往前挪", "挑好的题、报告里的一句话往前挪一位", cap="Ctrl+↑", place="local"),
    Key("later", "Ctrl+Down", "往后挪", "挑好的题、报告里的一句话往后挪一位", cap="Ctrl+↓", place="local"),
    Key("take_out", "Ctrl+Del", "去掉", "报告里：去掉这一句", place="local"),
    Key("unlock_open", "Ctrl+O", "打开…", "打开别的文件", place="locked"),
    Key("unlock_new", "Ctrl+N", "新建…", "新建文件", place="locked"),
    Key("unlock_help", "F1", "帮助", place="locked"),
    *(Key(f"recent_{n}", f"Alt+{n}", "最近的文件", "打开最近用过的文件", place="locked") for n in range(2, 7)),
)
"""All keys. Within a place no sequence occurs twice, and no local key is also a desk key."""

BY_NAME: Final = {key.name: key for key in KEYS}


def key(name: str) -> Key:
    """The key of a name; a name that is not in the map is a bug."""
    return BY_NAME[name]


def cap(name: str) -> str:
    """What is drawn on the cap of a key."""
    return BY_NAME[name].shown


def desk_keys() -> tuple[Key, ...]:
    """The keys for which the main window makes shortcuts."""
    return tuple(key for key in KEYS if key.place == "desk")
