// One phone: what its person has sent and received, and where they type.
import { clock, h, send, span, stamp, svg } from "./dom.js";
import { Journeys } from "./journey.js";
import { turnsOf } from "./steps.js";

const TICK = "M4 6.5l3.5 3.5L14 2";
const TWO_TICKS = "M1 6.5l3.5 3.5L11 2M7.8 8.3l1.7 1.7L16 2";
const CLOCK = "M9 1a5 5 0 1 0 0 10A5 5 0 0 0 9 1ZM9 3v3l2 1";
const CROSS = "M4 1l9 9M13 1l-9 9";
const QUESTION = "M6 4a3 3 0 1 1 4 3c-1 .4-1 1-1 1.5M9 10.6v.2";
// What Twilio's error codes say, in short; the others are shown by number.
const MEANINGS = {
  21211: "not a valid number", 21408: "region not enabled", 21610: "they have opted out", 21614: "not a mobile number",
  30003: "phone unreachable", 30005: "number unknown or out of service", 30006: "landline or unreachable carrier",
  30007: "filtered by the carrier", 30008: "unknown error at the carrier",
};
const SIGNAL = "M0 11V8h3v3zM5 11V6h3v5zM10 11V3h3v8zM15 11V0h3v11zM24 2h20a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H24a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zM47 5h1v3h-1z";
const PICTURE_LIMIT = 5_000_000; // bytes, as for a picture message

export const SUGGESTION = "Hi, Dana Cole told me about this";

export class Phone {
  /** `setup` is what the server says of itself; `remove(number)` takes the phone off the page. */
  constructor(number, name, setup, remove) {
    this.number = number;
    this.setup = setup;
    this.messages = new Map();
    this.wire = [];
    this.pending = []; // texts on their way to the webhook, not seen in the database yet
    this.attached = [];
    this.chosen = null;
    this.nodes = new Map(); // message id -> { node, sign }
    this.build(name, remove);
    this.draw();
  }

  /** Takes rows from the database; later versions of a row replace earlier ones. */
  receive(rows) {
    for (const row of rows) {
      if (!this.messages.has(row.id) && row.direction === "inbound") {
        const index = this.pending.findIndex((text) => text.text === row.text && !text.problem);
        if (index >= 0) this.pending.splice(index, 1);
        this.chosen = null; // a new text is followed, whatever was open
      }
      this.messages.set(row.id, row);
    }
    this.draw();
  }

  /** Takes events from the stand-ins: posts, pokes, calls and callbacks. */
  hear(event) {
    this.wire.push({ ...event, at: stamp(event.at) });
    this.draw();
  }

  /** Forgets the events of an earlier stream: a new one tells them again. */
  forgetWire() {
    this.wire = [];
  }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = null; this.drawNow(); });
  }

  suggest(text) {
    this.input.value = text;
    this.fit();
    this.input.focus();
  }

  drawNow() {
    const messages = [...this.messages.values()].sort((one, other) => one.seq - other.seq);
    const thread = withCarrier(messages, this.wire);
    const low = this.thread.scrollHeight - this.thread.scrollTop - this.thread.clientHeight < 80;
    const turns = turnsOf(messages);
    const keyOf = new Map(turns.flatMap((turn) => [...turn.texts, ...turn.replies].map((one) => [one.id, turn.key])));
    let added = false;
    let place = this.thread.firstChild;
    const shown = new Set(["empty", "typing"]);
    const put = (id, sign, make) => {
      shown.add(id);
      const known = this.nodes.get(id);
      let node = known?.node;
      if (known?.sign !== sign) {
        node = make();
        if (known) {
          if (place === known.node) place = known.node.nextSibling;
          known.node.remove();
        } else { node.classList.add("new"); added = true; }
        this.nodes.set(id, { node, sign });
      }
      if (node === place) place = place.nextSibling;
      else this.thread.insertBefore(node, place);
    };
    const asking = thread.findLast((message) => this.mailboxIn(message));
    for (const message of thread) {
      const key = keyOf.get(message.id);
      const chosen = key !== undefined && key === this.chosen;
      put(message.id, JSON.stringify([message, chosen]), () => this.bubble(message, chosen, key));
      // A node of its own: what is being typed into it outlives the changes of the text above.
      if (message === asking) put(`mail-${message.id}`, "", () => this.mailTo(this.mailboxIn(message)));
    }
    for (const text of this.pending) put(text.id, JSON.stringify(text), () => this.pendingBubble(text));
    for (const [id, { node }] of this.nodes) {
      if (!shown.has(id)) { node.remove(); this.nodes.delete(id); }
    }
    this.empty.hidden = thread.length + this.pending.length > 0;
    this.typing.hidden = !this.someoneTypes(messages);
    this.thread.append(this.typing);
    if (added || low) this.thread.scrollTop = this.thread.scrollHeight;
    this.journeys.draw(messages, this.wire, this.chosen);
  }

  someoneTypes(messages) {
    if (this.pending.some((text) => !text.problem)) return true;
    const recent = Date.now() - 120_000;
    return messages.some((one) => one.direction === "inbound" && !one.answered && !one.trace.some((entry) => entry.step === "paused") && stamp(one.created_at) > recent);
  }

  bubble(message, chosen, key) {
    const mine = message.direction === "inbound";
    const state = stateOf(message);
    const bubble = h("div", { class: "bubble", onclick: () => this.choose(key), title: "Show its way" }, linked(message.text));
    return h("div", {
      class: `text ${mine ? "mine" : "theirs"} ${state.look} ${chosen ? "chosen" : ""}`,
      "data-status": message.status, "data-message": message.id,
    },
    message.pictures.map(picture),
    message.text ? bubble : null,
    h("div", { class: "meta" },
      mine ? null : h("span", { class: "who" }, message.role),
      h("span", {}, clock(stamp(message.created_at))),
      this.waited(message),
      message.segments > 1 ? h("span", {}, `${message.segments} segments`) : null,
      ticks(state),
      state.reason ? h("span", { class: state.tone }, state.reason) : null));
  }

  pendingBubble(text) {
    const state = text.problem
      ? { ticks: "failed", icon: CROSS, title: "failed", reason: text.problem }
      : { ticks: "sending", icon: CLOCK, title: "on its way" };
    return h("div", { class: `text mine ${text.problem ? "dead" : "waiting"}` },
      text.pictures.map(picture),
      text.text ? h("div", { class: "bubble" }, text.text) : null,
      h("div", { class: "meta" }, ticks(state), state.reason ? h("span", { class: "reason" }, state.reason) : null));
  }

  /** How long the person waited: from their text to the moment that its reply was delivered. */
  waited(message) {
    const text = this.messages.get(message.answers);
    const delivered = message.trace.find((entry) => entry.step === "delivery" && entry.status === "delivered");
    if (!text || !delivered) return null;
    const posted = this.wire.find((event) => event.kind === "posted" && event.sid === text.sid)?.at;
    const took = stamp(delivered.at) - (posted ?? stamp(text.created_at));
    return h("span", { title: "from the text to its delivered reply" }, span(took));
  }

  /** The personal address of ours that an agent asks to write to, if this text names one. */
  mailboxIn(message) {
    if (message.direction !== "outbound") return null;
    const domain = this.setup.mail_domain.replaceAll(".", "\\.");
    return new RegExp(`verify-[A-Za-z0-9_-]+@${domain}`).exec(message.text)?.[0] ?? null;
  }

  /** A way to send that mail from here. */
  mailTo(to) {
    const from = h("input", { type: "email", required: true, placeholder: "you@company.com", "aria-label": "Your work email" });
    const said = h("span", { class: "said", role: "status" });
    const button = h("button", { class: "button primary", type: "submit" }, "Send mail");
    const submit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        said.textContent = (await send("POST", "/api/mail", { sender: from.value, recipient: to })).said;
      } catch (error) {
        said.textContent = error.message;
      }
      button.disabled = false;
    };
    return h("form", { class: "mail", onsubmit: submit },
      h("strong", {}, svg("M3 6h18v12H3zM3 7l9 6 9-6"), "Mail from your work address"),
      h("div", { class: "to" }, `to ${to}`), from,
      h("div", { class: "mail-row" }, button, said));
  }

  choose(key) {
    this.chosen = key;
    this.drawNow();
    this.journeys.reveal(key);
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    const pictures = this.attached.splice(0);
    if (!text && pictures.length === 0) return;
    const sent = { id: `pending-${crypto.randomUUID()}`, text, pictures: pictures.map((one) => one.url), problem: "" };
    this.pending.push(sent);
    this.input.value = "";
    this.fit();
    this.drawAttached();
    this.draw();
    try {
      await send("POST", "/api/texts", { number: this.number, text, pictures: pictures.map((one) => one.id) });
    } catch (error) {
      sent.problem = error.message;
      this.draw();
    }
  }

  async attach() {
    this.problem.textContent = "";
    for (const file of this.file.files) {
      if (!file.type.startsWith("image/")) this.problem.textContent = "Only pictures can be attached.";
      else if (file.size > PICTURE_LIMIT) this.problem.textContent = "A picture may have 5 MB at most.";
      else {
        const response = await fetch("/api/pictures", { method: "POST", headers: { "Content-Type": file.type }, body: file });
        const answer = await response.json();
        if (response.ok) this.attached.push(answer);
        else this.problem.textContent = answer.problem;
      }
    }
    this.file.value = "";
    this.drawAttached();
  }

  drawAttached() {
    this.attachments.replaceChildren(...this.attached.map((one, index) =>
      h("button", { type: "button", "aria-label": "Remove the picture", onclick: () => { this.attached.splice(index, 1); this.drawAttached(); } },
        h("img", { src: one.url, alt: "" }))));
    this.fit();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 110)}px`;
    this.button.disabled = !this.input.value.trim() && this.attached.length === 0;
  }

  build(name, remove) {
    this.empty = h("div", { class: "empty" }, h("p", {}, "Say something to begin, for example"),
      h("button", { class: "suggestion", type: "button", onclick: () => this.suggest(SUGGESTION) }, `“${SUGGESTION}”`));
    this.typing = h("div", { class: "typing", role: "status", "aria-label": "An answer is being made", hidden: true }, h("i"), h("i"), h("i"));
    this.thread = h("div", { class: "thread", role: "log", tabindex: "0", "aria-label": `Texts of ${name}` }, this.empty, this.typing);
    this.input = h("textarea", { rows: "1", maxlength: "1600", placeholder: "Text message", "aria-label": `Text from ${name}`,
      oninput: () => this.fit(),
      onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.form.requestSubmit(); } } });
    this.file = h("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => this.attach() });
    this.button = h("button", { class: "round send", type: "submit", "aria-label": "Send", disabled: true }, svg("M12 19V5M6 11l6-6 6 6"));
    this.attachments = h("div", { class: "attached" });
    this.problem = h("p", { class: "compose-problem", role: "alert" });
    this.form = h("form", { class: "compose", onsubmit: (event) => this.submit(event) },
      this.attachments,
      h("div", { class: "compose-row" },
        h("button", { class: "round", type: "button", "aria-label": "Attach a picture", onclick: () => this.file.click() },
          svg("M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01")),
        this.input, this.button, this.file),
      this.problem);
    this.journeys = new Journeys(name, (key) => this.choose(this.chosen === key ? null : key));
    const time = h("span", {}, clock(Date.now()));
    setInterval(() => { time.textContent = clock(Date.now()); }, 20_000);
    this.element = h("article", { class: "unit", "data-number": this.number },
      h("header", { class: "owner" },
        h("h2", {}, name), h("span", {}, this.number),
        h("button", { class: "close", type: "button", "aria-label": `Take the phone of ${name} off the page`, onclick: () => remove(this.number) }, "×")),
      h("div", { class: "device" },
        h("div", { class: "island", "aria-hidden": "true" }),
        h("div", { class: "screen" },
          h("div", { class: "status-bar", "aria-hidden": "true" }, time, svg(SIGNAL, "0 0 48 12")),
          h("header", { class: "contact" },
            h("img", { class: "avatar", src: "/static/mark.svg", alt: "" }),
            h("div", {}, h("strong", {}, "Yachtparty"), h("span", {}, this.setup.number_shown))),
          this.thread, this.form)),
      this.journeys.element);
  }
}

/** The texts with those that Twilio itself wrote: its answers to STOP, START and HELP. */
function withCarrier(messages, wire) {
  const thread = [...messages];
  for (const { at, text } of wire.filter((event) => event.kind === "carrier")) {
    // It was written when the word arrived, a moment before our row of that word was.
    const word = messages.find((one) => one.direction === "inbound" && stamp(one.created_at) > at - 1);
    const next = word ? thread.indexOf(word) + 1 : thread.length;
    thread.splice(next, 0, {
      id: `carrier-${at}`, direction: "outbound", role: "Twilio", text, status: "delivered", pictures: [], trace: [],
      segments: 1, created_at: new Date(at).toISOString(),
    });
  }
  return thread;
}

function stateOf(message) {
  const code = message.error_code ? ` (${message.error_code})` : "";
  const why = message.error_message || MEANINGS[message.error_code]
    || message.trace.findLast((entry) => entry.reason)?.reason || "";
  switch (message.status) {
    case "received":
      return message.answered
        ? { look: "", ticks: "delivered", icon: TWO_TICKS, title: "answered" }
        : { look: "", ticks: "sent", icon: TICK, title: "recorded" };
    case "delivered":
      return { look: "", ticks: "delivered", icon: TWO_TICKS, title: "delivered" };
    case "sent":
      return { look: "", ticks: "sent", icon: TICK, title: "sent" };
    case "unconfirmed":
      return { look: "waiting", ticks: "doubt", icon: QUESTION, title: "unconfirmed", reason: "Twilio's answer was lost", tone: "doubt" };
    case "failed":
    case "undelivered":
      return { look: "dead", ticks: "failed", icon: CROSS, title: message.status, reason: `${message.status}: ${why || "Twilio gave no reason"}${code}`, tone: "reason" };
    case "cancelled":
      return { look: "dead", ticks: "failed", icon: CROSS, title: "cancelled", reason: `not sent: ${why || "cancelled"}`, tone: "reason" };
    default:
      return { look: "waiting", ticks: "sending", icon: CLOCK, title: message.status };
  }
}

function ticks(state) {
  const icon = svg(state.icon, "0 0 19 12");
  return h("span", { class: "ticks", "data-state": state.ticks, role: "img", "aria-label": state.title, title: state.title }, icon);
}

/** A text with its links as links, such as that of a payment page. */
function linked(text) {
  return text.split(/(https?:\/\/\S+)/).map((part, place) => place % 2 === 0 ? part : h("a", {
    href: part, target: "_blank", rel: "noopener noreferrer", onclick: (event) => event.stopPropagation(),
  }, part));
}

function picture(url) {
  // Only pictures that this page stored itself are ever loaded.
  return url.startsWith("/pictures/") ? h("img", { class: "picture", src: url, alt: "A picture that was sent" }) : null;
}
