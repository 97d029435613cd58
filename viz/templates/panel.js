// The panel: the facts of a chosen actor or edge, each with the words that state it. Text only, never markup.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}
// Rounded down: what is not quite certain is not called so.
const percent = (fact) => Math.floor(fact.c * 100);

function actorButton(number) {
  const actor = actors[number];
  const button = make("button", { type: "button", className: "actor" }, symbol(actor.type, 12), nameOf(actor));
  button.addEventListener("click", () => select({ actor: number }, { focus: true }));
  return button;
}
function quoteBlock(quote) {
  const source = documents[quote.d];
  const section = sections[quote.s];
  const cited = [source.title, source.date].filter(Boolean);
  // Of a long path of headings the last two say where; the whole is there for who points at it.
  const path = section.split(" › ");
  const near = path.length > 2 ? `… › ${path.slice(-2).join(" › ")}` : section;
  return make(
    "blockquote",
    {},
    make("span", { className: "around" }, quote.b),
    make("mark", {}, quote.t),
    make("span", { className: "around" }, quote.a),
    make("footer", { title: section }, cited.join(state.lang === "zh" ? "，" : ", "), near ? make("br") : "", near),
  );
}
function qualifierTags(fact) {
  return fact.q.map(([name, value]) =>
    make("span", { className: "tag" }, `${words[state.lang][name] || name}${state.lang === "zh" ? "：" : ": "}${value}`),
  );
}
function quoteList(fact, open) {
  const total = fact.e;
  const shown = fact.w.map(quoteBlock);
  if (total > shown.length) shown.push(make("p", { className: "empty" }, word("more_quotes", { count: total - shown.length })));
  const summary = make("summary", {}, `${word("quotes")} ${count(total)} · ${word("certain", { percent: percent(fact) })}`);
  return make("details", { open }, summary, ...shown);
}
function marks(fact) {
  const found = [];
  if (fact.h) found.push(make("span", { className: "tag warn" }, word("hedged")));
  if (fact.n) found.push(make("span", { className: "tag warn" }, word("denied")));
  return found;
}
function factItem(fact, ends, open) {
  return make("li", {}, make("div", { className: "fact" }, ...ends, ...marks(fact), ...qualifierTags(fact)), quoteList(fact, open));
}

function panelHead(title, type) {
  const close = make("button", { type: "button", className: "close", title: word("close") }, "×");
  close.setAttribute("aria-label", word("close"));
  close.addEventListener("click", () => {
    select(null);
    container.focus();
  });
  return make("div", { className: "panel-head" }, type ? symbol(type, 20) : "", make("h2", { id: "panel-title" }, title), close);
}
function openAll(panel) {
  const all = [...panel.querySelectorAll("details")];
  if (all.length < 2) return null;
  const button = make("button", { type: "button", className: "open-all" });
  const name = () => {
    button.textContent = word(all.every((one) => one.open) ? "close_quotes" : "open_quotes");
  };
  button.addEventListener("click", () => {
    const open = !all.every((one) => one.open);
    all.forEach((one) => {
      one.open = open;
    });
    name();
  });
  name();
  return button;
}

function actorPanel(number) {
  const actor = actors[number];
  const shown = factsOf[number].filter((place) => state.factShown[place]).map((place) => facts[place]);
  const neighbours = new Set(shown.map((fact) => (fact.s === number ? fact.o : fact.s)));
  const other = [...new Set([...Object.values(actor.names), ...actor.also])].filter((name) => name !== nameOf(actor));
  const measures = [
    className(actor),
    `${word("neighbours")} ${count(neighbours.size)}`,
    `${word("facts")} ${count(shown.length)}`,
    `${word("mentions")} ${count(actor.mentions)}`,
    `${word("documents")} ${count(actor.documents)}`,
  ];
  const parts = [panelHead(nameOf(actor), actor.type)];
  if (other.length) parts.push(make("p", { className: "also" }, listed(other)));
  parts.push(make("ul", { className: "measures" }, ...measures.map((text) => make("li", {}, text))));
  const groups = new Map();
  shown.forEach((fact) => {
    const inverse = fact.o === number;
    const predicate = predicateOf.get(fact.p);
    const title = verbs({ f: [], p: fact.p }, inverse && !predicate.symmetric)[0];
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push([fact, inverse]);
  });
  for (const [title, group] of groups) {
    parts.push(make("h3", {}, title, make("small", {}, count(group.length))));
    const items = group.map(([fact, inverse]) => {
      const finer = fact.f.length ? make("span", { className: "verb" }, listed(verbs(fact, inverse))) : "";
      return factItem(fact, [actorButton(inverse ? fact.s : fact.o), finer], shown.length <= 6);
    });
    parts.push(make("ul", { className: "facts" }, ...items));
  }
  if (!shown.length) parts.push(make("p", { className: "empty" }, word("no_facts")));
  return parts;
}
function edgePanel(id) {
  const edge = vis_edges[id];
  const shown = edge.facts.filter((place) => state.factShown[place]).map((place) => facts[place]);
  const title = `${nameOf(actors[edge.from])} — ${nameOf(actors[edge.to])}`;
  const items = shown.map((fact) =>
    factItem(fact, [actorButton(fact.s), make("span", { className: "verb" }, listed(verbs(fact))), actorButton(fact.o)], true),
  );
  return [panelHead(title, ""), make("ul", { className: "facts" }, ...items)];
}
function showPanel(chosen, focus) {
  const panel = byId("panel");
  panel.hidden = chosen === null;
  if (chosen === null) {
    panel.replaceChildren();
    return;
  }
  panel.replaceChildren(...("actor" in chosen ? actorPanel(chosen.actor) : edgePanel(chosen.edge)));
  const button = openAll(panel);
  if (button) panel.querySelector("h3, .facts").before(button);
  panel.scrollTop = 0;
  if (focus) panel.focus();
  byId("status").textContent = byId("panel-title").textContent;
}
