// How the Twilio stand-in misbehaves, on demand.
import { h, send } from "./dom.js";

const KINDS = [
  ["slow", "Slow", "Twilio answers its API after two seconds."],
  ["busy", "Too many requests", "429: certainly not accepted, so it is tried again."],
  ["broken", "Server error", "500: perhaps accepted, so its list is asked before anything is sent again."],
  ["dropped", "Dropped line", "Accepts the text, then loses the connection."],
  ["unreachable", "Phone unreachable", "The carrier does not deliver: a failure that you see in red."],
  ["echo", "Echoes", "Every status callback comes twice."],
  ["shuffled", "Out of order", "Callbacks overtake each other."],
];

/** Fills the panel and its button; `faults` is {kinds: [...], share: 0 to 1}. */
export class Faults {
  constructor(panel, button, label) {
    Object.assign(this, { panel, button, label });
    this.faults = { kinds: [], share: 1 };
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    });
  }

  show(faults) {
    this.faults = faults;
    const names = KINDS.filter(([kind]) => faults.kinds.includes(kind)).map(([, name]) => name.toLowerCase());
    this.label.textContent = `Faults at Twilio: ${names.join(", ") || "none"}`;
    this.button.dataset.stormy = String(names.length > 0);
    const share = h("input", { type: "range", min: "10", max: "100", step: "10", value: String(Math.round(faults.share * 100)) });
    const shown = h("output", {}, `${share.value} %`);
    share.addEventListener("input", () => { shown.textContent = `${share.value} %`; });
    share.addEventListener("change", () => this.set({ ...this.faults, share: Number(share.value) / 100 }));
    this.panel.replaceChildren(
      h("h2", {}, "Faults at Twilio"),
      h("p", {}, "Make the stand-in misbehave, text, and watch what the system does about it."),
      h("div", { class: "faults-kinds" }, KINDS.map(([kind, name, meaning]) =>
        h("button", { class: "faults-kind", type: "button", "data-kind": kind, "aria-pressed": String(faults.kinds.includes(kind)), onclick: () => this.toggle(kind) },
          h("strong", {}, name), h("span", {}, meaning)))),
      h("div", { class: "faults-foot" },
        h("label", {}, "It strikes", share, shown, "of the calls"),
        h("button", { class: "button", type: "button", disabled: names.length === 0, onclick: () => this.set({ ...this.faults, kinds: [] }) }, "Clear skies")));
  }

  toggle(kind) {
    const kinds = this.faults.kinds.includes(kind)
      ? this.faults.kinds.filter((one) => one !== kind)
      : [...this.faults.kinds, kind];
    return this.set({ ...this.faults, kinds });
  }

  async set(faults) {
    try {
      this.show(await send("PUT", "/api/faults", faults));
    } catch (error) {
      this.label.textContent = error.message;
    }
  }
}
