// Finding an actor by any of its names, in either language.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}]+/gu, "");
const searchable = actors.map((actor) => [...new Set([...Object.values(actor.names), ...actor.also].map(fold))]);
const query = byId("query");
const results = byId("results");
const MOST_RESULTS = 12;
let found = [];
let active = -1;

function matches(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const ranked = [];
  searchable.forEach((names, number) => {
    const ranks = names.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3));
    const rank = Math.min(...ranks);
    if (rank < 3) ranked.push([rank, number]);
  });
  // Actors are numbered by how well they are connected, so the number decides between equal matches.
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST_RESULTS).map(([, number]) => number);
}
function showResults() {
  found = matches(query.value);
  active = found.length ? 0 : -1;
  const asked = fold(query.value) !== "";
  results.hidden = !asked;
  query.setAttribute("aria-expanded", String(asked));
  const items = found.map((number, place) => {
    const actor = actors[number];
    const other = Object.values(actor.names).find((name) => name !== nameOf(actor));
    const side = state.actorShown[number] ? other || className(actor) : word("filtered_out");
    const item = make("li", { id: `result-${place}`, role: "option" }, symbol(actor.type), nameOf(actor), make("small", {}, side));
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(number));
    return item;
  });
  if (asked && !items.length) items.push(make("li", { className: "none", role: "option", "aria-disabled": "true" }, word("no_match")));
  results.replaceChildren(...items);
  markActive();
}
function markActive() {
  [...results.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
  if (active < 0) query.removeAttribute("aria-activedescendant");
  else {
    query.setAttribute("aria-activedescendant", `result-${active}`);
    results.children[active].scrollIntoView({ block: "nearest" });
  }
}
function closeResults() {
  results.hidden = true;
  query.setAttribute("aria-expanded", "false");
  query.removeAttribute("aria-activedescendant");
}
function choose(number) {
  closeResults();
  query.value = nameOf(actors[number]);
  if (!state.actorShown[number]) resetFilters();
  select({ actor: number }, { focus: true, centered: true });
}
query.addEventListener("input", showResults);
query.addEventListener("focus", () => {
  query.select();
  if (query.value) showResults();
});
query.addEventListener("blur", closeResults);
query.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (results.hidden) showResults();
    else if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    markActive();
  } else if (event.key === "Enter" && active >= 0 && !results.hidden) {
    event.preventDefault();
    choose(found[active]);
  } else if (event.key === "Escape" && !results.hidden) {
    event.stopPropagation();
    closeResults();
  }
});
