"""Likeness of earlier matters of one person: rewordings above the line, other matters below it."""

from __future__ import annotations

import pytest

from petitions.repeats import MOST, POSSIBLE, rank, strip

LIFT = "小区电梯坏了两个月没人修，老人上下楼很难，请帮忙协调物业尽快维修。"
LIFT_AGAIN = "上次说的电梯到现在还是停着，物业推说没有配件，楼上老人下不来，什么时候能修好？"
WAGES = "去年在工地做木工，包工头拖欠我们四个人的工资，请帮我们要回来。"
LAND = "修路占了我家水田，青苗费拿到了，土地补偿款一直没有发，请查一查。"
NOISE = "楼下烧烤店营业到凌晨，油烟和噪声扰民，找过店主没有用。"
ROAD = "村口通往学校的路面破损严重，下雨天积水，孩子上学不安全，请安排修路。"


def scores(text: str, earlier: dict[int, str], **kwargs: object) -> dict[int, float]:
    return {one.key: one.score for one in rank(text, earlier, **kwargs)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (LIFT, LIFT_AGAIN),
        (WAGES, "工地老板还没有把木工班的工资给我们，四个人的钱拖了一年。"),
        (LAND, "我家被占的水田，补偿款还是没到账，当时修路的时候说三个月付清。"),
        (NOISE, "又来反映烧烤店的事，半夜还在营业，油烟飘进来睡不着。"),
        (ROAD, "去学校那条路的坑越来越大，一下雨就积水，什么时候修？"),
    ],
)
def test_rank_reworded_matter_comes_first_and_is_possible(text: str, again: str) -> None:
    others = {n: body for n, body in enumerate([LIFT, WAGES, LAND, NOISE, ROAD]) if body != text}
    found = rank(again, {**others, 99: text})
    assert found[0].key == 99
    assert found[0].is_possible
    assert all(one.score < found[0].score for one in found[1:])


def test_rank_other_matters_of_the_same_person_stay_below_the_line() -> None:
    header = "本人张某甲，住样城街道甲社区3号，电话12000000001。恳请领导高度重视，尽快解决。"
    known = ("张某甲", "样城街道甲社区3号", "12000000001")
    found = scores(header + LIFT, {1: header + WAGES, 2: header + LAND, 3: header + NOISE}, known=known)
    assert max(found.values()) < POSSIBLE


def test_rank_without_stripping_the_header_would_mislead() -> None:
    header = "本人张某甲，住样城街道甲社区3号，电话12000000001。"
    assert (
        scores(header + LIFT, {1: header + WAGES})[1]
        > scores(header + LIFT, {1: header + WAGES}, known=("张某甲", "样城街道甲社区3号", "12000000001"))[1]
    )


def test_rank_same_text_scores_one_and_empty_text_nothing() -> None:
    assert scores(LIFT, {1: LIFT}) == {1: 1.0}
    assert scores("", {1: LIFT}) == {1: 0.0}


def test_rank_counts_common_pairs_less() -> None:
    rare = scores("物业电梯", {1: "物业大门"})[1]
    common = scores("物业电梯", {1: "物业大门"}, shares={"物业": 0.5})[1]
    assert common < rare


def test_rank_looks_at_fifty_at_most() -> None:
    assert len(rank(LIFT, dict.fromkeys(range(80), LIFT))) == MOST


def test_strip_removes_known_words_and_stock_phrases() -> None:
    assert strip("张某甲：恳请领导修电梯，谢谢！", ("张某甲",)).split() == ["修电梯"]
