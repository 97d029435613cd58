"""Small hand-made records in Chinese and English, and the maker they are made with."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from actorgraph.extract.records import Claim, DocumentInfo, Entity, Evidence, Figure, Mention, Record


@dataclass
class Source:
    """A document in the making: name its actors, then state facts by quoting it."""

    name: str
    text: str
    language: str = "zh"
    title: str = ""
    date: str | None = None
    entities: list[Entity] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def actor(
        self, id_: str, type_: str, *surfaces: str, subtype: str = "", known: bool = True, **labels: str
    ) -> Source:
        """An actor named by ``surfaces``, the first of which is its canonical name; labels as ``zh="甲|乙"``."""
        pattern = "|".join(re.escape(s) for s in sorted(surfaces, key=len, reverse=True))
        mentions = tuple(
            Mention(start=m.start(), end=m.end(), text=m.group(), layer="lexicon")
            for m in re.finditer(pattern, self.text)
        )
        assert mentions, f"{surfaces} not in the text of {self.name}"
        names = {lang: tuple(value.split("|")) for lang, value in labels.items()}
        self.entities.append(
            Entity(id=id_, type=type_, subtype=subtype, name=surfaces[0], labels=names, mentions=mentions, known=known)
        )
        return self

    def claim(self, subject: str, predicate: str, object_: str, quote: str, **more: object) -> Source:
        """A claim stated by ``quote``; ``more`` are fields of the claim, or ``section`` of its evidence."""
        evidence = self.evidence(quote, str(more.pop("section", "")))
        fields: dict[str, object] = {"confidence": 0.9, "rule": "frame:test"} | more
        self.claims.append(
            Claim.model_validate(
                {"subject": subject, "predicate": predicate, "object": object_, "evidence": evidence, **fields}
            )
        )
        return self

    def figure(self, actor: str, metric: str, value: float, unit: str, quote: str, **more: object) -> Source:
        """A figure stated by ``quote``."""
        fields: dict[str, object] = {"confidence": 0.9, "text": quote} | more
        self.figures.append(
            Figure.model_validate(
                {
                    "actor": actor,
                    "metric": metric,
                    "value": value,
                    "unit": unit,
                    "evidence": self.evidence(quote),
                    **fields,
                }
            )
        )
        return self

    def evidence(self, quote: str, section: str = "") -> Evidence:
        start = self.text.index(quote)
        return Evidence(start=start, end=start + len(quote), text=quote, section=section)

    @property
    def record(self) -> Record:
        info = DocumentInfo(
            id="sha256:" + hashlib.sha256(self.text.encode()).hexdigest(),
            source=self.name,
            title=self.title or self.name,
            language=self.language,
            characters=len(self.text),
            date=self.date,
        )
        return Record(
            document=info, entities=tuple(self.entities), claims=tuple(self.claims), figures=tuple(self.figures)
        )

    @property
    def pair(self) -> tuple[Record, str]:
        return self.record, self.text


def chips() -> Source:
    """Chinese: makers, foundries, products and rivals."""
    text = (
        "第一章 芯片\n\n英伟达发布 Blackwell 架构，台积电为其代工。英伟达与 AMD 长期竞争。"
        "华为推出昇腾 910C，由中芯国际制造。\n\n据传英伟达计划收购 Groq，但公司否认投资寒武纪。"
        "DeepSeek-V3 参数量达 6,710 亿，运行于昇腾 910C 之上。\n"
    )
    s = Source("docs/芯片.txt", text, title="芯片产业观察", date="2025-12")
    s.actor("nvidia", "Company", "英伟达", subtype="ChipMaker", zh="英伟达", en="NVIDIA|NVIDIA Corporation")
    s.actor("tsmc", "Company", "台积电", subtype="Foundry", zh="台积电|台湾积体电路制造", en="TSMC")
    s.actor("amd", "Company", "AMD", subtype="ChipMaker", en="AMD|Advanced Micro Devices", zh="超威半导体")
    s.actor("huawei", "Company", "华为", subtype="HardwareMaker", zh="华为|华为技术有限公司", en="Huawei")
    s.actor("smic", "Company", "中芯国际", subtype="Foundry", zh="中芯国际", en="SMIC")
    s.actor("groq", "Company", "Groq", subtype="ChipMaker", en="Groq")
    s.actor("cambricon", "Company", "寒武纪", subtype="ChipMaker", zh="寒武纪", en="Cambricon")
    s.actor("blackwell", "Product", "Blackwell", subtype="ChipArchitecture", en="Blackwell")
    s.actor("ascend-910c", "Product", "昇腾 910C", subtype="Chip", zh="昇腾 910C", en="Ascend 910C")
    s.actor("deepseek-v3", "Product", "DeepSeek-V3", subtype="AIModel", en="DeepSeek-V3")
    s.claim("nvidia", "develops", "blackwell", "英伟达发布 Blackwell 架构", section="第一章 芯片", confidence=0.97)
    s.claim("tsmc", "supplies", "nvidia", "台积电为其代工", subpredicate="foundryOf")
    s.claim("nvidia", "competesWith", "amd", "英伟达与 AMD 长期竞争")
    s.claim("huawei", "develops", "ascend-910c", "华为推出昇腾 910C")
    s.claim("smic", "develops", "ascend-910c", "由中芯国际制造", subpredicate="manufactures", confidence=0.8)
    s.claim("nvidia", "acquires", "groq", "据传英伟达计划收购 Groq", hedged=True, qualifiers={"status": "rumoured"})
    s.claim("nvidia", "investsIn", "cambricon", "公司否认投资寒武纪", negated=True)
    s.claim("deepseek-v3", "basedOn", "ascend-910c", "运行于昇腾 910C 之上", subpredicate="runsOn")
    s.figure("deepseek-v3", "parameters", 671e9, "", "参数量达 6,710 亿")
    return s


def rules() -> Source:
    """English: policies, bodies, people, places, and an unknown start-up."""
    text = (
        "# Rules and people\n\nThe AI Act was adopted by the European Parliament in 2024 and applies in the European "
        "Union. The Code of Practice implements the AI Act. The export rule restricts the H20 of Nvidia.\n\n"
        "Jensen Huang is chief executive of Nvidia. Nvidia is based in Santa Clara. Farnell Robotics Inc. competes "
        "with Nvidia and uses the H20. Farnell Robotics raised USD 20 million from Nvidia in May 2025.\n"
    )
    s = Source("docs/rules.md", text, "en", title="Rules and people", date="2025-06-01")
    s.actor("eu-ai-act", "Policy", "AI Act", subtype="Regulation", en="AI Act|EU AI Act", zh="人工智能法案")
    s.actor("european-parliament", "Organization", "European Parliament", subtype="GovernmentBody")
    s.actor("eu", "Organization", "European Union", subtype="InternationalBody", en="European Union|EU", zh="欧盟")
    s.actor("code-of-practice", "Policy", "Code of Practice", subtype="Guideline", known=False)
    s.actor("export-rule", "Policy", "export rule", subtype="Regulation", known=False)
    s.actor("h20", "Product", "H20", subtype="Chip", en="H20")
    s.actor("nvidia", "Company", "Nvidia", subtype="ChipMaker", zh="英伟达", en="NVIDIA|NVIDIA Corporation")
    s.actor("jensen-huang", "Person", "Jensen Huang", en="Jensen Huang", zh="黄仁勋")
    s.actor("santa-clara", "Place", "Santa Clara", subtype="City", en="Santa Clara", zh="圣克拉拉")
    s.actor("farnell", "Company", "Farnell Robotics Inc.", "Farnell Robotics", subtype="RobotMaker", known=False)
    s.claim("eu-ai-act", "issuedBy", "european-parliament", "adopted by the European Parliament in 2024",
            subpredicate="adoptedBy", qualifiers={"date": "2024"}, section="Rules and people")  # fmt: skip
    s.claim("eu-ai-act", "jurisdiction", "eu", "applies in the European Union")
    s.claim("code-of-practice", "relatedPolicy", "eu-ai-act", "implements the AI Act", subpredicate="implements")
    s.claim("export-rule", "regulates", "h20", "The export rule restricts the H20", subpredicate="restricts")
    s.claim("nvidia", "develops", "h20", "the H20 of Nvidia")
    s.claim("jensen-huang", "worksFor", "nvidia", "Jensen Huang is chief executive of Nvidia", subpredicate="leads",
            qualifiers={"role": "chief executive"})  # fmt: skip
    s.claim("nvidia", "headquarteredIn", "santa-clara", "Nvidia is based in Santa Clara")
    s.claim("farnell", "competesWith", "nvidia", "Farnell Robotics Inc. competes with Nvidia")
    s.claim("farnell", "uses", "h20", "uses the H20")
    s.claim("nvidia", "investsIn", "farnell", "Farnell Robotics raised USD 20 million from Nvidia in May 2025",
            qualifiers={"amount": "USD 20 million", "date": "2025-05", "round": "A"})  # fmt: skip
    return s


def news() -> Source:
    """Chinese: the same actors by other names, one fact stated again, and a start-up by its short form."""
    text = (
        "輝達（NVIDIA）再度投資 Farnell Robotics。英伟达发布 Blackwell 之后，台積電扩产。"
        "GPT-5.2 后继于 GPT-5，两者均由 OpenAI 研发。\n"
    )
    s = Source("docs/新闻.txt", text, title="一周要闻", date="2026-01-05")
    s.actor("nvidia", "Company", "英伟达", "輝達", "NVIDIA", subtype="ChipMaker", zh="英伟达|辉达", en="NVIDIA")
    s.actor("tsmc", "Company", "台積電", subtype="Foundry", zh="台积电", en="TSMC")
    s.actor("blackwell", "Product", "Blackwell", subtype="ChipArchitecture", en="Blackwell")
    s.actor("f1", "Company", "Farnell Robotics", known=False)
    s.actor("gpt-5.2", "Product", "GPT-5.2", subtype="AIModel", known=False)
    s.actor("gpt-5", "Product", "GPT-5", subtype="AIModel", known=False)
    s.actor("openai", "Company", "OpenAI", subtype="ModelDeveloper", en="OpenAI")
    s.claim("nvidia", "develops", "blackwell", "英伟达发布 Blackwell", confidence=0.85)
    s.claim("nvidia", "investsIn", "f1", "再度投資 Farnell Robotics")
    s.claim("gpt-5.2", "successorOf", "gpt-5", "GPT-5.2 后继于 GPT-5")
    s.claim("openai", "develops", "gpt-5.2", "两者均由 OpenAI 研发")
    s.claim("openai", "develops", "gpt-5", "两者均由 OpenAI 研发")
    return s


def all_sources() -> list[Source]:
    return [chips(), rules(), news()]
