// Points at one tick in film and charts alike; without scripts the page shows the same, standing still.
for (const episode of document.querySelectorAll('.episode')) {
  const marked = [...episode.querySelectorAll('[data-tick]')];
  const charts = [...episode.querySelectorAll('svg.joint')];
  const ticks = episode.querySelectorAll('.time').length;
  const button = episode.querySelector('.play');
  let timer = 0;

  function show(tick) {
    for (const cell of marked) cell.classList.toggle('on', Number(cell.dataset.tick) === tick);
    for (const chart of charts) {
      const line = chart.querySelector('.now');
      const x = Number(chart.dataset.x0) + tick * Number(chart.dataset.dx);
      line.setAttribute('x1', x);
      line.setAttribute('x2', x);
      line.classList.toggle('on', tick >= 0);
    }
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    button.textContent = 'Play';
  }

  button.hidden = false;
  button.addEventListener('click', () => {
    if (timer) return stop();
    let tick = 0;
    show(tick);
    button.textContent = 'Stop';
    timer = setInterval(() => (++tick < ticks ? show(tick) : stop()), 267);
  });
  for (const cell of marked) cell.addEventListener('pointerenter', () => timer || show(Number(cell.dataset.tick)));
}
