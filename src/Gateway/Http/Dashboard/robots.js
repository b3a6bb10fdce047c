// The list of robots, and one of them in full.

const state = {
  robots: [], name: null, ticks: [], next: 0, joints: [], since: null, now: 0, skew: 0,
  span: 10000, frozen: null, cursor: null, pictures: false,
};

async function askRobots() {
  const answer = await ask('/api/robots');
  state.now = Date.parse(answer.now);
  // Those that are here first: what has left is looked at later.
  state.robots = answer.robots.sort((a, b) => (a.left !== null) - (b.left !== null));
  say(byId('unlisted'), answer.unlisted > 0 ? `${answer.unlisted} more were not listed (Limits:LiveRobots).` : '');
  byId('unlisted').hidden = answer.unlisted === 0;
  if (!state.robots.some((robot) => robot.name === state.name)) choose(state.robots[0]?.name ?? null);
  showList();
}

async function askTicks() {
  const name = state.name;
  if (name === null) return showRobot(null);
  let answer;
  try {
    answer = await ask(`${robotPath(name)}?since=${state.next}`);
  } catch (fault) {
    if (fault.status === 404) return; // gone between two questions; the next list says so
    throw fault;
  }
  if (name !== state.name) return;
  const again = state.since !== answer.robot.since || answer.next < state.next;
  if (again && state.next > 0) return forget(answer.robot.since);
  state.since = answer.robot.since;
  state.next = answer.next;
  state.joints = answer.joints;
  state.now = Date.parse(answer.now);
  for (const tick of answer.ticks) state.ticks.push({ ...tick, time: Date.parse(tick.at) });
  const oldest = state.now - 45000;
  while (state.ticks.length > 1 && state.ticks[0].time < oldest && state.frozen === null) state.ticks.shift();
  if (state.ticks.length > 20000) state.ticks.splice(0, state.ticks.length - 20000);
  showRobot(answer.robot);
}

function forget(since) {
  Object.assign(state, { ticks: [], next: 0, since, cursor: null, frozen: null });
}

function choose(name) {
  if (name === state.name) return;
  state.name = name;
  forget(null);
  showFreeze();
  showList();
  askTicks().catch(() => {});
}

function standing(robot) {
  if (robot.left !== null) return ['gone', `left ${duration(state.now - Date.parse(robot.left))} ago`];
  if (robot.lastTick === null) return ['quiet', 'no tick yet'];
  const quiet = state.now - Date.parse(robot.lastTick);
  return quiet < RUNS_WITHIN ? ['runs', 'running'] : ['quiet', `quiet for ${duration(quiet)}`];
}

function showList() {
  const list = byId('list');
  keep(list, state.robots, (robot) => robot.name, makeCard, updateCard);
  const here = state.robots.filter((robot) => robot.left === null).length;
  say(byId('robots-count'), state.robots.length ? `${here} here` : '');
  byId('nobody').hidden = state.robots.length > 0;
}

function makeCard(robot) {
  const recent = document.createElementNS(SVG, 'svg');
  put(recent, 'viewBox', '0 0 264 20');
  put(recent, 'preserveAspectRatio', 'none');
  put(recent, 'aria-hidden', 'true');
  const card = el('li', { class: 'robot', role: 'option' },
    el('span', { class: 'name peer' }, robot.name), el('span', { class: 'rate' }),
    el('span', { class: 'by peer' }), el('span', { class: 'slow', title: '99th percentile of its answers' }),
    recent, el('span', { class: 'state' }), el('span', { class: 'last peer' }));
  card.addEventListener('click', () => choose(robot.name));
  return card;
}

function updateCard(card, robot) {
  const [, rate, by, slow, recent, standingNode, last] = card.children;
  const [kind, text] = standing(robot);
  const chosen = robot.name === state.name;
  put(card, 'aria-selected', chosen);
  put(card, 'tabindex', chosen ? 0 : -1);
  mark(card, 'left', robot.left !== null);
  say(rate, robot.left === null ? `${robot.rate.toFixed(robot.rate < 10 ? 1 : 0)} Hz` : '');
  say(by, robot.policy === null ? robot.route
    : robot.inPlaceOf === null ? `${robot.policy} · version ${robot.version}`
    : `${robot.policy} in place of ${robot.inPlaceOf}`);
  mark(by, 'standing-in', robot.inPlaceOf !== null);
  put(by, 'title', robot.inPlaceOf === null ? `route ${robot.route}` : `${robot.inPlaceOf} fails: fallen back`);
  say(slow, robot.p99 === null ? '' : `p99 ${milliseconds(robot.p99)}`);
  drawRecent(recent, robot.recent);
  put(standingNode, 'class', `state ${kind}`);
  say(standingNode, text);
  const stopped = /[sh](?=c*$)/.exec(robot.recent);
  say(last, stopped ? `last ${stopped[0] === 's' ? 'skip' : 'hold'}: ${words(robot.lastReason ?? '')}` : '');
}

function figure(name, value) {
  return { name, value };
}

function showRobot(robot) {
  if (robot === null) {
    say(byId('robot-name'), '–');
    say(byId('robot-about'), 'nobody to look at yet');
    return;
  }
  say(byId('robot-name'), robot.name);
  say(byId('robot-about'), [
    robot.policy === null ? 'no policy yet' : `policy ${robot.policy}, version ${robot.version}`,
    robot.inPlaceOf === null ? null : `in place of ${robot.inPlaceOf}, which fails`,
    `route ${robot.route}`, robot.wire, `here since ${clock(robot.since)}`,
    robot.left === null ? null : `left ${clock(robot.left)}`,
  ].filter(Boolean).join(' · '));
  const figures = [
    figure('ticks a second', robot.rate.toFixed(1)),
    figure('p50 answer', milliseconds(robot.p50)), figure('p99 answer', milliseconds(robot.p99)),
    figure('chunks', count(robot.chunks)), figure('skips', count(sum(robot.skips))),
    figure('holds', count(sum(robot.holds))),
    figure('episodes', count(robot.episodes)),
    figure('late, limited', `${count(robot.lateRows)}, ${count(robot.limitedRows)}`),
  ];
  keep(byId('figures'), figures, (one) => one.name,
    (one) => el('div', {}, el('dt', {}, one.name), el('dd')), (node, one) => say(node.lastChild, one.value));
  showReasons(robot);
  showPictures(robot);
  showCharts();
}

function view() {
  const now = state.frozen ?? state.now;
  const ticks = state.ticks.filter((tick) => tick.time <= now && tick.time >= now - state.span - 5000);
  const shown = ticks.filter((tick) => tick.time >= now - state.span);
  const worst = shown.reduce((most, tick) => (tick.jump ?? 0) > (most?.jump ?? 1e-4) ? tick : most, null);
  const interval = ticks.findLast((tick) => tick.interval > 0)?.interval ?? null;
  return { now, span: state.span, ticks, shown, worst, interval, cursor: state.cursor };
}

let frame = null;

function showCharts() {
  const seen = view();
  const [tall, strip] = document.querySelectorAll('#latency svg');
  frame = drawLatency(tall, strip, seen);
  if (frame) for (const svg of [tall, strip]) drawCross(svg, seen.cursor === null ? null : frame.x(seen.cursor));
  showStages(seen);
  showJoints(seen);
  showReading(seen);
}

function showStages(seen) {
  const of = (stage) => seen.shown.map((tick) => tick.stages[stage]).filter((seconds) => seconds > 0);
  const rows = [...STAGES.map((stage, i) => ({ stage, i })), { stage: 'total', i: -1 }]
    .map((row) => ({ ...row, values: of(row.stage) }));
  const median = quantile(rows.at(-1).values, 0.5);
  keep(document.querySelector('#stages tbody'), rows, (row) => row.stage, (row) => el('tr',
    row.i < 0 ? { class: 'total' } : {},
    el('td', {}, ...(row.i < 0 ? [] : [el('i', { class: `swatch s${row.i}`, 'aria-hidden': 'true' })]), row.stage),
    el('td', { class: 'n' }), el('td', { class: 'n' }),
    el('td', {}, ...(row.i < 0 ? [] : [el('span', { class: `bar s${row.i}` })]))),
  (node, row) => {
    const p50 = quantile(row.values, 0.5);
    say(node.children[1], milliseconds(p50));
    say(node.children[2], milliseconds(quantile(row.values, 0.99)));
    const bar = node.children[3].firstChild;
    if (bar) bar.style.width = `${Math.min(100, Math.round(100 * (p50 / median || 0)))}%`;
  });
  say(byId('latency-note'), seen.shown.length === 0 ? 'no tick in this time'
    : `${seen.shown.length} ticks in ${state.span / 1000} s${state.frozen === null ? '' : ', frozen'}`);
}

function showJoints(seen) {
  const chunks = seen.ticks.filter((tick) => tick.sent);
  const last = seen.ticks.findLast((tick) => tick.sent || tick.measured);
  const joints = last ? (last.sent?.[0] ?? last.measured).length : 0;
  byId('no-joints').hidden = joints > 0;
  keep(byId('joints'), Array.from({ length: joints }, (_, joint) => joint), (joint) => joint, () => {
    const svg = document.createElementNS(SVG, 'svg');
    put(svg, 'class', 'time');
    put(svg, 'role', 'img');
    return el('div', { class: 'joint' }, el('div', { class: 'title' }, el('span', { class: 'peer' }), el('span')), svg);
  }, (node, joint) => {
    const name = state.joints[joint] ?? `joint ${joint}`;
    const value = chunks.at(-1)?.sent[0][joint];
    const [title, number] = node.firstChild.children;
    say(title, name);
    put(title, 'title', name);
    say(number, value === undefined ? '' : value.toFixed(3));
    put(node.lastChild, 'aria-label', `${name}: sent and measured over time`);
    drawJoint(node.lastChild, seen, chunks, joint);
  });
  const worst = seen.worst;
  say(byId('joints-note'), worst === null ? 'no jump at any seam'
    : `largest jump at a seam: ${worst.jump.toFixed(4)} (${state.joints[worst.jumpJoint] ?? `joint ${worst.jumpJoint}`})`);
}

function showReading(seen) {
  const node = byId('reading');
  const tick = seen.cursor === null ? seen.shown.at(-1) : nearest(seen.shown, seen.cursor);
  if (!tick) return node.replaceChildren();
  const text = [
    tick.outcome === 'Chunk' ? `${tick.rows} rows` : `${tick.outcome.toLowerCase()}: ${words(tick.reason ?? '')}`,
    milliseconds(tick.stages.total), `${tick.policy} version ${tick.version}`,
    tick.begins ? 'an episode begins' : null, tick.late ? `late rows left out: ${tick.late}` : null,
    tick.limited ? `rows limited: ${tick.limited}` : null,
    tick.jump === undefined ? null : `seam ${tick.jump.toFixed(4)}`,
  ].filter(Boolean).join(' · ');
  node.replaceChildren(el('b', {}, `${seen.cursor === null ? 'last tick' : 'tick'} ${tick.number}`), ` · ${text}`);
}

function nearest(ticks, time) {
  return ticks.reduce((best, tick) =>
    !best || Math.abs(tick.time - time) < Math.abs(best.time - time) ? tick : best, null);
}

function showReasons(robot) {
  const names = [...new Set([...Object.keys(robot.skips), ...Object.keys(robot.holds)])].sort();
  document.querySelector('#reasons').hidden = names.length === 0;
  byId('no-reasons').hidden = names.length > 0;
  keep(document.querySelector('#reasons tbody'), names, (name) => name, (name) => el('tr', {},
    el('td', {}, words(name)), el('td', { class: 'n' }), el('td', { class: 'n' })),
  (node, name) => {
    say(node.children[1], count(robot.skips[name] ?? 0));
    say(node.children[2], count(robot.holds[name] ?? 0));
  });
  say(byId('error'), robot.lastError ?? '');
  byId('error').hidden = robot.lastError === null;
}

function showPictures(robot) {
  const cameras = robot.cameras ?? [];
  say(byId('no-pictures'), robot.cameras === null
    ? 'Not shown: they may show people. Http:Pictures allows it.'
    : cameras.length === 0 ? 'The policy looks at no camera, or has not yet.' : '');
  keep(byId('pictures'), cameras, (camera) => camera, (camera) => {
    const picture = el('img', { alt: `last picture of ${camera}` });
    return el('figure', {}, picture, el('figcaption', { class: 'peer' }, camera));
  }, () => {});
}

async function askPictures() {
  const name = state.name;
  for (const node of [...byId('pictures').children]) {
    const path = `${robotPath(name)}/pictures/${encodeURIComponent(node.dataset.key)}`;
    const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status !== 200 || name !== state.name) continue;
    const url = URL.createObjectURL(await answer.blob());
    const picture = node.firstChild, before = picture.src;
    picture.src = url;
    if (before) URL.revokeObjectURL(before);
  }
}

function showFreeze() {
  const button = byId('freeze');
  put(button, 'aria-pressed', state.frozen !== null);
  say(button, state.frozen === null ? 'Freeze' : 'Go on');
}

function toggleFreeze() {
  state.frozen = state.frozen === null ? state.now : null;
  if (state.frozen === null) state.cursor = null;
  showFreeze();
  showCharts();
}

// The cross stands where one points, or moves from tick to tick by the arrow keys.
function point(time) {
  state.cursor = time;
  showCharts();
}

function step(by) {
  const ticks = view().shown;
  if (ticks.length === 0) return;
  if (state.frozen === null) toggleFreeze();
  // Where nothing is pointed at, a step begins at the last tick, and Home at the first.
  const at = state.cursor === null ? ticks.length - 1 + (by < -1 ? by : 0)
    : ticks.indexOf(nearest(ticks, state.cursor)) + by;
  point(ticks[Math.min(ticks.length - 1, Math.max(0, at))].time);
}
