// What the page holds: actors, facts and edges as Python wrote them, and what is shown of them now.
const page = JSON.parse(document.getElementById("data").textContent);
const { actors, facts, documents, sections, predicates, types, words, dashes } = page;
const vis_nodes = page.vis.nodes;
const vis_edges = page.vis.edges;

const byId = (id) => document.getElementById(id);
const typeOf = new Map(types.map((type) => [type.name, type]));
const predicateOf = new Map(predicates.map((predicate) => [predicate.name, predicate]));

// The network is laid out for a wide window; in a high one it lies on its side.
if (innerHeight > innerWidth) {
  vis_nodes.forEach((node) => {
    [node.x, node.y] = [node.y, node.x];
  });
}
// Where each actor stands, and how large: kept here because the drawing asks for it thousands of times a second.
const places = vis_nodes.map((node) => ({ x: node.x, y: node.y, r: node.size }));
const edgesOf = actors.map(() => []);
vis_edges.forEach((edge) => {
  edgesOf[edge.from].push(edge.id);
  edgesOf[edge.to].push(edge.id);
});
const factsOf = actors.map(() => []);
facts.forEach((fact, place) => {
  factsOf[fact.s].push(place);
  factsOf[fact.o].push(place);
});

const state = {
  lang: page.lang,
  types: new Set(types.map((type) => type.name)),
  predicates: new Set(predicates.filter((predicate) => !predicate.parent).map((predicate) => predicate.name)),
  hedged: true,
  denied: false,
  certainty: page.certainty,
  document: -1,
  // Derived from the above by decideShown.
  factShown: [],
  edgeShown: [],
  actorShown: [],
  selected: null, // { actor: number } or { edge: number }
  hovered: null,
};

const word = (key, values = {}) =>
  words[state.lang][key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
const count = (number) => number.toLocaleString(state.lang === "zh" ? "zh-CN" : "en");
const nameOf = (actor) => actor.names[state.lang] || actor.names.en || actor.names.zh || actor.iri;
const labelOf = (term) => term.labels[state.lang];
const className = (actor) => page.classes[actor.subtype || actor.type][state.lang];
const otherEnd = (edge, number) => (edge.from === number ? edge.to : edge.from);

// The words for a fact: those of its finer properties where it has some. From the object's side, the inverse ones.
function verbs(fact, inverse = false) {
  const names = fact.f.length ? fact.f : [fact.p];
  return names.map((name) => {
    const predicate = predicateOf.get(name);
    return (inverse && !predicate.symmetric ? predicate.inverse : predicate.labels)[state.lang];
  });
}
const listed = (items) => items.join(state.lang === "zh" ? "、" : ", ");

function isShown(fact) {
  return (
    state.predicates.has(fact.p) &&
    fact.c * 100 >= state.certainty &&
    (state.hedged || !fact.h) &&
    (state.denied || !fact.n) &&
    (state.document < 0 || fact.d.includes(state.document)) &&
    state.types.has(actors[fact.s].type) &&
    state.types.has(actors[fact.o].type)
  );
}

// What is shown by the filters as they stand: facts, the edges that carry any, the actors that an edge ties.
function decideShown() {
  state.factShown = facts.map(isShown);
  state.edgeShown = vis_edges.map((edge) => edge.facts.some((place) => state.factShown[place]));
  state.actorShown = actors.map(
    (actor, number) =>
      state.types.has(actor.type) && (actor.center || edgesOf[number].some((id) => state.edgeShown[id])),
  );
}

// The look of an edge by those of its facts that are shown: a line is as sure as its surest fact.
function edgeLook(edge) {
  const shown = edge.facts.map((place) => facts[place]).filter((fact, n) => state.factShown[edge.facts[n]]);
  const kind = shown.some((fact) => !fact.n && !fact.h) ? "asserted" : shown.some((fact) => !fact.n) ? "hedged" : "denied";
  const directed = shown.filter((fact) => !predicateOf.get(fact.p).symmetric);
  return {
    shown,
    kind,
    to: directed.some((fact) => fact.o === edge.to),
    from: directed.some((fact) => fact.o === edge.from),
    width: page.widths[Math.min(shown.length, page.widths.length) - 1] || page.widths[0],
  };
}

decideShown();
