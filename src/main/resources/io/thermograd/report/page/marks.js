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
    }
  },
  draw: (u) => {
    // After the grid, or its lines would strike the words through.
    for (const mark of marks.filter((m) => m.to !== undefined && m.label)) {
      const left = Math.max(u.bbox.left, u.valToPos(mark.from, "x", true));
      const right = u.bbox.left + u.bbox.width;
      if (left > right) continue;
      const narrow = right - left < 100 * devicePixelRatio;
      caption(u, mark, left + (narrow ? -6 : 6) * devicePixelRatio, u.bbox.top + (14 + 15 * (mark.row || 0)) * devicePixelRatio, narrow ? "right" : "left");
    }
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
      } else caption(u, mark, left + width - 6 * devicePixelRatio, at - 6 * devicePixelRatio, "right");
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

// Intervals of single points, as strokes from end to end; what a scale can't show ends at its edge.
const drawWhiskers = (u, owner) => {
  const { series, at } = owner;
  if (!u.series[at].show) return;
  const [low, high] = [u.data[at + 1], u.data[at + 2]];
  const { top, height } = u.bbox;
  const within = (y) => Math.min(top + height, Math.max(top, y));
  u.ctx.save();
  u.ctx.strokeStyle = translucent(series.colour, 0.45);
  u.ctx.lineWidth = 1.25 * devicePixelRatio;
  u.ctx.beginPath();
  u.data[0].forEach((x, i) => {
    if (!isNumber(u.data[at][i]) || !isNumber(high[i])) return;
    const px = u.valToPos(x, "x", true);
    u.ctx.moveTo(px, within(u.valToPos(high[i], "y", true)));
    u.ctx.lineTo(px, isNumber(low[i]) ? within(u.valToPos(low[i], "y", true)) : top + height);
  });
  u.ctx.stroke();
  u.ctx.restore();
};
