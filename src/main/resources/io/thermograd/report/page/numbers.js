// Numbers as a person reads them: few digits, thousands grouped, powers of ten spelled out.
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (n) =>
  "10" + (n < 0 ? "⁻" : "") + String(Math.abs(n)).replace(/\d/g, (digit) => SUPERSCRIPT[digit]);

const isNumber = (x) => typeof x === "number" && Number.isFinite(x);

const num = (x, digits = 3) => {
  if (!isNumber(x)) return "–";
  if (x === 0) return "0";
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  const n = Number(exponent);
  if (n < -3 || n > 8) return `${mantissa.replace("-", "−")} × ${power(n)}`;
  const rounded = Number(x.toPrecision(digits));
  const text = rounded.toLocaleString("en", {
    minimumFractionDigits: Math.max(0, digits - 1 - n),
    maximumFractionDigits: Math.max(0, digits - 1 - n),
  });
  return text.replace("-", "−");
};

// One power of ten for both ends where they are large or small.
const range = (low, high, digits = 3) => {
  const ends = [low, high].filter(isNumber);
  if (!ends.length) return "";
  const largest = Math.max(...ends.map(Math.abs));
  const n = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const plain = n >= -3 && n <= 8;
  const end = (v) => (isNumber(v) ? num(plain ? v : v / 10 ** n, digits) : "…");
  return `[${end(low)}, ${end(high)}]${plain ? "" : ` × ${power(n)}`}`;
};

// The same for a value with its interval.
const interval = (x, low, high) => {
  if (!isNumber(x)) return "–";
  if (!isNumber(low) && !isNumber(high)) return num(x);
  // By the value's own power of ten, unless it is next to nothing beside its interval.
  const ends = Math.max(...[x, low, high].filter(isNumber).map(Math.abs));
  const largest = Math.abs(x) > ends / 100 ? Math.abs(x) : ends;
  const n = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  if (n >= -3 && n <= 8) return `${num(x)} ${range(low, high)}`;
  const by = (v) => (isNumber(v) ? v / 10 ** n : v);
  return `${num(by(x))} ${range(by(low), by(high))} × ${power(n)}`;
};

const withError = (x, error) => {
  if (!isNumber(x)) return "–";
  if (!isNumber(error) || error <= 0) return num(x);
  const place = Math.floor(Math.log10(error)) - 1;
  const digits = Math.max(2, Math.min(8, Math.floor(Math.log10(Math.max(Math.abs(x), error))) - place + 1));
  return `${num(x, digits)} ± ${num(error, 2)}`;
};

// The 95 % interval of a value with a standard error.
const normalEnds = (x, error) => (isNumber(x) && isNumber(error) ? [x - 1.96 * error, x + 1.96 * error] : [null, null]);

const epochRange = (low, high) => (isNumber(low) || isNumber(high) ? `[${isNumber(low) ? epochs(low) : "…"}, ${isNumber(high) ? epochs(high) : "…"}]` : "");

const epochs = (x) => (isNumber(x) ? (x < 10 ? num(x, 2) : Math.round(x).toLocaleString("en")) : "–");

const pValue = (p) => (isNumber(p) ? (p < 0.001 ? "p\u00a0<\u00a00.001" : `p\u00a0=\u00a0${num(p, 2)}`) : "");

// A value as the page shows it; the exact one of the tables stays with it.
const value = (exact, text, unit) =>
  el("data", { value: isNumber(exact) ? exact : "" }, text, unit && text !== "–" ? el("span", { class: "unit" }, ` ${unit}`) : null);

// What was chosen rather than measured: as it was written, more or less.
const setting = (x) => (isNumber(x) ? (x >= 1e-5 && x < 1e7 ? Number(x.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 8 }) : num(x, 2)) : "–");
