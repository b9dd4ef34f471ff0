// Draws the charts of a page. Without it the page is its text and its tables, all of them open.
(function () {
  'use strict';

  var NARROW = 560;
  var SHORT = 12;
  var charts = JSON.parse(document.getElementById('charts').textContent);
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var drawn = [];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // A copy in which colours that are named, as --ink, are those of the page as it is shown now.
  function coloured(value, key) {
    if (Array.isArray(value)) {
      return value.map(function (element) { return coloured(element, key); });
    }
    if (value !== null && typeof value === 'object') {
      var copy = {};
      Object.keys(value).forEach(function (inner) { copy[inner] = coloured(value[inner], inner); });
      return copy;
    }
    return /color$/i.test(key) && /^--[a-z0-9]+$/.test(value) ? colour(value) : value;
  }

  function axis() {
    return {
      axisLine: {lineStyle: {color: colour('--faint')}},
      axisTick: {lineStyle: {color: colour('--faint')}},
      axisLabel: {color: colour('--ink')},
      nameTextStyle: {color: colour('--faint')},
      splitLine: {lineStyle: {color: colour('--line')}}
    };
  }

  function theme() {
    return {
      backgroundColor: 'transparent',
      textStyle: {color: colour('--ink'), fontFamily: getComputedStyle(document.body).fontFamily},
      legend: {textStyle: {color: colour('--ink')}, inactiveColor: colour('--line'), pageTextStyle: {color: colour('--ink')},
        pageIconColor: colour('--accent'), pageIconInactiveColor: colour('--line')},
      tooltip: {backgroundColor: colour('--paper'), borderColor: colour('--line'), textStyle: {color: colour('--ink')}},
      categoryAxis: axis(), valueAxis: axis(), logAxis: axis()
    };
  }

  // A time from a begin to an end on the row of its category; one thinner than a pixel is still drawn.
  function span(parameters, api) {
    var from = api.coord([api.value(1), api.value(0)]);
    var to = api.coord([api.value(2), api.value(0)]);
    var height = Math.min(24, 0.6 * api.size([0, 1])[1]);
    var width = Math.max(1, to[0] - from[0]);
    return {
      type: 'rect',
      shape: {x: from[0], y: from[1] - height / 2, width: width, height: height},
      style: {fill: api.visual('color'), stroke: colour('--paper'), lineWidth: width > 4 ? 1 : 0}
    };
  }

  var renderers = {span: span};

  // About as many lines as the legend will need, of names and their marks.
  function legendLines(option, width) {
    var lines = 1;
    var used = 0;
    option.series.filter(function (series) { return series.name; }).forEach(function (series) {
      var wanted = 7 * series.name.length + 50;
      if (used > 0 && used + wanted > width - 40) {
        lines += 1;
        used = 0;
      }
      used += wanted;
    });
    return lines;
  }

  // A legend takes the room that it needs, and long names leave some for what they name.
  function fitted(entry, option) {
    var width = entry.element.clientWidth;
    var height = Number(entry.element.dataset.height);
    if (option.legend) {
      var legend = 24 * legendLines(option, width);
      option.grid.top = legend + 20;
      height += legend;
    }
    entry.element.style.height = height + 'px';
    option.animation = false;
    option.series.filter(function (series) { return series.renderItem; }).forEach(function (series) {
      series.renderItem = renderers[series.renderItem];
    });
    if (width < NARROW && option.yAxis && option.yAxis.type === 'category') {
      option.yAxis.axisLabel = Object.assign({}, option.yAxis.axisLabel, {width: Math.round(0.36 * width), fontSize: 11});
    }
    return option;
  }

  function draw(entry) {
    if (entry.instance) {
      entry.instance.dispose();
    }
    var option = fitted(entry, coloured(entry.chart.views[entry.view].option, ''));
    entry.instance = echarts.init(entry.element, theme(), {renderer: 'svg'});
    entry.instance.setOption(option);
    entry.width = entry.element.clientWidth;
  }

  function choice(entry) {
    var label = document.createElement('label');
    label.className = 'views';
    label.append('Show ');
    var select = document.createElement('select');
    entry.chart.views.forEach(function (view, index) {
      select.add(new Option(view.label, index));
    });
    select.addEventListener('change', function () {
      entry.view = Number(select.value);
      draw(entry);
    });
    label.append(select);
    entry.element.before(label);
  }

  function redraw() {
    drawn.forEach(draw);
  }

  charts.forEach(function (chart) {
    var element = document.getElementById('chart-' + chart.id);
    element.hidden = false;
    var entry = {chart: chart, element: element, view: 0, instance: null, width: 0};
    drawn.push(entry);
    if (chart.views.length > 1) {
      choice(entry);
    }
    draw(entry);
  });

  // A chart stands for its table, and long tables make a long way.
  document.querySelectorAll('details').forEach(function (details) {
    details.open = !details.parentElement.querySelector('.chart') && details.querySelectorAll('tbody tr').length <= SHORT;
  });

  var waiting = 0;
  window.addEventListener('resize', function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      drawn.filter(function (entry) { return entry.width !== entry.element.clientWidth; }).forEach(draw);
    }, 100);
  });
  dark.addEventListener('change', redraw);
  window.matchMedia('print').addEventListener('change', redraw);

  var opened = [];
  window.addEventListener('beforeprint', function () {
    opened = Array.from(document.querySelectorAll('details:not([open])'));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener('afterprint', function () {
    opened.forEach(function (details) { details.open = false; });
  });

  var save = document.getElementById('save');
  if (save) {
    save.hidden = false;
    save.addEventListener('click', function () {
      var link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([document.getElementById('data').textContent], {type: 'application/json'}));
      link.download = save.dataset.name;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
})();
