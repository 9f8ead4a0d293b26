"""What the statistics of a question mean, in Chinese words: on screen, and for who asks how they are reckoned."""

from __future__ import annotations

from panhuang_desk.model.definitions import Definition
from panhuang_desk.model.figures import VALID_SHARE, show_share
from panhuang_desk.model.quiz.items import LEAST_ANSWERS, LEAST_IN_THIRD, ItemStatistics, TopicStatistics
from panhuang_desk.model.quiz.question import SEVERAL, TRUE_FALSE

MISLEADS = "误导"
_BANDS = ((0.4, "很好"), (0.3, "好"), (0.2, "一般"))
_KNOWN, _MANY = 0.9, 0.2
_NOT_COUNTED = f"作答不到{VALID_SHARE}%的答卷、没有答完的答卷不算。"
_RIGHT = ("有效答卷里答案全对的份数÷问到这道题的份数。多选题多选、漏选都不算对；没答、不知道、看不清算没有答对。"
          "各选项是选了这一项的份数÷问到的份数，多选题加起来会超过100%。")
_APART = ("问同样题目的答卷按总分排，分数高的三分之一里答对的比例，减去分数低的三分之一里答对的比例，在 -1 到 1 之间。"
          "0.4 以上很好，0.3 以上好，0.2 以上一般，再低就分不大开。")
_MISLEADING = ("分数高的三分之一里，选某个错答案的比选对的还多；或者分数低的三分之一反而比分数高的答对得多。"
               "这样的题先看题干和答案有没有歧义，再怪人不会。")
_SUGGESTED = f"至少 {LEAST_ANSWERS} 份有效答卷问到、有人答错的题里，答对的比例最低的五道；可以自己标上、去掉。"


def define_item(item: ItemStatistics) -> tuple[Definition, ...]:
    """How the numbers of a question are reckoned, with its own."""
    apart = discrimination_words(item.discrimination)
    return (
        Definition(f"答对：{item.question.text}", _RIGHT, _share_words(item.right, item.asked), _NOT_COUNTED),
        Definition("区分度", _APART, apart, f"三分之一不到 {LEAST_IN_THIRD} 份时不算。",
                   "分档照教育测量的通行说法（R. L. Ebel，1979）。"),
        Definition(MISLEADS, _MISLEADING, f"选得太多的是 {item.misleading}" if item.misleading else ""),
        Definition("宣传重点建议", _SUGGESTED),
    )


def define_topic(topic: TopicStatistics, word: str) -> tuple[Definition, ...]:
    """How the share of a topic is reckoned, with its own numbers; `word` is the topic's."""
    return (Definition(f"主题答对：{word}", "这个主题各题答对的份数之和÷问到的份数之和，不是把各题的比例平均。",
                       _share_words(topic.right, topic.asked), _NOT_COUNTED),)


def discrimination_words(value: float | None) -> str:
    """0.35 好; empty where it is not told."""
    if value is None:
        return ""
    word = next((word for least, word in _BANDS if value >= least - 1e-9), "反了" if value <= -0.005 else "低")
    return f"{value:.2f} {word}".replace("-0.00", "0.00")


def findings(item: ItemStatistics) -> tuple[str, ...]:
    """What a worker should take from a question's numbers, in sentences, the weightiest first."""
    told = [*_misleading(item), *_doubts(item), *_mistakes(item), *_unknown(item)]
    if not item.misleading:
        told += _discrimination(item)
    return tuple(told)


def _share_words(right: int, asked: int) -> str:
    return f"{right} ÷ {asked} = {show_share(right, asked)}"


def _misleading(item: ItemStatistics) -> list[str]:
    if not item.misleading:
        return []
    if item.misleading == item.question.answer:
        return ["答得差的人反而比答得好的人更会这道题：题目可能有歧义，请看看题干和答案。"]
    return [f"答得好的人也多选了 {item.misleading}：题目可能有歧义，请看看题干。"]


def _doubts(item: ItemStatistics) -> list[str]:
    return [f"只有 {item.asked} 份，看看就好。"] if item.asked < LEAST_ANSWERS else []


def _mistakes(item: ItemStatistics) -> list[str]:
    """The wrong option that most chose, and of several right ones that most left out."""
    if item.right == item.asked:
        return ["都答对了，不用再讲。"]
    wrong = {letter: number for letter, number in item.chosen.items() if letter not in item.question.answer and number}
    told = []
    if wrong and item.question.type == TRUE_FALSE:
        told.append(f"{sum(wrong.values())} 份答反了。")
    elif wrong:
        most = max(sorted(wrong), key=lambda letter: wrong[letter])
        told.append(f"错选最多的是 {most}“{item.question.option(most)}”，{wrong[most]} 份。")
    if item.question.type == SEVERAL:
        answering = item.asked - item.blank - item.unknown - item.unreadable
        missed = {letter: answering - item.chosen.get(letter, 0) for letter in item.question.answer}
        most = max(sorted(missed), key=lambda letter: missed[letter])
        if missed[most] > 0:
            told.append(f"漏选最多的是 {most}“{item.question.option(most)}”，{missed[most]} 份。")
    return told


def _unknown(item: ItemStatistics) -> list[str]:
    silent = item.unknown + item.blank
    if silent < _MANY * item.asked or not silent:
        return []
    return [f"{silent} 份没答或答不知道：这件事好些人没听说过。"]


def _discrimination(item: ItemStatistics) -> list[str]:
    value = item.discrimination
    if value is None:
        return [] if item.asked < LEAST_ANSWERS else [
            f"份数还少，看不出这道题分不分得开会的和不会的（要 {3 * LEAST_IN_THIRD} 份以上）。"]
    if value >= _BANDS[1][0]:
        return ["总分高的人多半答对、总分低的人多半答错：这道题分得开会的和不会的。"]
    if value >= _BANDS[2][0]:
        return []
    if item.share >= _KNOWN:
        return ["差不多人人都会，所以分不出高低，这很正常。"]
    return ["总分高的和低的答得差不多：这道题分不大开会的和不会的。"]
