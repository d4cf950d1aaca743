// Puts the page together: which phones are on it, and the stream that feeds them.
import { h, send } from "./dom.js";
import { Phone, SUGGESTION } from "./phone.js";
import { Faults } from "./faults.js";

const KEPT = "yachtparty.numbers";
const FIRST = 2; // of the sample numbers are on the page at the first visit

const element = (id) => document.getElementById(id);
const setup = await (await fetch("/api/setup")).json();
const phones = new Map();
const faults = new Faults(element("faults"), element("faults-button"), element("faults-now"));
let stream = null;

element("number").textContent = setup.number_shown;
element("suggestion").textContent = `“${SUGGESTION}”`;
element("suggestion").addEventListener("click", () => phones.values().next().value?.suggest(SUGGESTION));
element("add").addEventListener("submit", (event) => { event.preventDefault(); addTyped(); });
faults.show(setup.faults);
for (const number of kept()) add(number);
connect();

function kept() {
  try {
    const numbers = JSON.parse(localStorage.getItem(KEPT));
    if (Array.isArray(numbers)) return numbers.filter((number) => /^\+\d{7,15}$/.test(number));
  } catch { /* first visit, or no storage: the samples */ }
  return setup.samples.slice(0, FIRST).map((sample) => sample.number);
}

function add(number) {
  if (phones.has(number)) return;
  const name = setup.samples.find((sample) => sample.number === number)?.name ?? "A phone";
  const phone = new Phone(number, name, setup, remove);
  phones.set(number, phone);
  element("phones").append(phone.element);
  keep();
}

function remove(number) {
  phones.get(number)?.element.remove();
  phones.delete(number);
  keep();
  connect();
}

function keep() {
  try { localStorage.setItem(KEPT, JSON.stringify([...phones.keys()])); } catch { /* not kept, then */ }
  element("samples").replaceChildren(...setup.samples.filter((sample) => !phones.has(sample.number)).map((sample) =>
    h("button", { class: "sample", type: "button", onclick: () => { add(sample.number); connect(); } },
      `${sample.name} `, h("span", {}, sample.number))));
}

function addTyped() {
  const typed = element("add-number").value.replace(/[\s().-]/g, "");
  const number = typed.startsWith("+") ? typed : typed.length === 10 ? `+1${typed}` : `+${typed}`;
  const fits = /^\+[1-9]\d{6,14}$/.test(number);
  element("add-problem").textContent = fits ? "" : "A number has 7 to 15 digits and begins with its country code.";
  if (!fits) return;
  element("add-number").value = "";
  add(number);
  connect();
  phones.get(number).element.scrollIntoView({ behavior: "smooth", block: "center" });
}

function connect() {
  stream?.close();
  const query = new URLSearchParams([...phones.keys()].map((number) => ["number", number]));
  stream = new EventSource(`/api/stream?${query}`);
  stream.addEventListener("open", () => {
    live("live");
    for (const phone of phones.values()) phone.forgetWire();
  });
  stream.addEventListener("error", () => live("lost"));
  stream.addEventListener("messages", (event) => {
    for (const [number, rows] of Object.entries(JSON.parse(event.data))) phones.get(number)?.receive(rows);
  });
  stream.addEventListener("wire", (event) => {
    const heard = JSON.parse(event.data);
    for (const phone of heard.number ? [phones.get(heard.number)] : phones.values()) phone?.hear(heard);
  });
  stream.addEventListener("approvals", (event) => showApprovals(JSON.parse(event.data)));
  stream.addEventListener("faults", (event) => faults.show(JSON.parse(event.data)));
}

function live(state) {
  element("live").dataset.state = state;
  element("live").lastElementChild.textContent = { live: "live", lost: "connection lost, trying again" }[state];
}

function showApprovals(people) {
  const strip = element("approvals");
  strip.hidden = people.length === 0;
  strip.replaceChildren(...people.map((person) => {
    const approve = async (agent_type, event) => {
      event.target.disabled = true;
      try {
        await send("POST", "/api/approvals", { user_id: person.user_id, agent_type });
      } catch (error) {
        event.target.textContent = error.message;
      }
    };
    const role = [person.title, person.company].filter(Boolean).join(", ");
    return h("div", { class: "approval" },
      h("p", {}, h("strong", {}, person.name), role ? ` · ${role}` : "", " has finished onboarding and waits for a person's approval.",
        h("small", {}, [person.email, person.number, person.referral].filter(Boolean).join(" · "))),
      h("button", { class: "button primary", type: "button", onclick: (event) => approve("concierge", event) }, "Approve as member"),
      h("button", { class: "button", type: "button", onclick: (event) => approve("innovator", event) }, "Approve as innovator"));
  }));
}
