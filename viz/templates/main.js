// Filters, wording, and the start.
function checkbox(checked, change, ...content) {
  const box = make("input", { type: "checkbox", checked });
  box.addEventListener("change", () => change(box.checked));
  return make("li", {}, make("label", {}, box, ...content));
}
const toggle = (set, name) => (on) => {
  if (on) set.add(name);
  else set.delete(name);
  applyFilters();
};
const tally = (number) => make("small", {}, count(number));

function showFilters() {
  const of = (test, list) => list.reduce((sum, item) => sum + (test(item) ? 1 : 0), 0);
  byId("types").replaceChildren(
    ...types
      .map((type) => [type, of((actor) => actor.type === type.name, actors)])
      .filter(([, number]) => number)
      .map(([type, number]) =>
        checkbox(state.types.has(type.name), toggle(state.types, type.name), symbol(type.name, 16), labelOf(type), tally(number)),
      ),
  );
  byId("predicates").replaceChildren(
    ...predicates
      .filter((predicate) => !predicate.parent)
      .map((predicate) => [predicate, of((fact) => fact.p === predicate.name, facts)])
      .map(([predicate, number]) =>
        checkbox(
          state.predicates.has(predicate.name),
          toggle(state.predicates, predicate.name),
          labelOf(predicate),
          tally(number),
        ),
      ),
  );
  const statement = (key, test) => {
    const number = of(test, facts);
    const change = (on) => {
      state[key] = on;
      applyFilters();
    };
    return number ? [checkbox(state[key], change, lineSample(key), word(key), tally(number))] : [];
  };
  byId("statements").replaceChildren(
    ...statement("hedged", (fact) => fact.h && !fact.n),
    ...statement("denied", (fact) => fact.n),
  );
  byId("certainty").value = String(state.certainty);
  byId("certainty-value").textContent = `${state.certainty}%`;
  const option = (value, text) => make("option", { value: String(value), selected: state.document === value }, text);
  byId("document").replaceChildren(
    option(-1, word("all_documents")),
    ...documents.map((source, place) => option(place, source.title || source.source)),
  );
  byId("documents-group").hidden = documents.length < 2;
}
function showFigures() {
  const shown = state.actorShown.filter(Boolean).length;
  const stated = state.factShown.filter(Boolean).length;
  byId("figures").textContent = word("actors_facts", { actors: count(shown), facts: count(stated) });
  byId("notes").replaceChildren(
    ...page.notes.map(({ key, values }) => {
      const counts = Object.fromEntries(Object.entries(values).map(([name, number]) => [name, count(number)]));
      return make("li", {}, word(key, counts));
    }),
  );
}
function resetFilters() {
  types.forEach((type) => state.types.add(type.name));
  predicates.forEach((predicate) => predicate.parent || state.predicates.add(predicate.name));
  Object.assign(state, { hedged: true, denied: false, certainty: page.certainty, document: -1 });
  showFilters();
  applyFilters();
}
function showWords() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = page.titles[state.lang];
  document.querySelector("h1").textContent = page.titles[state.lang];
  document.querySelectorAll("[data-word]").forEach((element) => {
    element.textContent = word(element.dataset.word);
  });
  document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", word(element.dataset.label)));
  document.querySelectorAll("[data-placeholder]").forEach((element) => {
    element.placeholder = word(element.dataset.placeholder);
  });
  document.querySelectorAll("#tools [data-label]").forEach((element) => {
    element.title = word(element.dataset.label);
  });
  showFilters();
  showFigures();
  if (state.selected) showPanel(state.selected, false);
}

readTheme();
startNetwork();
showWords();
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
byId("fit").addEventListener("click", () => fit());
byId("reset").addEventListener("click", resetFilters);
byId("all-predicates").addEventListener("click", () => {
  predicates.forEach((predicate) => predicate.parent || state.predicates.add(predicate.name));
  showFilters();
  applyFilters();
});
byId("no-predicates").addEventListener("click", () => {
  state.predicates.clear();
  showFilters();
  applyFilters();
});
byId("certainty").addEventListener("input", (event) => {
  state.certainty = Number(event.target.value);
  byId("certainty-value").textContent = `${state.certainty}%`;
  applyFilters();
});
byId("document").addEventListener("change", (event) => {
  state.document = Number(event.target.value);
  applyFilters();
});
byId("language").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  showWords();
  drawSheet();
});
byId("filters-button").addEventListener("click", () => {
  const open = byId("filters").classList.toggle("open");
  byId("filters-button").setAttribute("aria-expanded", String(open));
  if (open) byId("filters").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (byId("filters").classList.contains("open")) byId("filters-button").click();
    else if (state.selected) {
      select(null);
      container.focus();
    }
  } else if (event.key === "/" && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    query.focus();
  }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readTheme();
  showFilters();
  network.setOptions({ edges: { color: edgeColours() } });
});
