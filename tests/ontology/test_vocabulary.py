"""The ontology file says what the design says, and the Python constants say what the file says."""

from __future__ import annotations

import itertools
import re

import pytest
import rdflib
from actorgraph.ontology import vocabulary as voc
from actorgraph.ontology.errors import OntologyError
from actorgraph.ontology.namespaces import AG, ontology_text
from rdflib.namespace import OWL, RDF, RDFS, SKOS

COMPANY, ORGANIZATION, PERSON = "Company", "Organization", "Person"
PRODUCT, POLICY, PLACE = "Product", "Policy", "Place"
AGENTS = {COMPANY, ORGANIZATION, PERSON}

# From the table of the design's core properties.
SIGNATURES = [
    ("develops", AGENTS, {PRODUCT}),
    ("uses", {COMPANY, ORGANIZATION}, {PRODUCT}),
    ("basedOn", {PRODUCT}, {PRODUCT}),
    ("partOf", {PRODUCT}, {PRODUCT}),
    ("successorOf", {PRODUCT}, {PRODUCT}),
    ("supplies", {COMPANY}, {COMPANY, ORGANIZATION}),
    ("partnersWith", AGENTS, AGENTS),
    ("competesWith", {COMPANY, PRODUCT}, {COMPANY, PRODUCT}),
    ("investsIn", AGENTS, {COMPANY, ORGANIZATION}),
    ("acquires", {COMPANY}, {COMPANY}),
    ("subsidiaryOf", {COMPANY}, {COMPANY}),
    ("founderOf", {PERSON}, {COMPANY, ORGANIZATION}),
    ("worksFor", {PERSON}, {COMPANY, ORGANIZATION}),
    ("memberOf", AGENTS, {ORGANIZATION}),
    ("issuedBy", {POLICY}, {ORGANIZATION, PLACE}),
    ("jurisdiction", {POLICY}, {ORGANIZATION, PLACE}),
    ("relatedPolicy", {POLICY}, {POLICY}),
    ("regulates", {POLICY}, {*AGENTS, PRODUCT}),
    ("approvedBy", {PRODUCT, COMPANY}, {ORGANIZATION}),
    ("headquarteredIn", {COMPANY, ORGANIZATION}, {PLACE}),
]

FINER_CLASSES = {
    COMPANY: """ChipMaker Foundry EquipmentMaker ModelDeveloper CloudProvider SoftwareFirm InternetFirm RobotMaker
        Carmaker HardwareMaker TelecomOperator Investor MedicalTechFirm CorporateLab ServicesFirm EnergyCompany""",
    ORGANIZATION: """GovernmentBody InternationalBody University ResearchInstitute Hospital StandardsBody Alliance
        Foundation MediaOutlet Exchange""",
    PERSON: "",
    PRODUCT: """AIModel ModelFamily Chip ChipArchitecture Robot Vehicle Device ComputeSystem Software App Platform
        Protocol Dataset Benchmark Drug""",
    POLICY: """Law Bill Regulation Directive ExecutiveOrder Plan Strategy Guideline Standard Declaration
        Programme""",
    PLACE: "Country Region City",
}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology_text(), format="turtle")


def test_core_properties_are_those_of_the_design() -> None:
    assert [name for name, _, _ in SIGNATURES] == list(voc.CORE_PROPERTIES)


@pytest.mark.parametrize(("name", "domain", "range_"), SIGNATURES, ids=[s[0] for s in SIGNATURES])
def test_domain_and_range(name: str, domain: set[str], range_: set[str]) -> None:
    prop = voc.PROPERTIES[name]
    assert (set(prop.domain), set(prop.range)) == (domain, range_)


@pytest.mark.parametrize("core", FINER_CLASSES)
def test_finer_classes(core: str) -> None:
    assert [name for name, root in voc.SUBCLASSES.items() if root == core] == FINER_CLASSES[core].split()


def test_core_classes_in_display_order() -> None:
    assert voc.CORE_CLASSES == (COMPANY, ORGANIZATION, PERSON, PRODUCT, POLICY, PLACE)


def test_symmetric_properties() -> None:
    symmetric = {name for name, prop in voc.PROPERTIES.items() if prop.symmetric}
    assert symmetric == {"partnersWith", "competesWith", "jointVentureWith"}


def test_rdflib_reads_the_same_terms(graph: rdflib.Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    named = {str(s) for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)}
    assert named == {term.iri for term in voc.TERMS.values()}
    assert len(named) > 120


@pytest.mark.parametrize("name", voc.TERMS)
def test_every_term_is_described_in_both_languages(name: str, graph: rdflib.Graph) -> None:
    iri = rdflib.URIRef(AG + name)
    for predicate in (RDFS.label, RDFS.comment, SKOS.example):
        texts = [o for o in graph.objects(iri, predicate) if isinstance(o, rdflib.Literal)]
        assert sorted(str(o.language) for o in texts) == ["en", "zh"], predicate
        assert all(str(o).strip() for o in texts)
    chinese = [str(o) for o in graph.objects(iri, RDFS.comment) if getattr(o, "language", "") == "zh"]
    assert re.search("[\u4e00-\u9fff]", chinese[0])
    assert not re.search("[\u4e00-\u9fff][,;:]", chinese[0]), "half-width punctuation after a Chinese character"


@pytest.mark.parametrize("name", voc.PROPERTIES)
def test_every_property_reads_both_ways(name: str) -> None:
    prop = voc.PROPERTIES[name]
    assert set(prop.inverse_labels) == {"zh", "en"}
    for lang in voc.LANGUAGES:
        same = prop.label(lang) == prop.inverse_label(lang)
        assert same == prop.symmetric or name in ("relatedPolicy", "jurisdiction")


@pytest.mark.parametrize(("name", "parent"), voc.SUBPROPERTIES.items())
def test_finer_properties_stay_within_their_core_property(name: str, parent: str) -> None:
    finer, core = voc.PROPERTIES[name], voc.PROPERTIES[parent]
    assert core.parent is None
    assert set(finer.domain) <= set(core.domain)
    assert set(finer.range) <= set(core.range)
    assert not core.symmetric or finer.symmetric


def test_labels_are_unique_among_classes_and_among_properties() -> None:
    for names in ([*voc.CORE_CLASSES, *voc.SUBCLASSES], list(voc.PROPERTIES)):
        for lang in voc.LANGUAGES:
            labels = [voc.label(name, lang) for name in names]
            assert len(set(labels)) == len(labels)


ADMITTED = [
    ("competesWith", COMPANY, COMPANY, True),
    ("competesWith", PRODUCT, PRODUCT, True),
    ("competesWith", COMPANY, PRODUCT, False),
    ("develops", COMPANY, PRODUCT, True),
    ("develops", PRODUCT, COMPANY, False),
    ("memberOf", PERSON, ORGANIZATION, True),
    ("issuedBy", POLICY, PLACE, True),
    ("acquires", COMPANY, ORGANIZATION, False),
]


@pytest.mark.parametrize(("name", "subject", "object_", "admitted"), ADMITTED)
def test_admits(name: str, subject: str, object_: str, admitted: bool) -> None:
    assert voc.PROPERTIES[name].admits(subject, object_) is admitted


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("App", ("App", "Software", "Product")),
        ("ModelFamily", ("ModelFamily", "AIModel", "Product")),
        ("Foundry", ("Foundry", "Company")),
        ("Person", ("Person",)),
    ],
)
def test_superclasses(name: str, chain: tuple[str, ...]) -> None:
    assert voc.superclasses(name) == chain
    assert voc.core_class(name) == chain[-1]


UNKNOWN = [
    (lambda: voc.core_class("Compny"), "no class of actors 'Compny'; did you mean Company or", None),
    (lambda: voc.core_class("Claim"), "no class of actors 'Claim'", None),
    (lambda: voc.get_property("develop"), "no property 'develop'; did you mean develops", None),
    (lambda: voc.label("xyzzy"), "no term 'xyzzy'; see ontology/README.md", ()),
]


@pytest.mark.parametrize(("ask", "message", "suggestions"), UNKNOWN, ids=["class", "not-an-actor", "property", "term"])
def test_unknown_terms_are_refused_with_suggestions(
    ask: object, message: str, suggestions: tuple[str, ...] | None
) -> None:
    assert callable(ask)
    with pytest.raises(OntologyError, match=re.escape(message)) as caught:
        ask()
    assert suggestions is None or caught.value.suggestions == suggestions


def _linear(channel: int) -> float:
    c = channel / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> tuple[float, float, float]:
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return _linear(r), _linear(g), _linear(b)


def _contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_rgb(a), _rgb(b))]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("name", voc.CORE_CLASSES)
def test_colours_are_legible_on_light_and_dark(name: str) -> None:
    assert re.fullmatch("#[0-9a-f]{6}", voc.colour(name))
    assert _contrast(voc.colour(name), "#ffffff") >= 3
    assert _contrast(voc.colour(name), "#111111") >= 3


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def _oklab(colour: str, sight: str) -> tuple[float, ...]:
    """The colour as an eye of a kind of sight sees it, in a space where distance is difference (Ottosson 2020)."""
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, _rgb(colour), strict=True)))) for row in SIGHT[sight])
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (cone ** (1 / 3) for cone in cones)
    return (
        0.2104542553 * x + 0.793617785 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.428592205 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.808675766 * z,
    )


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_differ_to_every_kind_of_sight(sight: str) -> None:
    colours = {name: _oklab(voc.colour(name), sight) for name in voc.CORE_CLASSES}
    for (a, first), (b, second) in itertools.combinations(colours.items(), 2):
        distance = sum((p - q) ** 2 for p, q in zip(first, second, strict=True)) ** 0.5
        assert distance >= 0.12, (a, b)
