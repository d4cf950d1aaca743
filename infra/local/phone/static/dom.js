// Elements are made of text nodes only: what people send is never parsed as HTML.

/** h("p", { class: "x", onclick }, "text", child): an element; null children are left out. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** svg("M0 0…", "0 0 24 24"): an icon of one path. */
export function svg(path, viewBox = "0 0 24 24") {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("viewBox", viewBox);
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  icon.append(line);
  return icon;
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sends JSON and returns the answer's; throws an Error with the server's words if it refuses. */
export async function send(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
  } catch {
    throw new Error("The local stack does not answer. Is make up running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.problem ?? `The page's server answered ${response.status}`);
  return answer;
}

/** Milliseconds since 1970 with their fraction: Postgres gives microseconds, Date drops them. */
export function stamp(iso) {
  const fraction = /\.\d{3}(\d{1,3})/.exec(iso)?.[1] ?? "0";
  return Date.parse(iso) + Number(fraction.padEnd(3, "0")) / 1000;
}

/** "0.8 ms", "41 ms", "1.25 s", "2 min 5 s". */
export function span(ms) {
  if (ms < 9.95) return `${Math.max(ms, 0).toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The browser's local time of day, to the minute or the second. */
export function clock(ms, seconds = false) {
  const parts = { hour: "numeric", minute: "2-digit", ...(seconds && { second: "2-digit" }) };
  return new Date(ms).toLocaleTimeString([], parts);
}
