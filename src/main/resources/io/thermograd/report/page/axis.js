// Axes: scales, ranges and tick labels.
const tick = (x) => tickLabels([x])[0];

// Labels of one axis are written alike: all plain, or all by powers of ten.
const tickLabels = (splits) => {
  const sizes = splits.filter((x) => isNumber(x) && x !== 0).map(Math.abs);
  const plain = sizes.every((size) => size >= 1e-4 * (1 - 1e-9) && size < 1e6);
  return splits.map((x) => (!isNumber(x) ? "" : x === 0 ? "0" : plain ? plainTick(x) : powerTick(x)));
};

const plainTick = (x) => (x < 0 ? "−" : "") + Number(Math.abs(x).toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 6 });

const powerTick = (x) => {
  const size = Math.abs(x);
  const n = Math.floor(Math.log10(size) + 1e-9);
  const mantissa = Number((size / 10 ** n).toPrecision(3));
  return (x < 0 ? "−" : "") + (mantissa === 1 ? power(n) : `${mantissa}×${power(n)}`);
};

// Room for the longest label, so that none is cut.
const sizeOf = (u, labels) => 18 + 6.6 * Math.max(2, ...(labels || []).map((label) => String(label || "").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g, "").length + 0.6 * (String(label || "").match(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g) || []).length));

const axisOf = (axis, vertical) => ({
  label: axis.bare ? null : axis.unit ? `${axis.label} (${axis.unit})` : axis.label,
  labelSize: axis.bare ? 0 : 22,
  labelGap: vertical ? 4 : 0,
  size: vertical ? sizeOf : axis.bare ? 24 : 34,
  font: `12px ${css("--font")}`,
  labelFont: `12px ${css("--font")}`,
  stroke: css("--muted"),
  grid: { stroke: css("--grid"), width: 1 },
  ticks: { stroke: css("--grid"), width: 1, size: 5 },
  values: (u, splits) => tickLabels(splits),
  ...(axis.asinh ? { splits: (u, i, low, high) => bothSides(low, high, axis.asinh), filter: (u, splits) => splits } : {}),
  ...(axis.log ? { incrs: (u, i, low, high) => [10 ** Math.max(1, Math.ceil(Math.log10(high - low)))], splits: (u, i, low, high) => decades(low, high, vertical ? (axis.bare ? 4 : 8) : Math.max(3, u.width / 90)), filter: (u, splits) => splits } : {}),
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
  if (axis.range) return { distr: axis.log ? 3 : 1, time: false, range: axis.range };
  if (axis.log) return { distr: 3, time: false, range: logRange };
  if (axis.asinh) return { distr: 4, asinh: axis.asinh, time: false };
  return { time: false, range: vertical ? (u, low, high) => padded(low, high, 0.06) : (u, low, high) => padded(low, high, 0.02) };
};

const padded = (low, high, share) => {
  if (!isNumber(low) || !isNumber(high)) return [0, 1];
  const pad = (high - low) * share || Math.abs(low) * 0.1 || 1;
  return [low - pad, high + pad];
};

// Some room on both sides; a single value gets a factor of two. Beyond 10¹⁶, where losses blow up,
// uPlot draws no labels: such a curve leaves at the top.
const logRange = (u, low, high) => {
  if (!(low > 0) || !(high > 0)) return [0.1, 10];
  const pad = high / low < 1.2 ? 2 : Math.max(1.08, (high / low) ** 0.03);
  return [Math.min(low / pad, 1e15), Math.min(high * pad, 1e16)];
};
