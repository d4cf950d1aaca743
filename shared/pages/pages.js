// Pages work without this. It refreshes what asks for it, shows moments in the viewer's own zone,
// and moves by keys: / searches, j and k go from row to row, ? says so.
const REFRESH_SECONDS = 10;

function moments(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-own])")) {
    time.dataset.own = "";
    time.title = time.title || time.dateTime;
    if (time.dataset.local !== undefined) time.textContent = new Date(time.dateTime).toLocaleString();
  }
}

async function refresh() {
  const main = document.querySelector("main");
  if (!main.querySelector("[data-refresh], [data-live]") || document.hidden) return;
  // Parts that are live are replaced alone; what is being typed or read stays.
  const live = [...main.querySelectorAll("[data-live]")];
  const parts = live.length ? live : [main];
  const busy = (part) => part.querySelector("details[open]") ||
    (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
  if (parts.some(busy)) return;
  let answer;
  try {
    answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  } catch {
    return;
  }
  if (answer.status === 401) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) return;
  for (const part of parts) {
    const fresh = page.querySelector(part === main ? "main" : `#${part.id}`);
    if (!fresh) continue;
    part.replaceChildren(...fresh.childNodes);
    moments(part);
  }
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  row.tabIndex = -1;
  row.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const act = {
    "/": () => document.querySelector("input[type=search]")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    "?": () => document.querySelector("#keys")?.toggleAttribute("hidden"),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of document.querySelectorAll("input[name^='row:']")) box.checked = event.target.checked;
});

moments(document);
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
setInterval(refresh, REFRESH_SECONDS * 1000);
