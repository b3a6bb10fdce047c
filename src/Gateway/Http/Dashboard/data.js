'use strict';
// What is asked of the gateway, and how its answers are put into words. Names, tasks and errors come from peers: they
// become text, never markup.

const POLL = 333;         // ms: three times a second is as fast as one reads
const SLOW_POLL = 2000;   // ms: what changes seldom
const LOST_POLL = 1000;   // ms: while nobody answers
const PATIENCE = 4000;    // ms: a gateway that takes longer is as good as gone
const RUNS_WITHIN = 2000; // ms since its last tick: a robot that runs

const STAGES = ['read', 'decode', 'wait', 'resize', 'run', 'shape', 'write'];

async function ask(path) {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw Object.assign(new Error((await answer.text()).trim()), { status: answer.status });
  return answer.json();
}

const robotPath = (name) => '/api/robots/' + encodeURIComponent(name);

// el('td', { class: 'n' }, 'text', node): an element; strings become text nodes.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const byId = (id) => document.getElementById(id);

// Only what has changed is written: nothing moves, and a screen reader is not told the same twice.
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function mark(node, name, on) {
  if (node.classList.contains(name) !== on) node.classList.toggle(name, on);
}

function put(node, attribute, value) {
  if (node.getAttribute(attribute) !== String(value)) node.setAttribute(attribute, value);
}

// Keeps a child for each item, by its key, in the items' order.
function keep(parent, items, keyOf, make, update) {
  const had = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let before = null;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = had.get(key);
    if (child) had.delete(key);
    else {
      child = make(item);
      child.dataset.key = key;
    }
    update(child, item);
    const place = before ? before.nextElementSibling : parent.firstElementChild;
    if (place !== child) parent.insertBefore(child, place);
    before = child;
  }
  for (const gone of had.values()) gone.remove();
}

function milliseconds(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const ms = seconds * 1000;
  return `${ms.toFixed(ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`;
}

const count = (number) => number.toLocaleString('en').replaceAll(',', '\u202f');

const sum = (byReason) => Object.values(byReason).reduce((all, one) => all + one, 0);

function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86400)} d`;
}

const clock = (time) => new Date(time).toLocaleTimeString('en-GB');

// 'DeadlineExceeded' → 'deadline exceeded'
const words = (name) => name.replace(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();

function quantile(values, part) {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(part * (sorted.length - 1))];
}
