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
