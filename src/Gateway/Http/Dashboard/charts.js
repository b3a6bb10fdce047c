// Charts along time, drawn anew with every answer; sizes are the elements' own, so that nothing is stretched.

const SVG = 'http://www.w3.org/2000/svg';

// One child per name, made once; what a chart does not draw this time is empty.
function part(svg, name, tag = 'path', className = name) {
  let found = svg.querySelector(`[data-part="${name}"]`);
  if (!found) {
    found = document.createElementNS(SVG, tag);
    found.setAttribute('class', className);
    found.dataset.part = name;
    svg.append(found);
  }
  return found;
}

function draw(svg, name, d, className = name) {
  put(part(svg, name, 'path', className), 'd', d);
}

function tag(svg, name, x, y, text, className = 'tag') {
  const label = part(svg, name, 'text', className);
  put(label, 'x', x.toFixed(1));
  put(label, 'y', y.toFixed(1));
  say(label, text);
}

const fix = (number) => number.toFixed(1);

// 1, 2 or 5 times a power of ten, no smaller.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((step) => step * power >= value) * power;
}

// What the charts of one robot show: from when to when, in ms of the gateway's clock, and what lies ahead.
function frameOf(view, width, left = 0) {
  const ahead = view.span * 0.06;
  const scale = (width - left) / (view.span + ahead);
  return {
    left, width, from: view.now - view.span, to: view.now + ahead,
    x: (time) => left + (time - (view.now - view.span)) * scale,
    time: (x) => view.now - view.span + (x - left) / scale,
  };
}

function drawLatency(svg, strip, view) {
  const width = svg.clientWidth, height = svg.clientHeight, bottom = height - 18;
  if (width === 0) return null;
  const frame = frameOf(view, width, 46);
  const shown = view.ticks.filter((tick) => tick.time >= frame.from && tick.stages.total > 0);
  const most = shown.reduce((largest, tick) => Math.max(largest, tick.stages.total + tick.stages.write), 0.001);
  const top = roundUp(most * 1.02);
  const y = (seconds) => bottom - (seconds / top) * (bottom - 6);
  const pixels = (frame.width - frame.left) / Math.max(1, shown.length) * 0.86;
  const wide = Math.min(7, Math.max(1, pixels));
  const stacks = STAGES.map(() => []);
  for (const tick of shown) {
    let at = 0;
    const x = fix(frame.x(tick.time) - wide / 2);
    STAGES.forEach((stage, i) => {
      const seconds = tick.stages[stage];
      if (seconds <= 0) return;
      stacks[i].push(`M${x} ${fix(y(at))}V${fix(y(at + seconds))}h${fix(wide)}V${fix(y(at))}z`);
      at += seconds;
    });
  }
  draw(svg, 'grid', [0, 0.5, 1].map((share) => `M${frame.left} ${Math.round(y(top * share))}H${width}`).join(''));
  [0, 0.5, 1].forEach((share, i) =>
    tag(svg, `y${i}`, frame.left - 6, y(top * share) + 4, share === 0 ? '0' : milliseconds(top * share), 'tag end'));
  STAGES.forEach((stage, i) => draw(svg, stage, stacks[i].join(''), `s${i}`));
  const interval = view.interval;
  draw(svg, 'limit', interval && interval <= top ? `M${frame.left} ${fix(y(interval))}H${width}` : '');
  tag(svg, 'limit-tag', width, y(interval ?? 0) - 4,
    interval && interval <= top ? `one row: ${milliseconds(interval)}` : '', 'tag end');
  draw(svg, 'begins', view.ticks.filter((tick) => tick.begins && tick.time >= frame.from)
    .map((tick) => `M${fix(frame.x(tick.time))} 4V${bottom}`).join(''));
  for (let i = 0; i < 6; i++) {
    const ago = view.span * (5 - i) / 5;
    tag(svg, `x${i}`, frame.x(view.now - ago), height - 4, ago === 0 ? 'now' : `−${+(ago / 1000).toFixed(1)} s`,
      i === 0 ? 'tag' : 'tag middle');
  }
  drawStrip(strip, frame, view);
  return frame;
}

// A skip hangs from the line as a triangle, a hold stands on it as a block: told apart without their colours.
function drawStrip(svg, frame, view) {
  const skips = [], holds = [], chunks = [];
  for (const tick of view.ticks) {
    if (tick.time < frame.from) continue;
    const x = frame.x(tick.time);
    if (tick.outcome === 'Skip') skips.push(`M${fix(x - 3.5)} 6h7l-3.5 9z`);
    else if (tick.outcome === 'Hold') holds.push(`M${fix(x - 3)} 5h6v11h-6z`);
    else chunks.push(`M${fix(x - 0.5)} 15h1v2h-1z`);
  }
  draw(svg, 'grid', `M${frame.left} 17.5H${frame.width}`);
  draw(svg, 'cell-c', chunks.join(''));
  draw(svg, 'cell-s', skips.join(''));
  draw(svg, 'cell-h', holds.join(''));
  tag(svg, 'strip-tag', frame.left - 6, 15, 'stops', 'tag end');
}

function drawCross(svg, x) {
  draw(svg, 'cross', x === null ? '' : `M${Math.round(x) + 0.5} 0V${svg.clientHeight}`);
}

// What the robot was told over time: each chunk from its first row on, until the next one takes its place.
function sentPath(chunks, joint, until, frame, y) {
  const sent = [], ahead = [], seams = [];
  let last = null;
  chunks.forEach((chunk, i) => {
    const next = chunks[i + 1];
    const end = next ? next.time : Infinity;
    const step = chunk.interval * 1000;
    seams.push(`M${Math.round(frame.x(chunk.time))} 0V6`);
    for (let row = 0; row < chunk.sent.length; row++) {
      const time = chunk.time + (row + 1) * step;
      if (row > 0 && time - step >= end) break;
      const point = `${fix(frame.x(Math.min(time, frame.to)))} ${fix(y(chunk.sent[row][joint]))}`;
      const begins = chunk.begins && row === 0 || last === null;
      if (time <= until || last === null) sent.push((begins ? 'M' : 'L') + point);
      else {
        if (ahead.length === 0) ahead.push(`M${last}`);
        ahead.push(`L${point}`);
      }
      last = point;
      if (time > frame.to) break;
    }
  });
  return { sent: sent.join(''), ahead: ahead.join(''), seams: seams.join('') };
}

function drawJoint(svg, view, chunks, joint) {
  const width = svg.clientWidth, height = svg.clientHeight;
  if (width === 0) return;
  const frame = frameOf(view, width);
  let low = Infinity, high = -Infinity;
  const see = (value) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  const seen = view.ticks.filter((tick) => tick.measured && tick.time >= frame.from && joint < tick.measured.length);
  for (const tick of seen) see(tick.measured[joint]);
  for (const chunk of chunks) {
    const rows = Math.min(chunk.sent.length, 2 + Math.ceil(view.span / (chunk.interval * 1000)));
    for (let row = 0; row < rows; row++) see(chunk.sent[row][joint]);
  }
  if (low > high) [low, high] = [0, 0];
  // A joint that stands still shows a line, not the noise of its last digit.
  const room = Math.max((high - low) * 0.12, 0.005);
  [low, high] = [low - room, high + room];
  const y = (value) => 8 + (high - value) / (high - low) * (height - 12);
  const paths = sentPath(chunks, joint, view.now, frame, y);
  draw(svg, 'grid', low < 0 && high > 0 ? `M0 ${Math.round(y(0))}H${width}` : '');
  draw(svg, 'line-seam', paths.seams);
  draw(svg, 'line-measured', seen.map((tick, i) =>
    `${i === 0 || tick.begins ? 'M' : 'L'}${fix(frame.x(tick.time))} ${fix(y(tick.measured[joint]))}`).join(''));
  draw(svg, 'line-ahead', paths.ahead);
  draw(svg, 'line-sent', paths.sent);
  tag(svg, 'high', 0, 17, (high - room).toFixed(2), 'tag range');
  tag(svg, 'low', 0, height - 4, (low + room).toFixed(2), 'tag range');
  const jump = view.worst?.jumpJoint === joint ? view.worst : null;
  draw(svg, 'line-jump', jump ? diamond(frame.x(jump.time), y(jump.sent[0][joint])) : '');
  drawCross(svg, view.cursor === null ? null : frame.x(view.cursor));
}

const diamond = (x, y) => `M${fix(x)} ${fix(y - 5)}l5 5l-5 5l-5 -5z`;

// A robot's last ticks on its card: chunks low and wide, skips as triangles, holds tall.
function drawRecent(svg, recent) {
  const cells = { c: [], s: [], h: [] };
  const each = 264 / 60;
  [...recent].forEach((letter, i) => {
    const x = 264 - (recent.length - i) * each;
    cells[letter].push(
      letter === 'c' ? `M${fix(x)} 13h3.4v5h-3.4z`
        : letter === 's' ? `M${fix(x - 0.6)} 6h4.6l-2.3 9z` : `M${fix(x)} 2h3.4v16h-3.4z`);
  });
  draw(svg, 'cell-c', cells.c.join(''));
  draw(svg, 'cell-s', cells.s.join(''));
  draw(svg, 'cell-h', cells.h.join(''));
}
