// Shapes, and the sheet above vis-network's canvas: labels, and the emphasis of what is selected or pointed at. The sheet
// is a canvas of its own, so that pointing and selecting need not draw thousands of lines anew.
const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", ' +
  '"Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
const theme = {};
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const role of ["background", "surface", "text", "muted", "line", "edge", "accent"]) {
    theme[role] = style.getPropertyValue(`--${role}`).trim();
  }
}

// Corners of the shapes in units of the radius, sized so that all cover about the same area.
const polygon = (corners, radius, turn) =>
  Array.from({ length: corners }, (_, n) => {
    const angle = turn + (2 * Math.PI * n) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const CORNERS = {
  square: polygon(4, 1.25, Math.PI / 4),
  diamond: polygon(4, 1.25, 0),
  triangle: polygon(3, 1.4, -Math.PI / 2).map(([x, y]) => [x, y + 0.2]),
  "triangle-down": polygon(3, 1.4, Math.PI / 2).map(([x, y]) => [x, y - 0.2]),
  hexagon: polygon(6, 1.1, 0),
};
function tracePath(ctx, shape, x, y, r) {
  ctx.beginPath();
  const corners = CORNERS[shape];
  if (corners) {
    corners.forEach(([dx, dy]) => ctx.lineTo(x + dx * r, y + dy * r));
  } else {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
  ctx.closePath();
}
function drawActor(ctx, number, ring) {
  const { x, y, r } = places[number];
  const type = typeOf.get(actors[number].type);
  if (ring) {
    tracePath(ctx, type.shape, x, y, r + 5);
    ctx.fillStyle = ring;
    ctx.fill();
    tracePath(ctx, type.shape, x, y, r + 2.5);
    ctx.fillStyle = theme.background;
    ctx.fill();
  }
  tracePath(ctx, type.shape, x, y, r);
  ctx.fillStyle = type.colour;
  ctx.fill();
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.background;
  ctx.stroke();
}
// A type's symbol for lists, as an image of its own.
function symbol(typeName, size = 14) {
  const canvas = document.createElement("canvas");
  const ratio = 2;
  canvas.width = canvas.height = size * ratio;
  canvas.style.width = canvas.style.height = `${size}px`;
  canvas.setAttribute("aria-hidden", "true");
  const type = typeOf.get(typeName);
  const ctx = canvas.getContext("2d");
  tracePath(ctx, type.shape, (size * ratio) / 2, (size * ratio) / 2, size * ratio * 0.36);
  ctx.fillStyle = type.colour;
  ctx.fill();
  return canvas;
}
function lineSample(kind) {
  const canvas = document.createElement("canvas");
  canvas.width = 56;
  canvas.height = 4;
  canvas.style.width = "28px";
  canvas.style.height = "2px";
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d");
  ctx.setLineDash(dashes[kind].map((length) => length * 2));
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 4;
  ctx.moveTo(0, 2);
  ctx.lineTo(56, 2);
  ctx.stroke();
  return canvas;
}

function arrowHead(ctx, tip, angle, size) {
  ctx.beginPath();
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
  ctx.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
  ctx.closePath();
  ctx.fill();
}
// However far away, a line that is brought to the fore is a pixel wide and its heads are as large as letters.
function drawEdge(ctx, edge, colour, scale) {
  const look = edgeLook(edge);
  const a = places[edge.from];
  const b = places[edge.to];
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  const at = (place, reach) => ({ x: place.x + reach * Math.cos(angle), y: place.y + reach * Math.sin(angle) });
  const head = Math.max(7 + look.width, 6 / scale);
  const start = at(a, a.r + (look.from ? head : 0));
  const end = at(b, -b.r - (look.to ? head : 0));
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = Math.max(look.width + 0.6, 1.2 / scale);
  ctx.setLineDash(dashes[look.kind].map((length) => Math.max(length, length / scale / 2)));
  ctx.beginPath();
  ctx.moveTo(start.x, start.y);
  ctx.lineTo(end.x, end.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (look.to) arrowHead(ctx, at(b, -b.r - 1), angle, head);
  if (look.from) arrowHead(ctx, at(a, a.r + 1), angle + Math.PI, head);
}

// The actors and edges that the selection, or else the pointer, brings to the fore.
function emphasis() {
  const chosen = state.selected || null;
  if (chosen === null) return null;
  if ("edge" in chosen) {
    const edge = vis_edges[chosen.edge];
    return { actors: [edge.from, edge.to], edges: [chosen.edge], main: [] };
  }
  const edges = edgesOf[chosen.actor].filter((id) => state.edgeShown[id]);
  return {
    actors: [...edges.map((id) => otherEnd(vis_edges[id], chosen.actor)), chosen.actor],
    edges,
    main: [chosen.actor],
  };
}

// Labels: the best connected first, each where it touches none before it, at one size whatever the zoom.
const widths = new Map();
function textWidth(ctx, text) {
  const key = ctx.font + text;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}
const MOST_LABELS = 140;
// Far away one label for so many square pixels, of the best connected.
const ROOM = 14000;
const shorten = (text) => {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += character > "\u2e7f" ? 2 : 1;
    if (width > 28) return `${text.slice(0, end)}…`;
    end += character.length;
  }
  return text;
};
const CELL = 64;
// Radius in the window, in pixels, of actors that are named even if that covers others.
const LARGE = 11;
class Sheet {
  constructor(canvas) {
    this.ctx = canvas.getContext("2d");
    this.ratio = devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    const [wide, high] = [Math.round(this.width * this.ratio), Math.round(this.height * this.ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    this.scale = network.getScale();
    this.middle = network.getViewPosition();
    this.cells = { labels: new Map(), actors: new Map() };
    this.onWindow();
    this.ctx.clearRect(0, 0, this.width, this.height);
  }
  // From here on in pixels of the window …
  onWindow() {
    this.ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }
  // … or in the network's own coordinates.
  onNetwork() {
    const scale = this.ratio * this.scale;
    const { x, y } = this.onScreen({ x: 0, y: 0 });
    this.ctx.setTransform(scale, 0, 0, scale, x * this.ratio, y * this.ratio);
  }
  onScreen({ x, y }) {
    return {
      x: (x - this.middle.x) * this.scale + this.width / 2,
      y: (y - this.middle.y) * this.scale + this.height / 2,
    };
  }
  // Boxes that are taken are kept by the cells of a grid, so that a box is compared with those near it only.
  cellsOf(box) {
    const keys = [];
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
        keys.push(column * 4096 + row);
      }
    }
    return keys;
  }
  take(kind, box) {
    const cells = this.cells[kind];
    this.cellsOf(box).forEach((key) => {
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(box);
    });
  }
  isFree(kind, box) {
    const cells = this.cells[kind];
    const meets = (other) =>
      box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top;
    return !this.cellsOf(box).some((key) => (cells.get(key) || []).some(meets));
  }
  isOutside(box) {
    return box.right < 0 || box.left > this.width || box.bottom < 0 || box.top > this.height;
  }
  isCut(box) {
    return box.left < 0 || box.right > this.width || box.top < 0 || box.bottom > this.height;
  }
  // Keeps labels off the actors that are large enough to be seen.
  keepClear(numbers) {
    for (const number of numbers) {
      const place = places[number];
      const r = place.r * this.scale * 0.8;
      if (!state.actorShown[number] || r < 3) continue;
      const { x, y } = this.onScreen(place);
      const box = { left: x - r, right: x + r, top: y - r, bottom: y + r };
      if (!this.isOutside(box)) this.take("actors", box);
    }
  }
  // Writes a text around a middle, if there is room or it must be there; whether it did. One that goes over may cover
  // actors, but no other text.
  write(text, x, y, { bold = false, pill = false, must = false, over = false, air = 3 } = {}) {
    const { ctx } = this;
    ctx.font = `${bold ? 600 : 400} ${bold ? 13 : 12}px ${FONT}`;
    const half = textWidth(ctx, text) / 2;
    const box = { left: x - half - air, right: x + half + air, top: y - 8 - air / 2, bottom: y + 8 + air / 2 };
    if (this.isOutside(box)) return false;
    if (!must && (this.isCut(box) || !this.isFree("labels", box))) return false;
    if (!must && !over && !this.isFree("actors", box)) return false;
    this.take("labels", box);
    if (pill) {
      ctx.fillStyle = theme.surface;
      ctx.strokeStyle = theme.line;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.roundRect(x - half - 5, y - 9, 2 * half + 10, 18, 5);
      ctx.fill();
      ctx.stroke();
    } else {
      ctx.lineWidth = 3.5;
      ctx.lineJoin = "round";
      ctx.strokeStyle = theme.background;
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = theme.text;
    ctx.fillText(text, x, y);
    return true;
  }
  // Writes an actor's name below it, or where that is taken above it or beside it.
  writeActor(number, options = {}) {
    const place = places[number];
    const { x, y } = this.onScreen(place);
    const name = options.must ? nameOf(actors[number]) : shorten(nameOf(actors[number]));
    const away = (place.r + 1) * this.scale;
    if (this.write(name, x, y + away + 11, options)) return true;
    if (options.must) return false;
    if (this.write(name, x, y - away - 10, options)) return true;
    this.ctx.font = `400 12px ${FONT}`;
    const beside = away + 8 + textWidth(this.ctx, name) / 2;
    if (this.write(name, x + beside, y, options) || this.write(name, x - beside, y, options)) return true;
    // A large one among many small ones: better its name than theirs.
    return away > LARGE && this.write(name, x, y + away + 11, { ...options, over: true });
  }
  writeEdge(id, options = {}) {
    const edge = vis_edges[id];
    const { shown } = edgeLook(edge);
    const names = [...new Set(shown.flatMap((fact) => verbs(fact)))];
    const text = listed(names.slice(0, 3)) + (shown.length > 1 ? ` (${count(shown.length)})` : "");
    const [a, b] = [this.onScreen(places[edge.from]), this.onScreen(places[edge.to])];
    return this.write(text, (a.x + b.x) / 2, (a.y + b.y) / 2, { pill: true, ...options });
  }
}
function drawLabels(sheet, chosen) {
  const { hovered } = state;
  if (chosen) {
    chosen.main.forEach((number) => sheet.writeActor(number, { bold: true, must: true }));
    if (chosen.edges.length === 1) sheet.writeEdge(chosen.edges[0], { must: true });
  }
  sheet.keepClear(chosen ? chosen.actors : actors.keys());
  if (hovered && "actor" in hovered) sheet.writeActor(hovered.actor, { bold: true, must: true });
  if (hovered && "edge" in hovered) sheet.writeEdge(hovered.edge, { must: true });
  const wanted = chosen ? [...chosen.actors].sort((a, b) => a - b) : actors.keys();
  const few = (sheet.width * sheet.height) / ROOM;
  let written = 0;
  for (const number of wanted) {
    if (written >= MOST_LABELS) break;
    if (!state.actorShown[number] || (chosen && chosen.main.includes(number))) continue;
    const { r } = places[number];
    // Far away only those that are large enough to be seen carry a name; near by all that there is room for.
    if (!chosen && r * sheet.scale < 4 && written >= few) break;
    const { center } = actors[number];
    if (sheet.writeActor(number, { bold: center || r > 18, must: center, air: chosen ? 2 : 5 })) written += 1;
  }
  if (chosen && chosen.edges.length > 1) chosen.edges.forEach((id) => sheet.writeEdge(id));
}
// A veil over what is not chosen, the chosen once more on top of it, what is pointed at, and the labels.
function drawSheet() {
  const sheet = new Sheet(byId("sheet"));
  const { ctx } = sheet;
  const chosen = emphasis();
  if (chosen) {
    ctx.globalAlpha = 0.85;
    ctx.fillStyle = theme.background;
    ctx.fillRect(0, 0, sheet.width, sheet.height);
    ctx.globalAlpha = 1;
  }
  sheet.onNetwork();
  if (chosen) {
    chosen.edges.forEach((id) => drawEdge(ctx, vis_edges[id], theme.accent, sheet.scale));
    chosen.actors.forEach((number) => drawActor(ctx, number, chosen.main.includes(number) ? theme.accent : ""));
  }
  const { hovered } = state;
  if (hovered && "edge" in hovered) drawEdge(ctx, vis_edges[hovered.edge], theme.accent, sheet.scale);
  if (hovered && "actor" in hovered) drawActor(ctx, hovered.actor, theme.muted);
  sheet.onWindow();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  drawLabels(sheet, chosen);
}
