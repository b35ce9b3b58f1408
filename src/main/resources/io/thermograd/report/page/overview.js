// All runs: how many of which verdict, a table that sorts and filters, small multiples.
const COLUMNS = [
  { key: "run", label: "run", text: true },
  { key: "verdict", label: "verdict", text: true, order: (s) => Object.keys(VERDICTS).indexOf(s.verdict) },
  { key: "final_snr", label: "SNR", unit: "by epoch; at the end [95 %]", cell: (s) => num(s.final_snr, 2), more: (s) => range(s.final_snr_low, s.final_snr_high, 2) },
  { key: "last_crossing_epoch", label: "SNR = 1", unit: "epoch [95 %]", cell: (s) => epochs(s.last_crossing_epoch), more: (s) => epochRange(s.last_crossing_epoch_low, s.last_crossing_epoch_high) },
  { key: "beta", label: "β ± s.e.", unit: "1/loss", cell: (s) => withError(s.beta, s.beta_se) },
  { key: "entropy_corrected", label: "H ± s.e.", unit: "nats", cell: (s) => withError(s.entropy_corrected, s.entropy_corrected_se) },
  { key: "half_life_iterations", label: "half-life now", unit: "iterations [95 %]", cell: (s) => num(s.half_life_iterations), more: (s) => [range(s.half_life_iterations_low, s.half_life_iterations_high), DECAY_NOTES[s.outcome] || ""] },
  { key: "half_life_drift", label: "its drift", unit: "per iter. [95 %]", cell: (s) => driftArrow(s) + num(s.half_life_drift, 2), more: (s) => range(s.half_life_drift_low, s.half_life_drift_high, 2) },
  { key: "next_tenth_iterations", label: "next 10 % of H", unit: "iterations [95 %]", cell: (s) => num(s.next_tenth_iterations), more: (s) => [range(s.next_tenth_iterations_low, s.next_tenth_iterations_high), isNumber(s.next_tenth_iterations_constant_half_life) && num(s.next_tenth_iterations_constant_half_life) !== num(s.next_tenth_iterations) ? `${num(s.next_tenth_iterations_constant_half_life)} if constant` : ""] },
  { key: "lr", label: "lr", unit: "batch size", cell: (s) => setting(s.lr), more: (s) => setting(s.batch_size) },
];

// What to know of a half-life, or why there is none.
const DECAY_NOTES = { GRID_DEPENDENT: "depends on the bins", RIGHT_CENSORED: "extrapolated", NOT_DECAYING: "doesn't decay", UNDETERMINED: "undetermined" };

// Up or down only where the interval excludes 0.
const driftArrow = (s) => (s.half_life_drift_low > 0 ? "↗ " : s.half_life_drift_high < 0 ? "↘ " : "");

const state = { query: "", verdict: null, sort: "verdict", down: false, chosen: new Set() };

const matching = (runs) => {
  const wanted = runs.map((summary, index) => ({ summary, index })).filter(({ summary }) => (!state.verdict || summary.verdict === state.verdict) && String(summary.run).toLowerCase().includes(state.query.toLowerCase()));
  const column = COLUMNS.find((c) => c.key === state.sort);
  const key = (s) => (column.order ? column.order(s) : s[column.key]);
  const sign = state.down ? -1 : 1;
  return wanted.sort((a, b) => {
    const [x, y] = [key(a.summary), key(b.summary)];
    const absent = (v) => v === null || v === undefined;
    if (absent(x) || absent(y)) return absent(x) - absent(y) || a.index - b.index;
    return (x < y ? -1 : x > y ? 1 : 0) * sign || a.index - b.index;
  });
};

const headline = (runs, redraw) => {
  const counts = new Map();
  runs.forEach((s) => counts.set(s.verdict, (counts.get(s.verdict) || 0) + 1));
  const growing = runs.filter((s) => s.half_life_drift_low > 0 && s.t8_verdict === "HOLDS").length;
  return el("div", { class: "headline", role: "group", "aria-label": "Runs by verdict; press to filter" },
    Object.keys(VERDICTS).filter((v) => counts.has(v)).map((v) => {
      const { mark, tone, text } = VERDICTS[v];
      return el("button", { type: "button", class: `tile ${tone}`, "aria-pressed": String(state.verdict === v), onclick: () => { state.verdict = state.verdict === v ? null : v; redraw(); } },
        el("span", { class: "count" }, counts.get(v).toLocaleString("en")), el("span", { class: "word" }, el("span", { "aria-hidden": "true" }, `${mark} `), v.toLowerCase().replaceAll("_", " ")), el("span", { class: "about" }, text));
    }),
    growing ? el("div", { class: "tile plain" }, el("span", { class: "count" }, growing.toLocaleString("en")), el("span", { class: "word" }, "↗ growing half-life"), el("span", { class: "about" }, "T8 holds: the next bit of entropy takes longer than the last")) : null);
};

const runTable = (rows, link, redraw) =>
  el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Runs" },
    el("table", { class: "runs" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "hidden" }, "compare")), COLUMNS.map((column) => {
        const sorted = state.sort === column.key;
        const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (state.down ? " ▼" : " ▲") : "");
        const name = [column.label, arrow, column.unit ? el("span", { class: "unit" }, column.unit) : null];
        return el("th", { scope: "col", "aria-sort": sorted ? (state.down ? "descending" : "ascending") : null, class: column.text ? "text" : null, title: ABOUT[column.key] },
          el("button", { type: "button", "aria-description": ABOUT[column.key], "data-sort": column.key, onclick: () => { state.down = sorted ? !state.down : !column.text; state.sort = column.key; redraw(column.key); } }, name));
      }))),
      el("tbody", {}, rows.map(({ summary, index }) => el("tr", { "data-run": index },
        el("td", {}, el("input", { type: "checkbox", checked: state.chosen.has(index), "aria-label": safe(`Compare ${summary.run}`), onchange: (event) => { event.target.checked ? state.chosen.add(index) : state.chosen.delete(index); redraw(null); } })),
        COLUMNS.map((column) => cellOf(column, summary, index, link)))))));

const cellOf = (column, summary, index, link) => {
  if (column.key === "run") return el("th", { scope: "row" }, el("a", { href: link(index) }, name(summary.run)));
  if (column.key === "verdict") return el("td", {}, badge(summary.verdict, VERDICTS));
  if (column.key === "final_snr") return el("td", { class: "number", "data-column": column.key }, el("div", { class: "beside" }, snrSketch(summary, false), el("div", {}, value(summary.final_snr, column.cell(summary)), el("div", { class: "unit" }, column.more(summary)))));
  const more = [column.more ? column.more(summary) : ""].flat().filter(Boolean);
  return el("td", { class: "number", "data-column": column.key }, value(summary[column.key], column.cell(summary)), more.map((line) => el("div", { class: "unit" }, line)));
};

const snrSketch = (summary, wide) => {
  const { epoch, snr } = (summary.sketch || {}).snr || {};
  return sketch(epoch, snr, { log: true, level: 1, wide, label: `SNR of ${summary.run} by epoch, log-log; ends at ${num(summary.final_snr)}; the line is 1` });
};

const absentSketch = (why) => el("div", { class: "no-sketch" }, why);

const whyNoSnr = (summary) => (summary.level === "NORM" || summary.level === "ELEMENT" ? "no SNR: only norms or moments were logged" : summary.level ? "no SNR: too few finite gradients" : "no gradients were logged");

const whyNoEntropy = (summary) => {
  const [, why] = /windows: (.*?)(?:; decay:|$)/.exec(summary.reason || "") || [];
  return `no entropy${why ? `: ${inWords(why)}` : ""}`;
};

const card = ({ summary, index }, link) => {
  const { step_from: steps, entropy_corrected: entropy } = (summary.sketch || {}).entropy || {};
  return el("article", { class: "card" },
    el("header", {}, el("h3", {}, el("a", { href: link(index) }, name(summary.run))), badge(summary.verdict, VERDICTS)),
    el("div", { class: "pair" },
      el("div", {}, snrSketch(summary, true) || absentSketch(whyNoSnr(summary)), el("p", { class: "unit" }, "SNR by epoch, log-log")),
      el("div", {}, sketch(steps, entropy, { wide: true, label: `Entropy of ${summary.run} by iteration` }) || absentSketch(whyNoEntropy(summary)), el("p", { class: "unit" }, "entropy H by iteration"))),
    summary.summary ? el("p", {}, safe(summary.summary)) : null);
};

const overviewView = (data, link, compareLink) => {
  document.title = `${safe(data.job.job)} · Thermograd`;
  const body = el("div", {});
  const MOST = 60;
  const redraw = (focus) => {
    const rows = matching(data.runs);
    const bar = compareBar(data.runs, compareLink, () => { state.chosen.clear(); redraw(null); });
    if (focus === null) {
      body.querySelector(".compare-bar").replaceWith(bar);
      body.querySelectorAll("tbody input").forEach((box) => (box.checked = state.chosen.has(Number(box.closest("tr").dataset.run))));
      return;
    }
    body.replaceChildren(
      headline(data.runs, redraw),
      el("p", { class: "status", role: "status" }, rows.length === data.runs.length ? plural(data.runs.length, "run") + "." : `${rows.length.toLocaleString("en")} of ${plural(data.runs.length, "run")}.`, data.not_shown ? ` ${plural(data.not_shown, "more run")} of the job: see the table runs.` : ""),
      runTable(rows, link, redraw),
      bar,
      el("h2", {}, "In words"),
      el("div", { class: "cards" }, rows.slice(0, MOST).map((row) => card(row, link))),
      rows.length > MOST ? el("p", { class: "about" }, `The first ${MOST} of the table's order; sort or filter for others.`) : "");
    if (focus) body.querySelector(`[data-sort="${focus}"]`).focus();
  };
  const search = el("input", { type: "search", id: "filter", value: state.query, placeholder: "part of a run's name", oninput: (event) => { state.query = event.target.value; redraw(); } });
  redraw();
  return [
    el("h1", {}, safe(data.job.job)),
    el("div", { class: "filter" }, el("label", { for: "filter" }, "Filter runs"), search),
    body,
    section("Across runs", ...(data.findings || []).map((finding) => el("p", { class: "finding" }, safe(finding))), el("div", { class: "charts" }, ...settingCharts(data.runs))),
  ];
};

const compareBar = (runs, compareLink, clear) =>
  el("div", { class: "compare-bar", role: "status" }, state.chosen.size
    ? [`${plural(state.chosen.size, "run")} chosen. `, state.chosen.size > 1 ? el("a", { class: "action", href: compareLink([...state.chosen]) }, "Overlay them") : "Choose another to overlay. ", el("button", { type: "button", onclick: clear }, "Clear")]
    : "Tick runs to overlay their curves.");
