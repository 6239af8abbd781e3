"""A text that each check reports and one that it lets pass, and the pages made of them.

The tests run every example, so what the documentation shows is what happens.
"""

from __future__ import annotations

from dataclasses import dataclass

from glossary.checks.document import CHECKS, Check


@dataclass(frozen=True, slots=True)
class Example:
    """A target, with its source where the check needs one."""

    lang: str
    target: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One check on a text with the fault and on the same without it."""

    bad: Example
    good: Example
    mend: str
    """What to do about it."""


EXAMPLES: dict[str, Shown] = {
    "TG101": Shown(
        Example("th", "คณะกรรมการบริการประชุมเมื่อวานนี้"),
        Example("th", "คณะกรรมการระดมมวลชนประชุมเมื่อวานนี้"),
        "Write the term that the finding names. `--fix` does so where one term is preferred and "
        "the deprecated one stands in its own form.",
    ),
    "TG102": Shown(
        Example("th", "การรณรงค์มวลชนคืบหน้า", "Công tác dân vận có tiến bộ."),
        Example("th", "งานมวลชนคืบหน้า", "Công tác dân vận có tiến bộ."),
        "Write a preferred or admitted term, or have the proposal decided in `thuatngu review`.",
    ),
    "TG103": Shown(
        Example("th", "การประชุมคืบหน้า", "Công tác dân vận có tiến bộ."),
        Example("th", "การระดมมวลชนคืบหน้า", "Công tác dân vận có tiến bộ."),
        "Render the concept, or record the rendering that was used as a term or a look-up form.",
    ),
    "TG104": Shown(
        Example("th", "การระดมมวลชนคืบหน้า\nงานมวลชนได้รับการชื่นชม"),
        Example("th", "การระดมมวลชนคืบหน้า\nการระดมมวลชนได้รับการชื่นชม"),
        "Keep to one term within a document. Spellings that should count as one term are its "
        "look-up forms.",
    ),
    "TG105": Shown(
        Example("hi", "स्थायी कार्यालय ने बैठक की।", "Ban Thường vụ đã họp."),
        Example("hi", "स्थायी समिति ने बैठक की।", "Ban Thường vụ đã họp."),
        "Write the term of the concept that the source names; the two are easily taken for each "
        "other, which is why they are related in the termbase.",
    ),
    "TG106": Shown(
        Example("th", "เลขาธิการคณะกรรมการพรรคคอมมิวนิสต์จีนกล่าว", "Bí thư Đảng ủy Khối phát biểu."),
        Example("th", "เลขาธิการพรรคคอมมิวนิสต์จีนกล่าว", "Tổng Bí thư Đảng Cộng sản Trung Quốc nói."),
        "Look up what the source names; machine translation invents bodies of other countries.",
    ),
    "TG107": Shown(
        Example("th", "ฝ่ายระดมมวลชนประชุมเมื่อวานนี้", "Ban Dân vận họp hôm qua."),
        Example("th", "คณะกรรมการระดมมวลชนประชุมเมื่อวานนี้", "Ban Dân vận họp hôm qua."),
        "Write a term, or record what was written as a term or a look-up form and decide on it.",
    ),
    "TG201": Shown(
        Example("th", "ในปี 2566 จังหวัดได้ดำเนินการ", "Năm 2024, tỉnh đã thực hiện."),
        Example("th", "ในปี 2567 จังหวัดได้ดำเนินการ", "Năm 2024, tỉnh đã thực hiện."),
        "A Thai year is 543 ahead: 2024 is พ.ศ. 2567. Either era is right where it is right; "
        "a mark of the wrong one (พ.ศ. 2024) is reported without a source, too.",
    ),
    "TG202": Shown(
        Example("th", "นายเหงียน ดึ๊ก ดุง กล่าวเปิด\nนายเหงียน ดึก ดุง กล่าวปิด"),
        Example("th", "นายเหงียน ดึ๊ก ดุง กล่าวเปิด\nนายเหงียน วัน ฮุง กล่าวปิด"),
        "Keep to one spelling; Latin letters beside a Thai or Hindi spelling are a second one.",
    ),
    "TG203": Shown(
        Example("th", "การประชุมเรื่อง công tác dân vận ของจังหวัด"),
        Example("th", "การระดมมวลชน (công tác dân vận) ของจังหวัด โดยนาย Nguyễn Văn Hùng"),
        "Translate the words, or put the original in brackets after its rendering.",
    ),
    "TG204": Shown(
        Example("hi", "बैठक में 16 गाँव शामिल हुए।", "Hội nghị có 15 xã tham dự."),
        Example("hi", "15 लाख लोग शामिल हुए।", "1,5 triệu người tham gia."),
        "Compare with the source. Lakh and crore, ล้าน and triệu are counted out.",
    ),
    "TG207": Shown(
        Example("th", "ในปี 2567 และปี 2568 ตามแผนของปี 2024"),
        Example("th", "ในปี 2567 และปี 2568 ตามแผนของ ค.ศ. 2024"),
        "Keep to the Buddhist Era in Thai, or mark the other.",
    ),
    "TG206": Shown(
        Example("th", "เมื่อวันที่ 26 กรกฎาคม 2567", "Ngày 26/6/2024"),
        Example("th", "เมื่อวันที่ 26 มิถุนายน 2567", "Ngày 26/6/2024"),
        "Compare with the source.",
    ),
    "TG205": Shown(
        Example("th", "มติ 34/NQ-HDND ของสภา", "Nghị quyết 43/NQ-HĐND của Hội đồng."),
        Example("th", "มติ 43/NQ-HDND ของสภา", "Nghị quyết 43/NQ-HĐND của Hội đồng."),
        "Copy the number; D for Đ is let pass.",
    ),
}


def pages() -> dict[str, str]:
    """The documentation: Markdown by file name, one page a check and one for all."""
    rows = [f"| [{c.code}]({c.code}.md) | {c.severity} | {c.sentence} |" for c in _checks()]
    index = "\n".join(
        [
            "# Checks",
            "",
            "| code | severity | reports that |",
            "|---|---|---|",
            *rows,
            "",
            "`error` and `warning` make `thuatngu check` exit with 1. A project turns checks off,",
            "or changes how bad they are, in `thuatngu.toml` or under `[tool.thuatngu]` in",
            "`pyproject.toml`:",
            "",
            "```toml",
            "[check]",
            'off = ["TG104"]',
            "[check.severity]",
            'TG103 = "error"',
            "```",
            "",
            "A single finding is let pass, always with a reason, by a comment on its line or alone",
            "above it (`# thuatngu: ignore TG104 -- quoted from the law`), or in",
            "`thuatngu-ignore.toml`:",
            "",
            "```toml",
            "[[ignore]]",
            'code = "TG104"',
            'file = "archive/*.po"',
            'reason = "printed before 2020"',
            "```",
            "",
        ]
    )
    return {"README.md": index, **{f"{c.code}.md": _page(c) for c in _checks()}}


def _checks() -> list[Check]:
    return [check for _, check in sorted(CHECKS.items())]


def _page(check: Check) -> str:
    shown = EXAMPLES[check.code]
    more = (check.function.__doc__ or "").split("\n\n")[1:]
    details = [" ".join(paragraph.split()) for paragraph in more]
    lines = [f"# {check.code} {check.name}", "", check.sentence, ""]
    lines += [line for paragraph in details for line in (paragraph, "")]
    lines += [f"Severity: {check.severity}", "", "Reported:", "", *_block(shown.bad), ""]
    lines += ["Let pass:", "", *_block(shown.good), "", shown.mend, ""]
    return "\n".join(lines)


def _block(example: Example) -> list[str]:
    source = [f"vi  {example.source}"] if example.source else []
    target = [f"{example.lang}  {line}" for line in example.target.split("\n")]
    return ["```text", *source, *target, "```"]
