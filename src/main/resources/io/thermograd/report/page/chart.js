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

// Each series brings its own x; uPlot wants one. What a log scale can't show is left out.
const aligned = (chart, series) => {
  const shown = (axis, x) => isNumber(x) && (!axis.log || x > 0);
  const tables = series.map((s) => {
    const points = [];
    for (let i = 0; i < s.x.length; i++) {
      if (shown(chart.x, s.x[i])) points.push([s.x[i], ...[s.y, s.low, s.high].filter(Boolean).map((column) => (shown(chart.y, column[i]) ? column[i] : null))]);
    }
    points.sort((a, b) => a[0] - b[0]);
    // Points at one x are kept apart by less than a pixel: uPlot joins series by x, and would keep one.
    for (let i = 1; i < points.length; i++) if (points[i][0] <= points[i - 1][0]) points[i][0] = points[i - 1][0] * (1 + 1e-9) + (points[i - 1][0] === 0 ? 1e-9 : 0);
    return points.length ? points[0].map((_, c) => points.map((p) => p[c])) : null;
  });
  return tables;
};

const figure = (chart) => {
  const series = chart.series.filter((s) => s.x && s.y && s.x.length && s.y.some((y) => isNumber(y) && (!chart.y.log || y > 0)));
  const title = el("h3", {}, chart.title);
  const about = el("p", { class: "about" }, chart.about);
  if (!series.length) {
    return el("figure", { class: "chart empty" }, el("figcaption", {}, title, about), el("p", { class: "absent" }, chart.absent || "Nothing of this was logged or could be computed."));
  }
  const box = el("div", { class: "plot", role: "img", "aria-label": safe(`${chart.title}. ${chart.alt || describe(chart, series)}`) });
  const legend = el("div", { class: "legend", role: "group", "aria-label": "Series; press to hide or show" });
  const element = el("figure", { class: `chart ${chart.name || ""}` }, el("figcaption", {}, title, about), box, legend, numbersOf(chart, series));
  pending.push(() => draw(chart, series, box, legend));
  return element;
};

// One small chart a panel, all on the same axes: what differs between panels is what is seen.
const facets = (chart) => {
  const panels = chart.panels.map((panel) => ({ ...panel, series: panel.series.filter((s) => s.x && s.y && s.x.length && s.y.some((y) => isNumber(y) && y > 0)) })).filter((panel) => panel.series.length);
  const caption = el("figcaption", {}, el("h3", {}, chart.title), el("p", { class: "about" }, chart.about));
  if (!panels.length) return el("figure", { class: "chart wide" }, caption, el("p", { class: "absent" }, chart.absent));
  const values = (pick) => panels.flatMap((panel) => panel.series.flatMap((s) => pick(s).filter((v) => isNumber(v) && v > 0)));
  const [xs, ys] = [values((s) => s.x), values((s) => s.y)];
  const ends = (of) => logRange(null, of.reduce((a, b) => Math.min(a, b)), of.reduce((a, b) => Math.max(a, b)));
  const axes = { x: { ...chart.x, bare: true, range: () => ends(xs) }, y: { ...chart.y, bare: true, range: () => ends(ys) }, height: 168 };
  const legend = el("div", { class: "legend", role: "group", "aria-label": "Series; press to hide or show" });
  const boxes = panels.map((panel) => el("div", { class: "plot", role: "img", "aria-label": safe(`${chart.title}, ${panel.title}. ${describe({ ...chart, ...axes }, panel.series)}`) }));
  pending.push(() => fillLegend(panels.map((panel, i) => plotOf({ ...axes, marks: panel.marks }, panel.series, boxes[i], legend)), legend));
  return el("figure", { class: "chart wide" }, caption, legend,
    el("div", { class: "facets" }, panels.map((panel, i) => el("div", {}, el("h4", {}, panel.title), boxes[i]))),
    el("p", { class: "axes" }, `Across: ${chart.x.label}. Up: ${chart.y.label}${chart.y.unit ? ` (${chart.y.unit})` : ""}. Both logarithmic, the same in every panel.`),
    numbersOf(chart, panels.flatMap((panel) => panel.series.map((s) => ({ ...s, label: `${panel.title}: ${s.label}` })))));
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
  const drawn = plotOf(chart, series, box, legend);
  fillLegend([drawn], legend);
};

const onPaper = () => "paper" in document.documentElement.dataset;
const heightOf = (chart, width) => (onPaper() ? Math.min(chart.height || 230, 230) : chart.height || (width < 480 ? 260 : 320));

const plotOf = (chart, series, box, legend) => {
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
      stroke: s.line === false ? "transparent" : s.faint ? translucent(s.colour, 0.55) : s.colour,
      width: s.width || 1.75,
      dash: s.dash,
      spanGaps: true,
      show: !s.hidden,
      auto: !s.guide,
      points: { show: s.points === true || !s.guide && tables[i][1].filter(isNumber).length < 3, size: s.size || (s.points ? 6 : 5), stroke: s.colour, fill: s.colour, width: 1.5 },
    });
    owners.push({ series: s, at, count: tables[i].length - 1 });
    if (s.low) {
      const edge = { stroke: "transparent", width: 0, spanGaps: true, points: { show: false }, show: !s.hidden, auto: !chart.y.log || chart.wideBand === true };
      options.push({ ...edge }, { ...edge });
      if (s.line !== false) bands.push({ series: [at + 2, at + 1], fill: translucent(s.colour, s.paleBand ? 0.07 : 0.16) });
    }
  });
  const joined = uPlot.join(data);
  const plot = new uPlot(
    {
      width: Math.max(200, box.clientWidth),
      height: heightOf(chart, box.clientWidth),
      padding: chart.x.bare ? [6, 24, 0, 0] : [10, 26, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false } },
      focus: { alpha: 1 },
      scales: { x: scaleOf(chart.x, false), y: scaleOf(chart.y, true) },
      axes: [{ ...axisOf(chart.x, false), space: 64 }, axisOf(chart.y, true)],
      series: [{}, ...options],
      bands,
      hooks: { ...hooksOf(chart, owners), setCursor: [(u) => readOut(u, owners)] },
    },
    joined,
    box,
  );
  const watch = new ResizeObserver(() => {
    const width = Math.max(200, box.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height: heightOf(chart, width) });
  });
  watch.observe(box);
  charts.add({ plot, watch });
  return { plot, owners };
};

const hooksOf = (chart, owners) => {
  const marks = marksOf(chart.marks || []);
  const whiskered = owners.filter((owner) => owner.series.low && owner.series.line === false);
  return { drawClear: [marks.drawClear], drawSeries: [(u, at) => whiskered.filter((owner) => owner.at === at).forEach((owner) => drawWhiskers(u, owner))], draw: [marks.draw] };
};

// Series of one group, such as a layer's mean and spread, share a button, also over several plots.
const fillLegend = (drawn, legend) => {
  const groups = new Map();
  for (const { plot, owners } of drawn) {
    for (const owner of owners) {
      const name = owner.series.group || owner.series.label;
      groups.set(name, [...(groups.get(name) || []), { plot, owner }]);
    }
  }
  for (const [name, members] of groups) {
    const first = members[0].owner.series;
    const live = el("span", { class: "live" });
    const button = el("button", { type: "button", "aria-pressed": String(!first.hidden) }, swatchOf(first), el("span", {}, safe(name)), live);
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(show));
      for (const { plot, owner } of members) for (let i = 0; i < owner.count; i++) plot.setSeries(owner.at + i, { show });
    });
    members.forEach(({ owner }) => (owner.live = live));
    if (first.lead) legend.prepend(button);
    else legend.append(button);
  }
};

const swatchOf = (series) => {
  const swatch = svg("svg", { width: 26, height: 10, "aria-hidden": "true" });
  if (series.line !== false) swatch.append(svg("line", { x1: 1, y1: 5, x2: 25, y2: 5, "stroke-width": series.width || 2, "stroke-dasharray": (series.dash || []).join(" ") }));
  if (series.points) swatch.append(svg("circle", { cx: 13, cy: 5, r: 3 }));
  swatch.style.stroke = swatch.style.fill = series.colour;
  return swatch;
};

const readOut = (u, owners) => {
  const at = u.cursor.idx;
  const groups = new Map();
  for (const { series, at: s, live } of owners) {
    if (!live) continue;
    const near = at === null || at === undefined ? undefined : nearest(u.data[s], at);
    const named = series.names && near !== undefined ? ` ${safe(series.names[u.data[s].slice(0, near).filter(isNumber).length])}` : "";
    groups.set(live, [groups.get(live), near === undefined ? "" : num(u.data[s][near]) + named].filter(Boolean).join(" / "));
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
