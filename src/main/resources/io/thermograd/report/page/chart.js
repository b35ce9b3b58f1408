// Charts by uPlot. A chart is a figure with a title, a one-line explanation, a legend of buttons
// that show and hide, and its numbers as a table for who can't or won't look.
const WHOLE = "*";
const charts = new Set();
let pending = [];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const seriesColour = (i) => css(`--series-${(i % 8) + 1}`);
const translucent = (colour, alpha) => {
  const n = parseInt(colour.slice(1), 16);
  return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${alpha})`;
};

const tick = (x) => {
  if (x === 0) return "0";
  const size = Math.abs(x);
  const n = Math.floor(Math.log10(size) + 1e-9);
  const sign = x < 0 ? "−" : "";
  if (size >= 1e-3 && size < 1e6) return sign + Number(size.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 6 });
  const mantissa = Number((size / 10 ** n).toPrecision(3));
  return sign + (mantissa === 1 ? power(n) : `${mantissa}×${power(n)}`);
};

// Room for the longest label, so that none is cut.
const sizeOf = (u, labels) => 18 + 6.6 * Math.max(2, ...(labels || []).map((label) => String(label || "").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g, "").length + 0.6 * (String(label || "").match(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g) || []).length));

const axisOf = (axis, vertical) => ({
  label: axis.unit ? `${axis.label} (${axis.unit})` : axis.label,
  labelSize: 22,
  labelGap: vertical ? 4 : 0,
  size: vertical ? sizeOf : 34,
  font: `12px ${css("--font")}`,
  labelFont: `12px ${css("--font")}`,
  stroke: css("--muted"),
  grid: { stroke: css("--grid"), width: 1 },
  ticks: { stroke: css("--grid"), width: 1, size: 5 },
  values: (u, splits) => splits.map((x) => (x === null ? "" : tick(x))),
  ...(axis.asinh ? { splits: (u, i, low, high) => bothSides(low, high, axis.asinh), filter: (u, splits) => splits } : {}),
  ...(axis.log ? { splits: (u, i, low, high) => decades(low, high, vertical ? 8 : Math.max(3, u.width / 90)), filter: (u, splits) => splits } : {}),
});

// 0 and decades on both sides, from the first above the part that is linear.
const bothSides = (low, high, linear) => {
  const from = Math.ceil(Math.log10(linear));
  const to = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high), linear * 10)));
  const every = Math.max(1, Math.ceil((to - from + 1) / 4));
  const sizes = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((n) => (n - from) % every === 0).map((n) => 10 ** n);
  return [...sizes.map((x) => -x).reverse(), 0, ...sizes].filter((x) => x >= low && x <= high);
};

// Whole decades, every so many; 1, 2 and 5 times them where there are few.
const decades = (low, high, most) => {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const within = (x) => x >= low && x <= high;
  if (to - from >= 2) {
    const every = Math.ceil((to - from + 1) / most);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((n) => (n - from) % every === 0).map((n) => 10 ** n);
  }
  for (const steps of [[1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    const some = [];
    for (let n = from - 1; n <= to + 1; n++) some.push(...steps.map((m) => Number((m * 10 ** n).toPrecision(3))));
    const shown = some.filter(within);
    if (shown.length > 2) return shown;
  }
  return [low, high].map((x) => Number(x.toPrecision(3))).filter(within);
};

const scaleOf = (axis, vertical) => {
  if (axis.log) return { distr: 3, time: false, range: logRange };
  if (axis.asinh) return { distr: 4, asinh: axis.asinh, time: false };
  return { time: false, range: vertical ? (u, low, high) => padded(low, high, 0.06) : (u, low, high) => padded(low, high, 0.02) };
};

const padded = (low, high, share) => {
  if (!isNumber(low) || !isNumber(high)) return [0, 1];
  const pad = (high - low) * share || Math.abs(low) * 0.1 || 1;
  return [low - pad, high + pad];
};

// Some room on both sides; a single value gets a factor of two.
const logRange = (u, low, high) => {
  if (!(low > 0) || !(high > 0)) return [0.1, 10];
  const pad = high / low < 1.2 ? 2 : Math.max(1.08, (high / low) ** 0.03);
  return [low / pad, high * pad];
};

// Regions behind and lines before the series: {axis, from, to, colour, label, dash}.
const marksOf = (marks) => ({
  drawClear: (u) => {
    for (const mark of marks.filter((m) => m.to !== undefined)) {
      const left = Math.max(u.bbox.left, u.valToPos(mark.from, "x", true));
      const right = Math.min(u.bbox.left + u.bbox.width, mark.to === null ? Infinity : u.valToPos(mark.to, "x", true));
      if (!(right > left)) continue;
      u.ctx.save();
      u.ctx.fillStyle = translucent(mark.colour, 0.11);
      u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      u.ctx.restore();
      const narrow = right - left < 100 * devicePixelRatio;
      caption(u, mark, left + (narrow ? -6 : 6) * devicePixelRatio, u.bbox.top + (14 + 15 * (mark.row || 0)) * devicePixelRatio, narrow ? "right" : "left");
    }
  },
  draw: (u) => {
    for (const mark of marks.filter((m) => m.to === undefined)) {
      const at = u.valToPos(mark.from, mark.axis, true);
      const { left, top, width, height } = u.bbox;
      const inside = mark.axis === "x" ? at >= left && at <= left + width : at >= top && at <= top + height;
      if (!inside) continue;
      u.ctx.save();
      u.ctx.strokeStyle = mark.colour;
      u.ctx.lineWidth = 1.25 * devicePixelRatio;
      u.ctx.setLineDash((mark.dash || [4, 4]).map((d) => d * devicePixelRatio));
      u.ctx.beginPath();
      if (mark.axis === "x") {
        u.ctx.moveTo(at, top);
        u.ctx.lineTo(at, top + height);
      } else {
        u.ctx.moveTo(left, at);
        u.ctx.lineTo(left + width, at);
      }
      u.ctx.stroke();
      u.ctx.restore();
      if (mark.axis === "x") {
        const late = at > left + 0.5 * width;
        caption(u, mark, at + (late ? -5 : 5) * devicePixelRatio, top + (14 + 15 * (mark.row || 0)) * devicePixelRatio, late ? "right" : "left");
      } else caption(u, mark, left + width - 6 * devicePixelRatio, at - 5 * devicePixelRatio, "right");
    }
  },
});

const caption = (u, mark, x, y, align) => {
  if (!mark.label) return;
  u.ctx.save();
  u.ctx.font = `${11 * devicePixelRatio}px ${css("--font")}`;
  u.ctx.textAlign = align;
  u.ctx.lineWidth = 3 * devicePixelRatio;
  u.ctx.strokeStyle = css("--surface");
  u.ctx.strokeText(mark.label, x, y);
  u.ctx.fillStyle = mark.colour;
  u.ctx.fillText(mark.label, x, y);
  u.ctx.restore();
};

// Each series brings its own x; uPlot wants one. What a log scale can't show is left out.
const aligned = (chart, series) => {
  const shown = (axis, x) => isNumber(x) && (!axis.log || x > 0);
  const tables = series.map((s) => {
    const points = [];
    for (let i = 0; i < s.x.length; i++) {
      if (shown(chart.x, s.x[i])) points.push([s.x[i], ...[s.y, s.low, s.high].filter(Boolean).map((column) => (shown(chart.y, column[i]) ? column[i] : null))]);
    }
    points.sort((a, b) => a[0] - b[0]);
    return points.length ? points[0].map((_, c) => points.map((p) => p[c])) : null;
  });
  return tables;
};

const figure = (chart) => {
  const series = chart.series.filter((s) => s.x && s.y && s.x.length && s.y.some((y) => isNumber(y) && (!chart.y.log || y > 0)));
  const title = el("h3", {}, chart.title);
  const about = el("p", { class: "about" }, chart.about);
  if (!series.length) {
    return el("figure", { class: "chart" }, el("figcaption", {}, title, about), el("p", { class: "absent" }, chart.absent || "Nothing of this was logged or could be computed."));
  }
  const box = el("div", { class: "plot", role: "img", "aria-label": safe(`${chart.title}. ${chart.alt || describe(chart, series)}`) });
  const legend = el("div", { class: "legend", role: "group", "aria-label": "Series; press to hide or show" });
  const element = el("figure", { class: "chart" }, el("figcaption", {}, title, about), box, legend, numbersOf(chart, series));
  pending.push(() => draw(chart, series, box, legend));
  return element;
};

const describe = (chart, series) =>
  `${chart.y.label} against ${chart.x.label}. ` +
  series
    .filter((s) => !s.quiet)
    .slice(0, 8)
    .map((s) => {
      const last = s.y.findLastIndex(isNumber);
      const first = s.y.findIndex(isNumber);
      return `${s.label}: ${num(s.y[first])} at ${tick(s.x[first])}, ${num(s.y[last])} at ${tick(s.x[last])}`;
    })
    .join("; ");

const draw = (chart, series, box, legend) => {
  const tables = aligned(chart, series);
  const options = [];
  const bands = [];
  const data = [];
  const owners = [];
  series.forEach((s, i) => {
    if (!tables[i]) return;
    data.push(tables[i]);
    const at = options.length + 1;
    options.push({
      label: safe(s.label),
      stroke: s.line === false ? "transparent" : s.colour,
      width: s.width || 1.75,
      dash: s.dash,
      spanGaps: true,
      show: !s.hidden,
      paths: s.steps ? uPlot.paths.stepped({ align: 1 }) : undefined,
      fill: s.steps ? translucent(s.colour, 0.2) : undefined,
      points: { show: s.points === true || tables[i][0].length < 3, size: s.points ? 6 : 5, stroke: s.colour, fill: s.hollow ? css("--surface") : s.colour, width: 1.5 },
    });
    owners.push({ series: s, at, count: tables[i].length - 1 });
    if (s.low) {
      const edge = { stroke: "transparent", width: 0, spanGaps: true, points: { show: false }, show: !s.hidden, auto: !chart.y.log || chart.wideBand === true };
      options.push({ ...edge }, { ...edge });
      bands.push({ series: [at + 2, at + 1], fill: translucent(s.colour, s.line === false ? 0.1 : 0.16) });
    }
  });
  const joined = uPlot.join(data);
  const plot = new uPlot(
    {
      width: Math.max(200, box.clientWidth),
      height: chart.height || (box.clientWidth < 480 ? 260 : 320),
      padding: [10, 26, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false } },
      focus: { alpha: 1 },
      scales: { x: scaleOf(chart.x, false), y: scaleOf(chart.y, true) },
      axes: [{ ...axisOf(chart.x, false), space: 64 }, axisOf(chart.y, true)],
      series: [{}, ...options],
      bands,
      hooks: { ...hooksOf(chart), setCursor: [(u) => readOut(u, legend, owners, chart)] },
    },
    joined,
    box,
  );
  
  const watch = new ResizeObserver(() => {
    const width = Math.max(200, box.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height: chart.height || (width < 480 ? 260 : 320) });
  });
  watch.observe(box);
  charts.add({ plot, watch });
  fillLegend(plot, legend, owners);
};

const hooksOf = (chart) => {
  const marks = marksOf(chart.marks || []);
  return { drawClear: [marks.drawClear], draw: [marks.draw] };
};

// Series of one group, such as a layer's mean and spread, share a button.
const fillLegend = (plot, legend, owners) => {
  const groups = new Map();
  for (const owner of owners) {
    const name = owner.series.group || owner.series.label;
    groups.set(name, [...(groups.get(name) || []), owner]);
  }
  for (const [name, members] of groups) {
    const first = members[0].series;
    const swatch = svg("svg", { width: 26, height: 10, "aria-hidden": "true" });
    if (first.line !== false) swatch.append(svg("line", { x1: 1, y1: 5, x2: 25, y2: 5, "stroke-width": first.width || 2, "stroke-dasharray": (first.dash || []).join(" ") }));
    if (first.points) swatch.append(svg("circle", { cx: 13, cy: 5, r: 3 }));
    swatch.style.stroke = swatch.style.fill = first.colour;
    const live = el("span", { class: "live" });
    const button = el("button", { type: "button", "aria-pressed": String(!first.hidden) }, swatch, el("span", {}, safe(name)), live);
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(show));
      for (const { at, count } of members) for (let i = 0; i < count; i++) plot.setSeries(at + i, { show });
    });
    members.forEach((member) => (member.live = live));
    legend.append(button);
  }
};

const readOut = (u, legend, owners, chart) => {
  const at = u.cursor.idx;
  const groups = new Map();
  for (const { series, at: s, live } of owners) {
    if (!live) continue;
    const near = at === null || at === undefined ? undefined : nearest(u.data[s], at);
    const text = near === undefined ? "" : `${num(u.data[s][near])}`;
    groups.set(live, [groups.get(live), text].filter(Boolean).join(" / "));
  }
  for (const [live, text] of groups) live.textContent = text;
};

const nearest = (column, at) => {
  for (let d = 0; d < column.length; d++) {
    if (isNumber(column[at - d])) return at - d;
    if (isNumber(column[at + d])) return at + d;
  }
  return undefined;
};

// The same numbers as a table, made when it is opened.
const numbersOf = (chart, series) => {
  const body = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": safe(`Numbers of ${chart.title}`) });
  const details = el("details", { class: "numbers" }, el("summary", {}, "Numbers"), body);
  details.addEventListener("toggle", () => {
    if (!details.open || body.firstChild) return;
    const rows = series.flatMap((s) =>
      s.x.map((x, i) => [s.label, x, s.y[i], s.low && s.low[i], s.high && s.high[i]]).filter((row) => isNumber(row[2])),
    );
    body.append(
      el("table", {},
        el("thead", {}, el("tr", {}, ["series", chart.x.label, chart.y.label, "low", "high"].map((h) => el("th", { scope: "col" }, h)))),
        el("tbody", {}, rows.slice(0, 2000).map((row) => el("tr", {}, row.map((cell, i) => el("td", {}, i === 0 ? safe(cell) : isNumber(cell) ? num(cell, 5) : "–")))))),
    );
    if (rows.length > 2000) body.append(el("p", { class: "about" }, `The first 2,000 of ${rows.length.toLocaleString("en")} rows; all are in the tables.`));
  });
  return details;
};

const drawPending = () => {
  const now = pending;
  pending = [];
  now.forEach((work) => work());
};

const clearCharts = () => {
  for (const { plot, watch } of charts) {
    watch.disconnect();
    plot.destroy();
  }
  charts.clear();
  pending = [];
};

// A small curve without axes, for tables and cards. Its line at 1 is the SNR's.
const sketch = (x, y, { log = false, level = null, label, wide = false }) => {
  const points = [];
  for (let i = 0; x && y && i < x.length; i++) {
    if (isNumber(y[i]) && (!log || y[i] > 0)) points.push([log ? Math.log(x[i] + 1) : x[i], log ? Math.log(y[i]) : y[i]]);
  }
  if (points.length < 2) return null;
  const [width, height] = wide ? [240, 72] : [110, 30];
  const at = level === null ? null : log ? Math.log(level) : level;
  const ys = points.map((p) => p[1]).concat(at === null ? [] : [at]);
  const [x0, x1] = [points[0][0], points[points.length - 1][0]];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const px = (v) => 2 + ((v - x0) / (x1 - x0 || 1)) * (width - 4);
  const py = (v) => height - 3 - ((v - y0) / (y1 - y0 || 1)) * (height - 6);
  const path = points.map(([a, b], i) => `${i ? "L" : "M"}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join("");
  const drawing = svg("svg", { class: wide ? "sketch wide" : "sketch", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": safe(label) });
  if (at !== null) drawing.append(svg("line", { class: "level", x1: 0, x2: width, y1: py(at).toFixed(1), y2: py(at).toFixed(1) }));
  drawing.append(svg("path", { d: path }), svg("circle", { cx: px(x1).toFixed(1), cy: py(points[points.length - 1][1]).toFixed(1), r: 2.5 }));
  return drawing;
};
