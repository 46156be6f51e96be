"""N421-N426: the year's enforcement figures: every row there, sums right, in time, and what the yearly report says."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.enforcement import ITEMS, TOTAL, WITH_AMOUNT, Enforcement, EnforcementTable

_FILE = "enforcement/2025.csv"
_SAMPLE = {
    (EnforcementTable.LICENCE, "申请"): 12,
    (EnforcementTable.LICENCE, "受理"): 12,
    (EnforcementTable.LICENCE, "许可"): 11,
    (EnforcementTable.LICENCE, "不予许可"): 1,
    (EnforcementTable.PENALTY, "罚款"): 236,
    (EnforcementTable.PENALTY, TOTAL): 236,
}


def _sample(changed: tuple[str, str] = ("", ""), published: str = "2026-01-20") -> str:
    """Return the table of a year, as an example of a rule, with one line replaced by another, or by nothing."""
    lines = [
        f"{table.label},{item},{_SAMPLE.get((table, item), 0)},{'0' if (table, item) in WITH_AMOUNT else ''}"
        for table, items in ITEMS.items()
        for item in items
    ]
    body = "".join(f"{line}\n" for line in lines).replace(*changed)
    head = f"# 名称: 2025年行政执法数据\n# 公布日期: {published}\n# 统计口径: 几种处罚一案算一宗\n"
    return f"{head}表,项目,数量,金额\n{body}"


@rule(
    "N421",
    "执法数据的行不全",
    of=Enforcement,
    message="“{table}”{fault}",
    hint="项目照固定的表写，一项一行；没有发生的写 0，不能不写",
    why="少一行和 0 不是一回事：表要能和上一年、和别的局比。",
    example=Example(_FILE, _sample(("行政强制措施,冻结,0,\n", "")), _sample()),
)
def rows_are_complete(session: Session, item: Enforcement) -> Iterator[Hit]:
    """Every row of every table is there once, and no other."""
    seen = Counter((row.table, row.item) for row in item.rows)
    for index, row in enumerate(item.rows):
        if row.item not in ITEMS[row.table]:
            fault = f"里没有“{row.item}”这一项，可以写：{'、'.join(ITEMS[row.table])}"
            yield session.hit(item, "rows", index, "item", table=row.table.label, fault=fault)
        elif seen[row.table, row.item] > 1:
            seen[row.table, row.item] = 1
            yield session.hit(item, "rows", index, "item", table=row.table.label, fault=f"里“{row.item}”写了两遍")
    for table, items in ITEMS.items():
        if missing := [name for name in items if not seen[table, name]]:
            fault = f"少了：{'、'.join(missing)}"
            yield session.hit(item, "rows", len(item.rows) - 1, table=table.label, fault=fault)


@rule(
    "N422",
    "执法数据加起来不对",
    of=Enforcement,
    message="{fault}",
    hint="核对每一宗：一案几种处罚的只计最重的一种；办结的不会比受理的多",
    why="合计和明细不一样，就是数错了。",
    example=Example(_FILE, _sample(("行政处罚,合计,236", "行政处罚,合计,240")), _sample()),
)
def sums_fit(session: Session, item: Enforcement) -> Iterator[Hit]:
    """The total of penalties is the sum of its kinds; licences accepted and decided are no more than those brought."""
    kinds = item.count(EnforcementTable.PENALTY, *ITEMS[EnforcementTable.PENALTY][:-1])
    total = item.penalties()
    if None not in (kinds, total) and kinds != total:
        yield _at(session, item, EnforcementTable.PENALTY, TOTAL, f"各种处罚加起来是 {kinds}，合计写的是 {total}")
    table = EnforcementTable.LICENCE
    before, asked, taken = (item.count(table, name) for name in ("上年结转", "申请", "受理"))
    decided = item.licences()
    if asked is None or taken is None or before is None or decided is None:
        return
    if taken > asked:
        yield _at(session, item, table, "受理", f"受理 {taken} 件，申请只有 {asked} 件")
    if decided > taken + before:
        fault = f"许可和不予许可 {decided} 件，受理 {taken} 件加上年结转 {before} 件没有这么多"
        yield _at(session, item, table, "许可", fault)


def _at(session: Session, item: Enforcement, table: EnforcementTable, name: str, fault: str) -> Hit:
    """Return a hit at the count of a row."""
    index = next(index for index, row in enumerate(item.rows) if (row.table, row.item) == (table, name))
    return session.hit(item, "rows", index, "count", fault=fault)


@rule(
    "N423",
    "执法数据的金额不对",
    of=Enforcement,
    message="“{table}”的“{name}”{fault}",
    hint="只有处罚合计、征收、收费三行写金额，没有的写 0",
    why="金额不写和 0 不是一回事；写在别的行会重复计算。",
    example=Example(_FILE, _sample(("征收,征收,0,0", "征收,征收,0,")), _sample()),
)
def amounts_are_there(session: Session, item: Enforcement) -> Iterator[Hit]:
    """The rows that have an amount have one, the others have none, and no cases have no amount."""
    for index, row in enumerate(item.rows):
        needed = (row.table, row.item) in WITH_AMOUNT
        fault = ""
        if needed and row.amount is None:
            fault = "没有写金额"
        elif row.amount is not None and not needed:
            fault = "不写金额"
        elif needed and not row.count and row.amount and row.amount.strip("0."):
            fault = f"数量是 0，金额写的是 {row.amount}"
        if fault:
            yield session.hit(item, "rows", index, "amount", table=row.table.label, name=row.item, fault=fault)


@rule(
    "N424",
    "执法数据到期没有公布",
    severity=Severity.WARNING,
    message="{year}年的执法数据{when}",
    hint="每年1月31日前公布上一年的：建 data/enforcement/{year}.csv，填好公布日期",
    why="国办发〔2018〕118号：每年1月31日前公布上一年度的执法总体情况。",
    example=None,
)
def published_in_time(session: Session) -> Iterator[Hit]:
    """Last year's figures are there after 31 January, and each year's were published by that day."""
    years = session.registry.all(Enforcement)
    for item in years.values():
        due, on = item.due(), item.published_on
        if due and on and on > due:
            yield session.hit(item, "published_on", year=item.year, when=f" {on} 才公布，最迟 {due}")
    year = session.as_of.year - 1
    due = datetime.date(year + 1, 1, 31)
    last = years.get(str(year))
    if years and session.as_of > due and not (last and (last.published_on or session.lacks(last, "published_on"))):
        yield session.hit(last or years[max(years)], "name", year=year, when=f"最迟 {due} 公布，还没有")


RULES = (rows_are_complete, sums_fit, amounts_are_there, published_in_time)
