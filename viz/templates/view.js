// The network itself: vis-network with positions given, and the ways to move about in it.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const container = byId("network");
const node_set = new vis.DataSet(vis_nodes.map(({ id, x, y, size }) => ({ id, x, y, size, hidden: !state.actorShown[id] })));
const drawn_edges = vis_edges.map(visEdge);
const edge_set = new vis.DataSet(drawn_edges);
let network = null;

function visEdge(edge) {
  const look = edgeLook(edge);
  const head = (enabled) => ({ enabled, scaleFactor: 0.45 });
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    hidden: look.shown.length === 0,
    width: look.width,
    dashes: dashes[look.kind].length ? dashes[look.kind] : false,
    arrows: { to: head(look.to), from: head(look.from) },
  };
}
const edgeColours = () => ({ color: theme.edge, highlight: theme.edge, hover: theme.edge, inherit: false });

function startNetwork() {
  const options = page.vis.options;
  options.edges.color = edgeColours();
  options.nodes.ctxRenderer = ({ ctx, id }) => ({
    drawNode: () => drawActor(ctx, id, actors[id].center ? theme.text : ""),
    nodeDimensions: { width: 2 * places[id].r, height: 2 * places[id].r },
  });
  network = new vis.Network(container, { nodes: node_set, edges: edge_set }, options);
  network.on("afterDrawing", drawSheet);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ actor: nodes[0] });
    else if (edges.length) select({ edge: edges[0] });
    else select(null);
  });
  network.on("dragging", ({ nodes }) => nodes.forEach(follow));
  network.on("dragEnd", ({ nodes }) => nodes.forEach(follow));
  fit(false);
}
// What the pointer is on. vis-network's own way to tell draws everything anew each time that changes.
let pointed = 0;
function point(event) {
  cancelAnimationFrame(pointed);
  if (event.pointerType !== "mouse" || event.buttons) return;
  const at = { x: event.offsetX, y: event.offsetY };
  pointed = requestAnimationFrame(() => {
    const actor = network.getNodeAt(at);
    const edge = actor === undefined ? network.getEdgeAt(at) : undefined;
    hover(actor !== undefined ? { actor } : edge !== undefined ? { edge } : null);
  });
}
function hover(found) {
  if (JSON.stringify(found) === JSON.stringify(state.hovered)) return;
  state.hovered = found;
  container.style.cursor = found ? "pointer" : "default";
  drawSheet();
}
container.addEventListener("pointermove", point);
container.addEventListener("pointerleave", () => {
  cancelAnimationFrame(pointed);
  hover(null);
});

function follow(number) {
  Object.assign(places[number], network.getPosition(number));
}

// Large networks jump: their lines cannot be drawn fast enough to glide.
const jumps = page.vis.options.interaction.hideEdgesOnDrag;
const animation = () => (still.matches || jumps ? false : { duration: 250, easingFunction: "easeInOutQuad" });
function fit(animated = true) {
  const shown = [...actors.keys()].filter((number) => state.actorShown[number]);
  if (shown.length) network.fit({ nodes: shown, maxZoomLevel: 2, animation: animated && animation() });
}
function zoom(factor) {
  network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: animation() });
}
function pan(dx, dy) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale } });
}
// The part of the stage that the panel leaves free, as an offset from its middle.
function freeOffset() {
  const panel = byId("panel");
  if (panel.hidden) return { x: 0, y: 0 };
  const stage = container.getBoundingClientRect();
  const box = panel.getBoundingClientRect();
  return box.width < stage.width - 1 ? { x: -box.width / 2, y: 0 } : { x: 0, y: -box.height / 2 };
}
// Moves an actor out from under the panel or the edge, if it lies there.
function bringIntoView(number) {
  const { x, y } = network.canvasToDOM(places[number]);
  const { width, height } = container.getBoundingClientRect();
  const offset = freeOffset();
  if (x > 40 && y > 40 && x < width + 2 * offset.x - 40 && y < height + 2 * offset.y - 40) return;
  network.moveTo({ position: places[number], offset, animation: animation() });
}
// Puts an actor in the middle, at a scale that shows its neighbours as far as they are near enough to be told apart.
function center(number) {
  const { width, height } = container.getBoundingClientRect();
  const offset = freeOffset();
  const around = edgesOf[number].filter((id) => state.edgeShown[id]).map((id) => places[otherEnd(vis_edges[id], number)]);
  const reach = (axis) => Math.max(60, ...around.map((place) => Math.abs(place[axis] - places[number][axis]))) + 60;
  const scale = Math.min((width / 2 + offset.x) / reach("x"), (height / 2 + offset.y) / reach("y"));
  network.moveTo({
    position: places[number],
    scale: Math.min(1.4, Math.max(0.25, scale)),
    offset,
    animation: animation(),
  });
}

// Selects an actor or an edge, or nothing, and shows its facts.
function select(chosen, { focus = false, centered = false } = {}) {
  state.selected = chosen;
  network.unselectAll();
  showPanel(chosen, focus);
  byId("hint").hidden = true;
  if (chosen && "actor" in chosen) (centered ? center : bringIntoView)(chosen.actor);
  drawSheet();
}

function applyFilters() {
  const { edgeShown, actorShown } = state;
  decideShown();
  // Telling vis-network of an edge costs more than finding out whether it looks as before.
  const edges = [];
  vis_edges.forEach((edge, id) => {
    if (!edgeShown[id] && !state.edgeShown[id]) return;
    const now = visEdge(edge);
    if (JSON.stringify(now) === JSON.stringify(drawn_edges[id])) return;
    drawn_edges[id] = now;
    edges.push(now);
  });
  const nodes = [...actors.keys()]
    .filter((id) => actorShown[id] !== state.actorShown[id])
    .map((id) => ({ id, hidden: !state.actorShown[id] }));
  edge_set.update(edges);
  node_set.update(nodes);
  state.hovered = null;
  const { selected } = state;
  const gone = selected && ("actor" in selected ? !state.actorShown[selected.actor] : !state.edgeShown[selected.edge]);
  if (gone) select(null);
  else if (selected) showPanel(selected, false);
  showFigures();
}

const KEYS = {
  ArrowLeft: () => pan(-80, 0),
  ArrowRight: () => pan(80, 0),
  ArrowUp: () => pan(0, -80),
  ArrowDown: () => pan(0, 80),
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: () => fit(),
};
container.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
