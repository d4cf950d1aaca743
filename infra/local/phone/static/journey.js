// Draws the way of each text beside its phone.
import { h, span } from "./dom.js";
import { awaited, LANES, outcome, sectionsOf, turnsOf } from "./steps.js";

const FULL_BAR = Math.log1p(5000); // milliseconds; longer ones fill the bar too

/** The column beside one phone. `choose(key)` is called when a person opens a turn. */
export class Journeys {
  constructor(label, choose) {
    this.choose = choose;
    this.list = h("div", { class: "turns", tabindex: "0", "aria-label": `The way of each text of ${label}` });
    this.drawn = new Map(); // turn key -> { node, sign }
    this.element = h("section", { class: "journeys" },
      h("header", { class: "journeys-head" },
        h("h2", {}, "The way of each text"),
        h("ul", { class: "lanes" }, LANES.map(([lane, name]) => h("li", { "data-lane": lane }, h("i"), name)))),
      this.list);
  }

  /** Draws what changed; `chosen` is the key of the turn to show open. */
  draw(messages, wire, chosen) {
    const turns = turnsOf(messages);
    if (turns.length === 0) {
      this.drawn.clear();
      this.list.replaceChildren(h("p", { class: "empty" },
        "Send a text, and its steps appear here with the time that each one took."));
      return;
    }
    this.list.querySelector(".empty")?.remove();
    const open = chosen ?? turns.at(-1).key;
    const keys = new Set(turns.map((turn) => turn.key));
    for (const [key, { node }] of this.drawn) {
      if (!keys.has(key)) { node.remove(); this.drawn.delete(key); }
    }
    turns.forEach((turn, index) => this.place(turn, index, wire, turn.key === open));
  }

  /** Scrolls a turn into view, within the column. */
  reveal(key) {
    const node = this.drawn.get(key)?.node;
    if (node) this.list.scrollTo({ top: node.offsetTop - this.list.offsetTop - 8, behavior: "smooth" });
  }

  place(turn, index, wire, open) {
    const { sections, begin } = sectionsOf(turn, wire);
    const waits = awaited(turn);
    const sign = JSON.stringify([sections, waits, open, outcome(turn, begin)]);
    const known = this.drawn.get(turn.key);
    if (known?.sign === sign && this.list.children[index] === known.node) return;
    const node = drawTurn(turn, sections, begin, waits, open, () => this.choose(turn.key));
    const low = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    if (known) known.node.replaceWith(node);
    if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] ?? null);
    this.drawn.set(turn.key, { node, sign });
    if (open && (low || !known)) this.list.scrollTop = this.list.scrollHeight;
  }
}

function drawTurn(turn, sections, begin, waits, open, choose) {
  const { verb, tone, end } = outcome(turn, begin);
  const first = turn.texts[0] ?? turn.replies[0];
  const more = turn.texts.length > 1 ? ` +${turn.texts.length - 1}` : "";
  const said = turn.texts.length ? `“${first.text || "picture"}”${more}` : `To them: “${first.text}”`;
  const timed = sections.flatMap((section) => section.steps).filter((step) => step.took);
  return h("article", { class: `turn${open ? " chosen" : ""}`, "data-turn": turn.key },
    h("button", { class: "turn-head", type: "button", "aria-expanded": String(open), onclick: choose },
      h("span", { class: "quote" }, said),
      h("span", { class: "strip", "aria-hidden": "true" }, timed.map(piece)),
      h("span", { class: "took", "data-tone": tone }, end === null ? verb : `${verb} ${span(end)}`)),
    open ? h("ol", { class: "steps" }, sections.map(drawSection), waits ? drawStep({ ...waits, now: true }) : null) : null);
}

function piece(step) {
  const part = h("span", { "data-lane": step.lane });
  part.style.flexGrow = String(Math.max(step.took, 0.1));
  return part;
}

function drawSection({ heading, steps }) {
  return [heading ? h("li", { class: "reply" }, heading) : null, ...steps.map(drawStep)];
}

function drawStep(step) {
  const timed = step.took !== null && step.took !== undefined;
  const bar = h("b");
  if (timed) bar.style.width = `${Math.min(Math.log1p(step.took) / FULL_BAR, 1) * 100}%`;
  const note = step.note?.split(":")[0]; // what comes after it is for programmers
  return h("li", { class: `step ${step.now ? "now" : step.tone ?? ""}`, "data-lane": step.lane, title: step.note },
    h("i"),
    h("span", { class: "label" }, step.label, note ? h("small", {}, ` ${note}`) : null),
    timed ? h("span", { class: "bar", "aria-hidden": "true" }, bar) : null,
    timed ? h("span", { class: "ms" }, `+${span(step.took)}`) : null);
}
