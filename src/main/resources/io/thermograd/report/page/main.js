// Routes: #/ the overview, #/run/N one run, #/compare/N,M some over each other. An index's runs have
// their charts in parts beside it.
const data = JSON.parse(document.getElementById("overview").textContent);
const blocks = document.querySelectorAll("script.run");
const parsed = new Map();

// A run's charts are parsed when they are first looked at.
const runData = (index) => {
  const block = blocks[index];
  if (!block) return {};
  if (!parsed.has(index)) parsed.set(index, JSON.parse(block.textContent));
  return parsed.get(index);
};

const runLink = (index) => (data.place === "INDEX" ? data.runs[index].page : `#/run/${index}`);
const home = data.place === "PART" ? "../report.html" : "#/";
const compareLink = (indices) => `#/compare/${indices.join(",")}`;

const numbersIn = (text) => text.split(",").map(Number).filter((i) => Number.isInteger(i) && data.runs[i]);

// A run as the overlay needs it, of the few points that an index has.
const sketchOnly = (summary) => {
  const { snr, entropy, loss, half_life: halfLife } = summary.sketch || {};
  return {
    layers: snr && snr.epoch ? [{ layer: WHOLE, ...snr }] : [],
    windows: entropy && entropy.step_from ? entropy : {},
    losses: loss && loss.step_from ? [loss] : [],
    half_lives: halfLife && halfLife.epoch ? [{ layer: WHOLE, beta_source: "BOLTZMANN", ...halfLife }] : [],
  };
};

// The run before and the run after, beside the way home.
const around = (index) => {
  const to = (at, label) => (data.runs[at] && data.place !== "INDEX" ? el("a", { href: `#/run/${at}`, title: safe(data.runs[at].run) }, label) : null);
  return [el("a", { href: home }, "← All runs"), to(index - 1, "Previous run"), to(index + 1, "Next run")];
};

const view = () => {
  const [, route, rest] = location.hash.slice(1).split("/");
  const indices = numbersIn(rest || "");
  if (route === "run" && indices.length) return runView(data.runs[indices[0]], runData(indices[0]), around(indices[0]));
  if (route === "compare" && indices.length) {
    const thin = data.place === "INDEX";
    return compareView(indices.map((index) => ({ index, summary: data.runs[index], run: thin ? sketchOnly(data.runs[index]) : runData(index) })), el("a", { href: home }, "← All runs"), runLink, thin);
  }
  return overviewView(data, runLink, compareLink);
};

const content = document.getElementById("content");
const render = () => {
  clearCharts();
  content.replaceChildren(...view().filter(Boolean));
  drawPending();
};

const frame = () => {
  const job = data.job;
  document.querySelector(".top").append(
    el("a", { class: "brand", href: home }, el("span", { class: "logo", "aria-hidden": "true" }, "◒"), " Thermograd"),
    el("span", { class: "unit" }, `${safe(job.job)} · ${String(job.ended_at).slice(0, 16).replace("T", " ")} UTC · ${plural(job.runs, "run")} · ${plural(job.rows_used, "record")} used${job.rows_quarantined ? ` · ${plural(job.rows_quarantined, "record")} quarantined` : ""}`));
  document.querySelector(".bottom").append(
    el("p", {}, `Thermograd ${safe(job.program_version)} on Spark ${safe(job.spark_version)}, declaration ${safe(job.declaration_hash).slice(0, 12)}. Numbers are those of the tables beside this page; charts are rounded to five digits and thinned. Charts by uPlot (MIT licence, © Leon Sorokin).`));
};

frame();
render();
addEventListener("hashchange", () => {
  render();
  content.focus({ preventScroll: true });
  scrollTo(0, 0);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
addEventListener("beforeprint", () => {
  document.documentElement.dataset.paper = "";
  render();
});
addEventListener("afterprint", () => {
  delete document.documentElement.dataset.paper;
  render();
});
