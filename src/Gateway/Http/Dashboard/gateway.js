// What the gateway itself is: its health, its routes, policies and shadows; and how policies are changed.

// Kept here alone: it is gone with the page.
let token = '';
let gateway = { writing: false, pictures: false };

function showHealth(kind, text, more) {
  const health = byId('health');
  put(health, 'class', `health ${kind}`);
  say(health.lastElementChild, text);
  put(health, 'title', more);
}

async function askGateway() {
  gateway = await ask('/api/gateway');
  if (gateway.ready) showHealth('good', 'ready', '');
  else if (gateway.problem === null) showHealth('', 'loading', '');
  else showHealth('bad', 'not ready', gateway.problem);
  say(byId('version'),
    `${location.host} · ${gateway.version.split('+')[0]} · up ${duration(Date.parse(gateway.now) - Date.parse(gateway.started))}`);
  showAccess();
  const [routes, policies, shadows] = await Promise.all(
    [ask('/api/routes'), ask('/api/policies'), ask('/api/shadows')]);
  showRoutes(routes.routes);
  showShadows(shadows.shadows);
  showPolicies(policies.policies);
}

function showRoutes(routes) {
  keep(document.querySelector('#routes-table tbody'), routes, (route) => route.name, (route) => el('tr', {},
    el('td', { class: 'peer' }, route.name), el('td', {}, el('div', { class: 'split' })), el('td'), el('td'),
    el('td', { class: 'n' }), el('td', { class: 'n' })),
  (row, route) => {
    const [, arms, fallback, shadows, robots, rate] = row.children;
    keep(arms.firstChild, route.arms, (arm) => arm.policy, (arm) => el('div', {},
      el('span', {}, arm.policy), el('span', { class: 'n' }), el('span', { class: 'share' }, el('i'))),
    (node, arm) => {
      const [, share, bar] = node.children;
      say(share, `${Math.round(arm.share * 100)} %`);
      bar.firstChild.style.width = `${arm.share * 100}%`;
      put(node, 'title', `${arm.robots} robots now`);
    });
    say(fallback, route.fallback.length === 0 ? '–'
      : `${route.fallback.join(', then ')} (after ${route.fallbackAfter}, back after ${route.goodTicks} good)`);
    say(shadows, route.shadows.join(', ') || '–');
    say(robots, String(route.robots));
    say(rate, route.rate.toFixed(1));
  });
}

const apart = (difference) => difference === null ? '–' : difference.toPrecision(3);

function showShadows(shadows) {
  byId('no-shadows').hidden = shadows.length > 0;
  byId('shadows-table').hidden = shadows.length === 0;
  const key = (shadow) => `${shadow.route} ${shadow.policy}`;
  keep(document.querySelector('#shadows-table tbody'), shadows, key, (shadow) => el('tr', {},
    el('td', {}, shadow.route), el('td'), ...Array.from({ length: 4 }, () => el('td', { class: 'n' })), el('td'),
    el('td', { class: 'n' }), el('td', { class: 'n' }), el('td')),
  (row, shadow) => {
    const [, policy, compared, mean, largest, last, joint, run, failed, shed] = row.children;
    say(policy, `${shadow.policy} · version ${shadow.version}`);
    say(compared, count(shadow.compared));
    say(mean, apart(shadow.meanDifference));
    say(largest, apart(shadow.largestDifference));
    say(last, apart(shadow.lastDifference));
    const worst = shadow.joints.reduce((most, one) => one.largest > (most?.largest ?? 0) ? one : most, null);
    say(joint, worst === null ? '–' : `${worst.name} (${apart(worst.largest)})`);
    say(run, milliseconds(shadow.meanRunSeconds));
    say(failed, count(shadow.failures + shadow.notFinite));
    put(failed, 'title', shadow.lastFailure ?? '');
    say(shed, Object.entries(shadow.shed).map(([why, ticks]) => `${words(why)} ${count(ticks)}`).join(', ') || '–');
  });
}

function showPolicies(policies) {
  keep(byId('policy-list'), policies, (policy) => policy.name, makePolicy, updatePolicy);
}

function makePolicy(policy) {
  const id = `policy-${byId('policy-list').childElementCount}-${policy.name.replace(/\W/g, '-')}`;
  const folder = el('input', { id: `${id}-folder`, spellcheck: 'false', autocomplete: 'off' });
  const takeover = el('select', { id: `${id}-takeover` },
    el('option', { value: '' }, 'as configured'), el('option', { value: 'Episode' }, 'next episode'),
    el('option', { value: 'Now' }, 'at once'));
  const swap = el('button', { type: 'submit' }, 'Swap …');
  const back = el('button', { type: 'button' }, 'Roll back …');
  const form = el('form', {},
    el('label', { class: 'folder', for: folder.id }, 'folder (empty: as configured)', folder),
    el('label', { for: takeover.id }, 'takes over', takeover), swap, back);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change(policy.name, 'swap', { folder: folder.value.trim() || null, takeover: takeover.value || null });
  });
  back.addEventListener('click', () => change(policy.name, 'rollback', { takeover: takeover.value || null }));
  const head = el('tr', {}, ...['version', 'runs on', 'folder'].map((name) => el('th', { scope: 'col' }, name)),
    el('th', { scope: 'col', class: 'n', title: 'robots, shadows and trials at it' }, 'users'));
  return el('article', { class: 'card policy', 'aria-label': `policy ${policy.name}` },
    el('div', { class: 'top' }, el('h3', {}, policy.name), el('span', { class: 'note' })),
    el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': `versions of ${policy.name}` },
      el('table', {}, el('thead', {}, head), el('tbody'))),
    el('p', { class: 'outcome peer', role: 'status' }), form);
}

function updatePolicy(card, policy) {
  const [top, table, outcome, form] = card.children;
  say(top.lastChild, policy.problem ?? (policy.current === null ? 'loading' : `version ${policy.current} answers`));
  keep(table.querySelector('tbody'), policy.versions, (version) => version.number, (version) => el('tr', {},
    el('td'), el('td', { title: version.identity }, version.isolated ? `${version.backend}, worker` : version.backend),
    el('td', {}, el('code', {}, version.folder)), el('td', { class: 'n' })),
  (row, version) => {
    const now = version.number === policy.current;
    say(row.firstChild, `${version.number} · ${now ? 'answers' : version.number === policy.previous ? 'before' : 'leaving'}`);
    mark(row.firstChild, 'now', now);
    say(row.lastChild, String(version.users));
  });
  const last = policy.lastSwap;
  mark(outcome, 'busy', policy.swapping !== null);
  mark(outcome, 'good', policy.swapping === null && last !== null && last.done);
  mark(outcome, 'bad', policy.swapping === null && last !== null && !last.done);
  say(outcome, policy.swapping !== null ? `swap: ${policy.swapping}` : last === null ? '' : swapWords(last));
  const [, takeover, swap, back] = form.children;
  const may = gateway.writing && token !== '' && policy.swapping === null;
  swap.disabled = !may;
  back.disabled = !may || policy.previous === null;
  put(back, 'title', policy.previous === null ? 'there is no version before' : `back to version ${policy.previous}`);
  for (const input of form.querySelectorAll('input, select')) input.disabled = !gateway.writing;
  mark(takeover, 'dim', !gateway.writing);
}

function swapWords(last) {
  if (!last.done) return `refused: ${last.reason}`;
  const tried = last.trialTicks > 0 ? `, tried on ${last.trialTicks} ticks` : '';
  const apart = last.maximumDifference === null ? '' : `, at most ${last.maximumDifference.toPrecision(3)} apart`;
  return `version ${last.version} answers; loaded in ${last.loadSeconds.toFixed(1)} s${tried}${apart}`;
}

function showAccess() {
  const [note, field, unlock] = [byId('access-note'), byId('token'), byId('unlock')];
  field.disabled = unlock.disabled = !gateway.writing;
  say(unlock, token === '' ? 'Use it' : 'Forget it');
  if (!gateway.writing) say(note, 'Nothing can be changed here: Http:TokenFile names no token.');
  else if (token !== '') say(note, 'Swaps and rollbacks are asked with it; it is kept in this page alone.');
  else if (!note.dataset.refused) say(note, 'Swaps and rollbacks need the token in Http:TokenFile.');
}

function useToken(event) {
  event.preventDefault();
  const field = byId('token');
  delete byId('access-note').dataset.refused;
  token = token === '' ? field.value.trim() : '';
  field.value = '';
  showAccess();
  askGateway().catch(() => {});
}

function confirmed(title, text, yes) {
  const dialog = byId('confirm');
  say(byId('confirm-title'), title);
  say(byId('confirm-text'), text);
  say(byId('confirm-yes'), yes);
  dialog.returnValue = 'cancel';
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

// What could be done or refused at once is told at once; of all else one is told that it has begun.
async function told(answer, kind) {
  const text = (await answer.text()).trim();
  const report = answer.headers.get('Content-Type')?.startsWith('application/json') ? JSON.parse(text) : null;
  if (answer.status === 202) return kind === 'swap' ? 'The swap has begun.' : 'The rollback has begun.';
  return answer.ok ? `Done: version ${report.version} answers.` : `Refused: ${report?.reason ?? text}`;
}

async function change(name, kind, body) {
  const robots = state.robots.filter((robot) => robot.left === null && robot.policy === name).length;
  const when = body.takeover === 'Now' ? 'at once' : body.takeover === 'Episode' ? 'with their next episode'
    : 'when it is configured to';
  const what = kind === 'swap' ? `Another version of ${name} is loaded and tried beside the one that answers${
    body.folder ? `:\n${body.folder}` : ''}.` : `The version of ${name} before the present one answers again.`;
  const text = `${what}\n${robots === 1 ? 'One robot is' : `${robots} robots are`} answered by it now and would come over ${when}.`;
  if (!await confirmed(kind === 'swap' ? `Swap ${name}?` : `Roll ${name} back?`, text, kind === 'swap' ? 'Swap' : 'Roll back'))
    return;
  const note = byId('access-note');
  try {
    const answer = await fetch(`/api/policies/${encodeURIComponent(name)}/${kind}`, {
      method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (answer.status === 401) {
      token = '';
      note.dataset.refused = 'yes';
      say(note, 'The gateway refuses this token.');
      byId('token').focus();
    } else say(note, await told(answer, kind));
  } catch {
    say(note, 'The gateway did not answer; whether anything has begun is shown below.');
  }
  askGateway().catch(() => {});
}
