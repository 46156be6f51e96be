"""Search documents of index pages, which people ask for by what they do, and of the bureaus below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.routes import LISTS_KIND, indexes
from generator.search.documents import Document, Texts
from generator.session import Session

_NOT_LISTED = frozenset({"", "search/", "vocabularies/", "synonyms/"})
"""Index pages that the search does not offer: the home page, itself, and what only editors read."""

_ASKED: Mapping[str, Texts] = {
    "procedures/": ("能办哪些事", "办事清单"),
    "materials/": ("材料大全", "表格下载", "下载申请表", "要准备的材料"),
    "time-limits/": ("办理时限一览", "多久办好一览", "办事要多久", "要等几天"),
    "reliefs/": ("有什么优惠", "能少缴多少税", "减税免税政策"),
    "local-standards/": ("税率表", "税费计算器", "算算要缴多少税", "契税计算", "车船税标准"),
    "filing-calendar/": (
        "报税日历",
        "几号要报税",
        "报税截止到几号",
        "申报期",
        "申报截止日",
        "下个月征期",
        "季度报税什么时候",
    ),
    "taxes/": ("哪些税几月申报", "税种大全"),
    "duties/": ("权责清单", "权力清单", "税务局的职责"),
    "ask/": ("不知道问谁", "该找谁", "电话打给谁", "人不在找谁"),
    "posts/": ("先问哪个岗位", "谁负责办", "岗位职责"),
    "regimes/": ("规章制度", "制度大全"),
    "laws/": ("税法", "文件库", "法规库"),
    "commitments/": ("承诺了什么", "承诺清单"),
    "results/": ("承诺做到没有", "上个月承诺做到没有", "承诺完成情况", "说到做到了吗", "达标率"),
    "performance/": ("效能成绩单", "谁没按时办", "超期没办完的", "哪些没做到"),
    "tasks/": ("督查任务", "任务进度", "超期的任务"),
    "rectifications/": ("整改情况", "问题清单", "整改了没有"),
    "rounds/": ("督查通报", "督查结果", "暗访", "回头看", "测评结果"),
    "suggestions/": ("提建议", "大家提的意见", "意见箱"),
    "requests/": ("分局的请示", "请示答复了没有"),
    "outcomes/": ("处理了几个人", "问责情况", "投诉查实了几件"),
    "appraisals/": ("考核结果", "考核得分", "扣分"),
    "goals/": ("年度目标", "目标完成情况"),
    "plan/": ("税收收入", "收了多少税", "税收任务"),
    "campaigns/": ("三百关爱", "税收宣传月", "有什么活动"),
    "records/": ("调研记录", "走访记录"),
    "explanations/": ("新规定", "新办法解释"),
    "consultations/": ("征求意见稿", "正在征求意见", "现在能提什么意见", "草案公示"),
    "meetings/": ("会办结论", "几个科室一起定的事"),
    "credit-grades/": ("信用等级对照表", "信用级别待遇", "ABMCD有什么不同"),
    "oversight/": ("投诉渠道", "怎么维权", "怎么投诉"),
    "organs/": ("税务局有哪些科室", "有哪些分局", "内设机构", "办税服务厅有几个"),
    "annual-report/": ("税务局年报", "年度报告", "公开年报", "政府信息公开工作年度报告"),
    "areas/": ("归哪个分局管", "我归谁管", "专管员", "管片"),
    "catalogue/": ("公开事项标准目录", "要公开哪些"),
    "calendar/": ("哪天上班哪天放假", "节假日安排", "调休上班日"),
    "rosters/": ("今天谁值班", "值班表", "今天哪个领导值班", "带班领导"),
    "coverage/": ("公开全不全", "公开情况表"),
    "burden/": ("少跑了几次", "一共要跑几趟", "少交了哪些材料"),
    "quiz/": ("制度考试", "答题"),
    "news/": ("通知公告", "最新消息"),
    "guide/": ("办税常识",),
    "disclosure/": ("信息公开", "公开指南"),
    "enforcement/": ("执法公示", "行政执法公示", "执法数据", "三项制度"),
    "inspections/": ("检查事项清单", "双随机一公开", "双随机抽查计划", "一年最多查几次"),
    "penalties/": ("首违不罚清单", "处罚裁量基准", "罚款标准", "第一次不罚", "忘记报税罚款多少", "逾期罚款多少"),
    "lists/": ("清单", "公开清单", "有哪些清单"),
    "lists/online/": ("全程网办事项", "哪些事能在网上办完", "不用去税务局就能办的事"),
    "lists/one-visit/": ("最多跑一次事项", "哪些事跑一次就行"),
    "lists/on-the-spot/": ("即办事项", "即时办结", "当场能办好的事", "立等可取"),
    "lists/documents-later/": ("容缺办理", "缺材料能不能先办", "材料以后补"),
    "lists/written-promise/": ("告知承诺制", "写承诺书代替证明", "证明可以不交"),
    "lists/anywhere/": ("跨省通办", "全省通办", "全市通办", "异地能办哪些事"),
    "lists/charges/": ("收费目录", "税务局收什么费", "办事要不要钱"),
    "lists/proofs-asked/": ("证明事项清单", "办税要开哪些证明"),
    "lists/proofs-issued/": ("税务局能开什么证明", "开证明"),
    "announcements/": ("欠税公告", "非正常户名单", "公告公示", "A级纳税人名单", "文书送达公告"),
    "ratings/": ("好差评", "好评率", "满意度", "差评怎么处理"),
    "questions/": ("热点问题", "大家都在问什么", "12366问得最多的"),
    "rights/": ("纳税人权利", "纳税人义务", "我有什么权利"),
    "about/": ("这个网站是谁办的",),
    "site-map/": ("全站目录", "所有页面"),
    "a-z/": ("按首字母找", "按字母找"),
}
"""How people ask for an index page, beside its title."""


def lists(session: Session) -> Iterator[Document]:
    """Yield the document of each index page."""
    for url, title in indexes(session.registry.kinds).items():
        if url not in _NOT_LISTED:
            asked = _ASKED.get(url, ())
            yield Document(url.rstrip("/"), LISTS_KIND, title, "", asked)


BUREAU_KIND, BUREAU_LABEL = "bureaus", "下级税务局"
"""Kind and Chinese label of the bureaus below a superior."""


def bureaus(session: Session) -> Iterator[Document]:
    """Yield the document of each bureau below whose site is part of this one."""
    for item in session.bureaus:
        if "//" not in item.address:
            halls = tuple(hall.name for hall in item.halls)
            places = tuple(f"{hall.name}：{hall.address}" for hall in item.halls if hall.address)
            summary = f"管辖：{item.area}" if item.area else "办事指南、大厅地址和电话"
            yield Document(
                item.address.rstrip("/"), BUREAU_KIND, item.name, summary, halls, inner=places, passages=places
            )
