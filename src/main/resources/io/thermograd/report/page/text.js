// Elements are made here and nowhere else. Text of a run only ever becomes a text node.
const el = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
};

const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
};

// What would steer or reorder a line is shown as a replacement character, as on the terminal.
const safe = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

// A name that may go on in the next line behind its own joints.
const name = (text) => safe(text).split(/(?<=[_\-/.=])/).flatMap((part, i) => (i ? [el("wbr"), part] : [part]));

const section = (title, ...children) => el("section", {}, el("h2", {}, title), ...children);

// A term with its explanation, opened by mouse, touch or keyboard.
const explained = (term, text) =>
  text ? el("details", { class: "explained" }, el("summary", {}, term), el("p", {}, text)) : term;

const plural = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;
