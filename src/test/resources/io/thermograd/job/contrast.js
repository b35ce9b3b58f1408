(() => {
  // Every text of the page against what is behind it, and the charts' colours against their card.
  const parse = (colour) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const known = new Map();
  const colourOf = (text) => known.get(text) || known.set(text, parse(text)).get(text);
  const over = (top, under) => {
    const mix = (c) => top[c] * top.a + under[c] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = colourOf(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const luminance = ({ r, g, b }) => {
    const linear = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const faint = [];
  let checked = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const style = getComputedStyle(element);
    if (!texts.currentNode.textContent.trim() || !element.getClientRects().length || style.visibility === "hidden") continue;
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const background = behind(element);
    const found = contrast(over(colourOf(style.color), background), background);
    checked++;
    if (found < (large ? 3 : 4.5)) faint.push(`${texts.currentNode.textContent.trim().slice(0, 40)}: ${found.toFixed(2)}`);
  }
  const root = getComputedStyle(document.documentElement);
  const surface = colourOf(root.getPropertyValue("--surface").trim());
  for (const name of ["ink", "muted", "accent", ...Array.from({ length: 8 }, (_, i) => `series-${i + 1}`)]) {
    const found = contrast(colourOf(root.getPropertyValue(`--${name}`).trim()), surface);
    checked++;
    if (found < (name.startsWith("series") ? 3 : 4.5)) faint.push(`--${name}: ${found.toFixed(2)}`);
  }
  return { checked, faint: [...new Set(faint)] };
})()
