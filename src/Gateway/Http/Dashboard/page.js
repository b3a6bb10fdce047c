// The page itself: asks again and again while somebody looks, and goes by the keyboard alone.

const SPANS = [3, 10, 30];
const THEMES = ['auto', 'light', 'dark'];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

let slowAt = 0;
let picturesAt = 0;
let lostAt = null;

async function pollOnce() {
  const begun = performance.now();
  try {
    await askRobots();
    await askTicks();
    if (begun - slowAt >= SLOW_POLL) {
      slowAt = begun;
      await askGateway();
    }
    // Once a second is as often as the gateway takes one; asking is what makes it take them.
    if (gateway.pictures && begun - picturesAt >= 1000) {
      picturesAt = begun;
      await askPictures();
    }
    lostAt = null;
  } catch {
    lostAt ??= Date.now();
    slowAt = 0;
  }
  showLost();
  return performance.now() - begun;
}

async function poll() {
  for (;;) {
    if (document.hidden) {
      await new Promise((seen) => document.addEventListener('visibilitychange', seen, { once: true }));
      continue;
    }
    const took = await pollOnce();
    await wait(lostAt === null ? Math.max(50, POLL - took) : LOST_POLL);
  }
}

function showLost() {
  const banner = byId('lost');
  if (lostAt !== null)
    say(banner, `Connection lost ${duration(Date.now() - lostAt)} ago. What is shown is old; asking again.`);
  banner.hidden = lostAt === null;
  if (lostAt !== null) showHealth('', 'no answer', banner.textContent);
  document.title = lostAt === null ? 'PolicyGate' : 'PolicyGate: connection lost';
}

function theme(next) {
  const root = document.documentElement;
  const at = THEMES.indexOf(root.dataset.theme ?? 'auto');
  const name = next ?? THEMES[(at + 1) % THEMES.length];
  root.dataset.theme = name;
  say(byId('theme'), { auto: '◐ Auto', light: '○ Light', dark: '● Dark' }[name]);
  try {
    localStorage.setItem('policygate-theme', name);
  } catch { /* a browser that keeps nothing */ }
}

function span(seconds) {
  state.span = seconds * 1000;
  for (const button of byId('spans').children) {
    const on = Number(button.dataset.key) === seconds;
    put(button, 'aria-checked', on);
    put(button, 'tabindex', on ? 0 : -1);
  }
  showCharts();
}

function moveRobot(by) {
  const names = state.robots.map((robot) => robot.name);
  const next = names[Math.min(names.length - 1, Math.max(0, names.indexOf(state.name) + by))];
  if (next === undefined) return;
  choose(next);
  const card = [...byId('list').children].find((child) => child.dataset.key === next);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
}

function goTo(id) {
  const part = byId(id);
  part.scrollIntoView();
  (id === 'robots' ? byId('list').querySelector('[aria-selected=true]') ?? byId('robot') : part)
    .focus({ preventScroll: true });
}

const KEYS = {
  j: () => moveRobot(1), k: () => moveRobot(-1), ' ': toggleFreeze,
  1: () => span(SPANS[0]), 2: () => span(SPANS[1]), 3: () => span(SPANS[2]),
  r: () => goTo('robots'), o: () => goTo('routes'), p: () => goTo('policies'), s: () => goTo('shadows'),
  t: () => theme(), '?': () => byId('keys').showModal(),
};

function onKey(event) {
  const typing = event.target.closest('input, select, textarea, dialog');
  const pressing = event.key === ' ' && event.target.closest('button, a');
  if (typing || pressing || event.ctrlKey || event.altKey || event.metaKey) return;
  const within = event.target.closest('#list') ? LIST_KEYS : event.target.closest('#latency') ? CHART_KEYS
    : event.target.closest('#spans') ? SPAN_KEYS : {};
  const act = within[event.key] ?? KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

const LIST_KEYS = {
  ArrowDown: () => moveRobot(1), ArrowUp: () => moveRobot(-1), Home: () => moveRobot(-1e6), End: () => moveRobot(1e6),
};

const CHART_KEYS = {
  ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => step(-1e6), End: () => step(1e6),
  Escape: () => state.frozen === null ? point(null) : toggleFreeze(),
};

const moveSpan = (by) => {
  const at = SPANS.indexOf(state.span / 1000) + by;
  span(SPANS[Math.min(SPANS.length - 1, Math.max(0, at))]);
  byId('spans').querySelector('[aria-checked=true]').focus();
};

const SPAN_KEYS = { ArrowLeft: () => moveSpan(-1), ArrowRight: () => moveSpan(1) };

function begin() {
  let kept = null;
  try {
    kept = localStorage.getItem('policygate-theme');
  } catch { /* a browser that keeps nothing */ }
  theme(THEMES.includes(kept) ? kept : 'auto');
  keep(byId('spans'), SPANS, (seconds) => seconds, (seconds) => {
    const button = el('button', { type: 'button', role: 'radio' }, `${seconds} s`);
    button.addEventListener('click', () => span(seconds));
    return button;
  }, () => {});
  span(10);
  showFreeze();
  document.addEventListener('keydown', onKey);
  byId('theme').addEventListener('click', () => theme());
  byId('help').addEventListener('click', () => byId('keys').showModal());
  byId('freeze').addEventListener('click', toggleFreeze);
  byId('access').addEventListener('submit', useToken);
  for (const svg of document.querySelectorAll('#latency svg')) {
    svg.addEventListener('pointermove', (event) => {
      if (frame) point(frame.time(event.clientX - svg.getBoundingClientRect().left));
    });
    svg.addEventListener('pointerleave', () => state.frozen === null && point(null));
    svg.addEventListener('click', toggleFreeze);
  }
  new ResizeObserver(() => showCharts()).observe(byId('robot'));
  poll();
}

begin();
