// What is drawn together: everything at one point is a stack, and where stacks are many, those of one cell are a cluster.
Sarhad.clusters = (function () {
  var CROWD = 70; // stacks in view before cells are joined
  var CELL = 58, HIDES = 11; // pixels

  // points: [{x, y, i}]; gives [{x, y, items: [i, …], spread}] where spread says whether zooming in would part them.
  function join(points, crowd) {
    var stacks = {}, list = [];
    points.forEach(function (point) {
      var key = point.at;
      if (!stacks[key]) list.push((stacks[key] = { x: point.x, y: point.y, items: [], spread: false }));
      stacks[key].items.push(point.i);
    });
    if (list.length <= (crowd || CROWD)) return touching(list);
    var cells = {}, joined = [];
    list.forEach(function (stack) {
      var key = Math.floor(stack.x / CELL) + ":" + Math.floor(stack.y / CELL);
      var cell = cells[key];
      if (!cell) joined.push((cell = cells[key] = { sumX: 0, sumY: 0, weight: 0, items: [], stacks: 0 }));
      cell.sumX += stack.x * stack.items.length;
      cell.sumY += stack.y * stack.items.length;
      cell.weight += stack.items.length;
      cell.stacks += 1;
      for (var k = 0; k < stack.items.length; k++) cell.items.push(stack.items[k]);
    });
    return joined.map(function (cell) {
      return { x: cell.sumX / cell.weight, y: cell.sumY / cell.weight, items: cell.items, spread: cell.stacks > 1 };
    });
  }

  // Few stacks stay apart, unless one would all but hide another.
  function touching(stacks) {
    var kept = [];
    stacks.forEach(function (stack) {
      var under = kept.find(function (other) { return sq(other.x - stack.x) + sq(other.y - stack.y) < sq(HIDES); });
      if (!under) return kept.push(stack);
      under.items = under.items.concat(stack.items);
      under.spread = true;
    });
    return kept;
  }

  // points: [{x, y, i}]; gives hexagons [{x, y, items}] of a radius in pixels.
  function hexagons(points, radius) {
    var wide = radius * Math.sqrt(3), high = radius * 1.5, cells = {}, list = [];
    points.forEach(function (point) {
      var row = Math.round(point.y / high), shift = row & 1 ? 0.5 : 0, column = Math.round(point.x / wide - shift);
      var dy = point.y / high - row;
      if (Math.abs(dy) * 3 > 1) { // near the slanted edge: the neighbour may be nearer
        var other = row + (dy < 0 ? -1 : 1), otherShift = other & 1 ? 0.5 : 0, beside = Math.round(point.x / wide - otherShift);
        var here = sq(point.x - (column + shift) * wide) + sq(point.y - row * high);
        var there = sq(point.x - (beside + otherShift) * wide) + sq(point.y - other * high);
        if (there < here) { row = other; column = beside; shift = otherShift; }
      }
      var key = column + ":" + row;
      if (!cells[key]) list.push((cells[key] = { x: (column + shift) * wide, y: row * high, items: [] }));
      cells[key].items.push(point.i);
    });
    return list;
  }

  function sq(value) { return value * value; }

  return { join: join, hexagons: hexagons };
})();
