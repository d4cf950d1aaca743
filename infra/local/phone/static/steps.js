// From rows and wire events to what is shown of a text's way: pure functions, no DOM.
import { clock, stamp } from "./dom.js";

export const LANES = [
  ["webhook", "webhook"],
  ["agent", "agent"],
  ["poke", "pg_net"],
  ["sender", "sms_sender"],
  ["twilio", "Twilio"],
];

// What the stand-in calls its faults, as the person at the page should read it.
const FAULTS = {
  delay: "Twilio takes its time",
  too_many_requests: "Twilio answers 429",
  error_after_accepting: "Twilio answers 500",
  drop_after_accepting: "Twilio drops the line",
};

const FINAL = new Set(["delivered", "undelivered", "failed", "cancelled"]);

/** Groups one phone's messages, oldest first, into turns: the texts that were answered as a whole,
 *  and the replies to them. A reply that answers no text is a turn by itself. */
export function turnsOf(messages) {
  const turns = [];
  const byText = new Map();
  const bySettled = new Map();
  for (const message of messages) {
    if (message.direction !== "inbound") continue;
    const settled = message.trace.find((entry) => entry.step === "settled")?.at;
    let turn = settled && bySettled.get(settled);
    if (!turn) {
      turn = { key: message.id, texts: [], replies: [], seq: message.seq };
      turns.push(turn);
      if (settled) bySettled.set(settled, turn);
    }
    turn.texts.push(message);
    byText.set(message.id, turn);
  }
  for (const message of messages) {
    if (message.direction !== "outbound") continue;
    const turn = byText.get(message.answers);
    if (turn) turn.replies.push(message);
    else turns.push({ key: message.id, texts: [], replies: [message], seq: message.seq });
  }
  return turns.sort((one, other) => one.seq - other.seq);
}

/** Everything that happened in a turn: sections of steps {lane, label, note, at, took, tone}. */
export function sectionsOf(turn, wire) {
  const sections = turn.texts.map((text) => ({ heading: null, steps: inboundSteps(text, wire) }));
  const begin = sections[0]?.steps[0]?.at;
  const settled = sections.at(-1)?.steps.at(-1)?.at;
  if (turn.texts.length > 1) {
    sections.forEach((section, index) => { section.heading = `text: ${turn.texts[index].text}`; });
  }
  for (const reply of turn.replies) {
    const heading = turn.replies.length > 1 || turn.texts.length > 1 ? `reply: ${reply.text}` : null;
    sections.push({ heading, steps: outboundSteps(reply, wire) });
  }
  for (const [index, section] of sections.entries()) {
    section.steps.sort((one, other) => one.at - other.at);
    const isReply = index >= turn.texts.length;
    let before = isReply ? settled ?? stamp(turn.replies[index - turn.texts.length].created_at) : null;
    for (const step of section.steps) {
      step.took = before === null ? null : Math.max(step.at - before, 0);
      before = step.at;
    }
  }
  return { sections: sections.filter((section) => section.steps.length), begin: begin ?? null };
}

/** What the turn waits for now, as a step without a time, or null when nothing is awaited. */
export function awaited(turn) {
  const text = turn.texts.at(-1);
  const paused = text?.trace.find((entry) => entry.step === "paused");
  if (paused && !text.answered) {
    return { lane: "agent", label: `Held until ${clock(stamp(paused.until), true)}` };
  }
  if (text && !text.answered && turn.replies.length === 0) {
    return { lane: "agent", label: "The agent is deciding" };
  }
  const reply = turn.replies.find((message) => !FINAL.has(message.status));
  if (!reply) return null;
  const due = stamp(reply.available_at);
  const later = due > Date.now() + 1500 ? clock(due, true) : null;
  switch (reply.status) {
    case "queued_for_send":
      return { lane: "sender", label: later ? `Tries again at ${later}` : "Waits for sms_sender" };
    case "sending":
      return { lane: "twilio", label: "Twilio is being called" };
    case "unconfirmed":
      return { lane: "sender", label: `Asks Twilio's message list${later ? ` at ${later}` : ""}` };
    case "sent":
      return { lane: "twilio", label: "On its way to the phone" };
    default:
      return { lane: "sender", label: reply.status };
  }
}

/** The turn's outcome in a few words, and its tone: good, warn, bad or empty. */
export function outcome(turn, begin) {
  const last = turn.replies.at(-1);
  if (!last) return { verb: turn.texts.at(-1)?.answered ? "no reply" : "under way", tone: "", end: null };
  const from = begin ?? stamp(last.created_at);
  const end = stamp(last.trace.at(-1)?.at ?? last.created_at) - from;
  if (last.status === "delivered") return { verb: "delivered in", tone: "good", end };
  if (last.status === "failed" || last.status === "undelivered") return { verb: `${last.status} after`, tone: "bad", end };
  if (last.status === "cancelled") return { verb: "cancelled", tone: "", end: null };
  if (last.status === "unconfirmed") return { verb: "unconfirmed after", tone: "warn", end };
  if (last.status === "sent") return { verb: "sent in", tone: "", end };
  if (begin === null) return { verb: "under way", tone: "", end: null };
  return { verb: "answered in", tone: "", end: stamp(last.created_at) - from };
}

function inboundSteps(text, wire) {
  const steps = [];
  for (const event of wire) {
    if (!event.sid || event.sid !== text.sid) continue;
    if (event.kind === "posted") {
      const again = steps.some((step) => step.kind === "posted");
      steps.push({ kind: "posted", lane: "webhook", at: event.at, label: again ? "Called again" : "Webhook called", note: "signed", tone: again ? "warn" : "" });
    } else if (event.kind === "answered") {
      const fine = event.status >= 200 && event.status < 300;
      steps.push({ lane: "webhook", at: event.at, label: event.status ? `Webhook: ${event.status}` : `Webhook fails: ${event.error}`, tone: fine ? "aside" : "bad" });
    }
  }
  let recorded = null;
  for (const entry of text.trace) {
    const at = stamp(entry.at);
    if (entry.step === "recorded") {
      recorded = at;
      steps.push({ lane: "webhook", at, label: "Recorded" });
    } else if (entry.step === "decided") {
      // It is written with the settlement; the agent's own time says when it was done.
      const done = recorded === null ? at : Math.min(recorded + Number(entry.ms ?? 0), at);
      const again = entry.attempt > 1 ? `, attempt ${entry.attempt}` : "";
      steps.push({ lane: "agent", at: done, label: "Decided", note: `by ${entry.engine ?? "the agent"}${again}` });
    } else {
      steps.push({ lane: "webhook", at, label: entry.step === "settled" ? "Settled" : entry.step, note: entry.reason });
    }
  }
  return steps;
}

function outboundSteps(reply, wire) {
  const steps = reply.trace.map((entry, index) => traced(entry, index)).filter(Boolean);
  const claimed = steps.find((step) => step.label === "Claimed")?.at ?? Infinity;
  for (const event of wire) {
    if (event.kind === "poked" && event.message_ids?.includes(reply.id)) {
      const late = event.at > claimed;
      steps.push({ lane: "poke", at: event.at, label: "Poke sent", tone: late ? "aside" : "" });
    } else if (event.kind === "fault" && event.message_id === reply.id && FAULTS[event.fault]) {
      steps.push({ lane: "twilio", at: event.at, label: FAULTS[event.fault], tone: "warn" });
    } else if (event.kind === "callback" && event.message_id === reply.id && event.odd) {
      steps.push({ lane: "twilio", at: event.at, label: `Callback “${event.status}”`, note: event.odd, tone: "aside" });
    }
  }
  return steps;
}

function traced(entry, index) {
  const at = stamp(entry.at);
  const code = entry.code ? `error ${entry.code}` : null;
  const because = entry.reason ?? entry.error ?? code;
  switch (entry.step) {
    case "queued":
      return index === 0 ? null : { lane: "sender", at, label: "Queued again" };
    case "claimed":
      return { lane: "sender", at, label: "Claimed", note: entry.attempt > 1 ? `attempt ${entry.attempt}` : null };
    case "calling":
      return { lane: "sender", at, label: "Twilio called" };
    case "accepted":
      return { lane: "twilio", at, label: "Accepted" };
    case "retry":
      return { lane: "twilio", at, label: "Not accepted, will retry", note: because, tone: "warn" };
    case "unconfirmed":
      return { lane: "twilio", at, label: "Outcome unknown", note: because, tone: "warn" };
    case "found":
      return { lane: "sender", at, label: "Found in Twilio's list", note: "not sent twice" };
    case "absent":
      return { lane: "sender", at, label: "Not in Twilio's list", note: entry.reading ? `reading ${entry.reading} of 2` : null, tone: "warn" };
    case "refused":
      return { lane: "twilio", at, label: "Refused", note: because, tone: "bad" };
    case "cancelled":
      return { lane: "sender", at, label: "Cancelled", note: because };
    case "retry_of":
      return { lane: "sender", at, label: "Tried once more", note: code };
    case "delivery": {
      const tone = { delivered: "good", failed: "bad", undelivered: "bad" }[entry.status] ?? "";
      const label = { delivered: "Delivered", failed: "Failed", undelivered: "Not delivered", sent: "Sent" }[entry.status] ?? entry.status;
      return { lane: "twilio", at, label, note: code, tone };
    }
    default:
      return { lane: "sender", at, label: entry.step, note: because };
  }
}
