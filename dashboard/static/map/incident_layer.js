// All incidents as one canvas, drawn from columns. A point is a dot, several at one point or cell a ring with their number; what
// is known to a district or province only is that area hatched, with a number, never a dot. All words are text nodes.
(function () {
  var UNSTATED = 65535, UNDATED = 65535, REACH = 9, LISTED = 200, MAX_RADIUS = 21;
  var D = null; // the columns shown now
  var rows = null; // which rows they are, packed

  Sarhad.show = function (group, data) {
    window.feature_group = []; // streamlit-folium keeps every group it was ever given; ours are empty and need no removal
    var same = data.row === rows;
    rows = data.row;
    [["row", "u4"], ["lon", "f4"], ["lat", "f4"], ["kind", "u1"], ["prec", "u1"], ["deaths", "u2"], ["injured", "u2"], ["first", "u2"],
      ["last", "u2"], ["radius", "u2"], ["area", "u2"], ["place", "u4"], ["sub", "u2"]].forEach(function (column) {
      data[column[0]] = Sarhad.unpack(data[column[0]], column[1]);
    });
    data.x = new Float64Array(data.n);
    data.y = new Float64Array(data.n);
    for (var i = 0; i < data.n; i++) { // Web Mercator, the whole world one unit wide
      var sine = Math.sin((data.lat[i] * Math.PI) / 180);
      data.x[i] = data.lon[i] / 360 + 0.5;
      data.y[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
    D = data;
    Sarhad.shows = (Sarhad.shows || 0) + 1;
    Sarhad.stamp = data.stamp;
    var map = Sarhad.incidents._map;
    Sarhad.online(map, data.online);
    Sarhad.play.steps(map, data);
    if (!same) Sarhad.incidents.forget();
    Sarhad.incidents.redraw();
    Sarhad.labels.redraw();
    Sarhad.legend(map, D);
  };

  Sarhad.measure = function () { return D && D.measure; };
  Sarhad.corridor = function () { return Boolean(D && D.corridor); };

  var shapesByKey = {};
  window.sarhadRegion.provinces.features.concat(window.sarhadRegion.areas.features).forEach(function (feature) {
    shapesByKey[feature.properties.key] = feature;
  });

  Sarhad.Incidents = Sarhad.Canvas.extend({
    onAdd: function (map) {
      Sarhad.Canvas.prototype.onAdd.call(this, map);
      map.on("click", this._click, this);
      map.on("mousemove", this._hover, this);
      map.on("mouseout", this._leave, this);
    },
    forget: function () {
      if (this._popup) this._popup.remove();
      this._popup = null;
      this._leave();
    },
    paint: function (pen) {
      this.drawn = [];
      if (!D) return;
      var map = this._map, theme = Sarhad.theme(), self = this, frame = this.frame;
      var world = 256 * Math.pow(2, map.getZoom()), corner = map.getPixelBounds().min, span = Sarhad.play.span();
      var points = [], areas = {}, chosen = null, told = 0;
      for (var i = 0; i < D.n; i++) {
        if (span && (D.first[i] === UNDATED || D.first[i] >= span[1] || D.last[i] < span[0])) continue;
        told += 1;
        if (D.area[i]) {
          (areas[D.area[i]] = areas[D.area[i]] || []).push(i);
          if (D.row[i] === D.chosen) chosen = { area: D.area[i] };
          continue;
        }
        var x = D.x[i] * world - corner.x, y = D.y[i] * world - corner.y;
        if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) continue;
        var point = { x: x, y: y, i: i, at: D.x[i] + ":" + D.y[i] };
        if (D.row[i] === D.chosen) chosen = point;
        points.push(point);
      }
      this.shown = points.length; // in view
      this.told = told; // on the whole map
      this.areas = areas;
      this.chosenArea = chosen && chosen.area;
      Sarhad.areas.redraw();
      if (D.measure === "density") this._density(pen, theme, points);
      else if (D.measure === "dots") this._dots(pen, theme, points);
      if (D.measure !== "incidents" && D.measure !== "deaths") {
        Object.keys(areas).forEach(function (area) { self._badge(pen, theme, +area, areas[area]); });
      }
      if (chosen && !chosen.area) this._ring(pen, theme, chosen);
    },

    _dots: function (pen, theme, points) {
      var self = this, several = [];
      Sarhad.clusters.join(points).forEach(function (cell) {
        if (cell.items.length > 1) several.push(cell);
        else self._dot(pen, theme, cell.x, cell.y, cell.items[0]);
      });
      several.forEach(function (cell) { self._cluster(pen, theme, cell); });
    },
    _dot: function (pen, theme, x, y, i) {
      var colour = D.colours[D.kind[i]], unstated = D.deaths[i] === UNSTATED, r = radius(D.deaths[i]);
      if (D.radius[i]) {
        var wide = Math.min(600, D.radius[i] * this._perKm(D.lat[i]));
        pen.beginPath();
        pen.arc(x, y, Math.max(wide, r + 2.5), 0, 6.2832);
        if (D.prec[i] === 5) { // vague or along a line: a soft band without an edge
          var soft = pen.createRadialGradient(x, y, 0, x, y, Math.max(wide, r + 2.5));
          soft.addColorStop(0, colour);
          soft.addColorStop(1, "transparent");
          pen.globalAlpha = 0.32;
          pen.fillStyle = soft;
          pen.fill();
        } else {
          pen.globalAlpha = 0.07;
          pen.fillStyle = colour;
          pen.fill();
          pen.globalAlpha = 0.55;
          pen.lineWidth = 1;
          pen.strokeStyle = colour;
          pen.stroke();
        }
      }
      pen.beginPath();
      pen.arc(x, y, r, 0, 6.2832);
      pen.globalAlpha = unstated ? 0.25 : 0.86;
      pen.fillStyle = colour;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = unstated ? 1.6 : 1;
      pen.strokeStyle = unstated ? colour : theme.edge;
      pen.stroke();
      if (r >= 7) glyph(pen, x, y, D.kind[i], r);
      this.drawn.push({ x: x, y: y, r: r, items: [i] });
    },
    // Several incidents: a ring whose parts are their types, with their number; at one point it opens a list, else it zooms in.
    _cluster: function (pen, theme, cell) {
      var count = cell.items.length, r = Math.min(27, 10 + 5.2 * Math.log10(count)), turn = -Math.PI / 2, kinds = {};
      cell.items.forEach(function (i) { kinds[D.kind[i]] = (kinds[D.kind[i]] || 0) + 1; });
      pen.beginPath();
      pen.arc(cell.x, cell.y, r + 1, 0, 6.2832);
      pen.fillStyle = theme.paper;
      pen.globalAlpha = 0.94;
      pen.fill();
      pen.globalAlpha = 1;
      Object.keys(kinds).forEach(function (kind) {
        var next = turn + (6.2832 * kinds[kind]) / count;
        pen.beginPath();
        pen.arc(cell.x, cell.y, r - 1.5, turn, next);
        pen.lineWidth = 4.5;
        pen.strokeStyle = D.colours[kind];
        pen.stroke();
        turn = next;
      });
      pen.beginPath();
      pen.arc(cell.x, cell.y, r + 1, 0, 6.2832);
      pen.lineWidth = 1;
      pen.strokeStyle = theme.edge;
      pen.stroke();
      pen.font = "600 " + (count > 999 ? 10 : 11) + "px system-ui,sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = theme.ink;
      pen.fillText(short(count), cell.x, cell.y + 0.5);
      this.drawn.push({ x: cell.x, y: cell.y, r: r, items: cell.items, spread: cell.spread });
    },
    _density: function (pen, theme, points) {
      var size = 17, cells = Sarhad.clusters.hexagons(points, size), self = this, ramp = D.ramps.incidents[theme.name];
      var most = cells.reduce(function (peak, cell) { return Math.max(peak, cell.items.length); }, 1);
      cells.forEach(function (cell) {
        pen.beginPath();
        for (var k = 0; k < 6; k++) pen.lineTo(cell.x + (size - 0.8) * Math.sin((k * Math.PI) / 3), cell.y + (size - 0.8) * Math.cos((k * Math.PI) / 3));
        pen.closePath();
        pen.globalAlpha = 0.85;
        pen.fillStyle = ramp[Math.min(4, 1 + Math.floor((4 * Math.log(cell.items.length)) / Math.log(most + 1)))];
        pen.fill();
        self.drawn.push({ x: cell.x, y: cell.y, r: size - 5, items: cell.items, spread: true });
      });
      pen.globalAlpha = 1;
    },
    _ring: function (pen, theme, point) {
      pen.beginPath();
      pen.arc(point.x, point.y, radius(D.deaths[point.i]) + 4.5, 0, 6.2832);
      pen.lineWidth = 2.2;
      pen.strokeStyle = theme.ink;
      pen.stroke();
    },
    _badge: function (pen, theme, area, items) {
      var feature = shapesByKey[D.areas[area]];
      if (!feature) return;
      var at = this._map.latLngToContainerPoint([feature.properties.at[1], feature.properties.at[0]]), words = short(items.length);
      pen.font = "600 11px system-ui,sans-serif";
      var wide = pen.measureText(words).width + 14, high = 18, drawn = this.drawn;
      var free = [[0, 0], [0, 22], [0, -22], [26, 0], [-26, 0]].find(function (shift) {
        return !drawn.some(function (item) { return Math.hypot(item.x - at.x - shift[0], item.y - at.y - shift[1]) < item.r + 9; });
      });
      if (free) at = at.add(free);
      pen.beginPath();
      pen.roundRect(at.x - wide / 2, at.y - high / 2, wide, high, 4);
      pen.fillStyle = theme.paper;
      pen.fill();
      pen.lineWidth = 1.4;
      pen.setLineDash([3, 2]);
      pen.strokeStyle = theme.hatch;
      pen.stroke();
      pen.setLineDash([]);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = theme.ink;
      pen.fillText(words, at.x, at.y + 0.5);
      this.drawn.push({ x: at.x, y: at.y, r: 9, items: items, area: D.areas[area] });
    },
    _perKm: function (lat) { return (256 * Math.pow(2, this._map.getZoom())) / (40075 * Math.cos((lat * Math.PI) / 180)); },

    _under: function (point) {
      var best = null, near = REACH;
      for (var k = this.drawn.length - 1; k >= 0; k--) {
        var item = this.drawn[k], away = Math.hypot(item.x - point.x, item.y - point.y) - item.r;
        if (away < near && (away < 0 ? best === null || best.away > 0 : true)) { near = Math.max(away, 0); best = { item: item, away: away }; }
        if (best && best.away < 0) break;
      }
      return best && best.item;
    },
    // The shaded district under a point of the map.
    _district: function (latlng) {
      if (!D || !D.shades) return null;
      return Object.keys(D.shades.areas).find(function (key) { return shapesByKey[key] && inside(shapesByKey[key].geometry, latlng.lng, latlng.lat); }) || null;
    },
    _click: function (event) {
      if (Sarhad.drawing()) return;
      var item = this._under(event.containerPoint);
      if (item && item.items.length === 1) Sarhad.tell({ kind: "incident", row: D.row[item.items[0]] });
      else if (item && item.spread && this._map.getZoom() < this._map.getMaxZoom()) this._open(item);
      else if (item) this._list(item);
      else {
        var key = this._district(event.latlng);
        if (key) Sarhad.tell({ kind: "district", key: key });
      }
    },
    _open: function (item) {
      var bounds = L.latLngBounds(item.items.map(function (i) { return [D.lat[i], D.lon[i]]; })), map = this._map;
      if (bounds.getNorthEast().equals(bounds.getSouthWest())) { this._list(item); return; }
      map.fitBounds(bounds, { padding: [50, 50], maxZoom: Math.max(map.getZoom() + 1, 13) });
    },
    _list: function (item) {
      var box = document.createElement("div"), list = document.createElement("div"), self = this, from = D;
      box.appendChild(Sarhad.text("b", summary(item)));
      list.className = "sarhad-list";
      item.items.slice().sort(function (a, b) { return (D.first[b] === UNDATED ? -1 : D.first[b]) - (D.first[a] === UNDATED ? -1 : D.first[a]); }).slice(0, LISTED).forEach(function (i) {
        var button = Sarhad.text("button", ""), mark = document.createElement("i");
        mark.style.background = D.colours[D.kind[i]];
        button.appendChild(mark);
        button.appendChild(document.createTextNode([day(D.first[i]), D.subs[D.sub[i]] || "event", toll(i)].join(" · ")));
        button.dir = "auto";
        button.addEventListener("click", function () { Sarhad.tell({ kind: "incident", row: from.row[i] }); });
        list.appendChild(button);
      });
      box.appendChild(list);
      if (item.items.length > LISTED) box.appendChild(Sarhad.text("span", "the newest " + LISTED + "; narrow the filter for the others"));
      this._leave();
      this._popup = L.popup({ autoPanPadding: [20, 20], className: "sarhad-popup" }).setLatLng(self._map.containerPointToLatLng([item.x, item.y])).setContent(box).openOn(self._map);
      var first = list.querySelector("button");
      if (first) first.focus({ preventScroll: true });
    },
    _hover: function (event) {
      if (Sarhad.drawing() || !D) return;
      var item = this._under(event.containerPoint), key = item ? null : this._district(event.latlng);
      this._map.getContainer().style.cursor = item || key ? "pointer" : "";
      if (!item && !key) return this._leave();
      var box = document.createElement("div"), at = event.latlng;
      if (key) {
        box.appendChild(Sarhad.text("b", shapesByKey[key].properties.name));
        box.appendChild(Sarhad.text("span", plural(D.shades.areas[key].incidents, "incident") + " · " + D.shades.areas[key].deaths + " killed"));
      } else {
        at = this._map.containerPointToLatLng([item.x, item.y - item.r]);
        if (item.items.length === 1 && !item.area) {
          var i = item.items[0];
          box.appendChild(Sarhad.text("b", D.places[D.place[i]] || "unnamed place"));
          box.appendChild(Sarhad.text("span", (D.subs[D.sub[i]] || D.types[D.kind[i]]) + " · " + day(D.first[i])));
          box.appendChild(Sarhad.text("span", toll(i) + (D.injured[i] !== UNSTATED ? " · " + D.injured[i] + " injured" : "") + (D.radius[i] ? " · known to " + D.radius[i] + " km" : "")));
        } else {
          box.appendChild(Sarhad.text("b", summary(item)));
          if (!item.area) box.appendChild(Sarhad.text("span", item.spread ? "click to zoom in" : "click to list them"));
        }
      }
      box.dir = "auto";
      if (!this._tip) this._tip = L.tooltip({ direction: "top", className: "sarhad-tip", opacity: 1 });
      this._tip.setLatLng(at).setContent(box);
      if (!this._map.hasLayer(this._tip)) this._tip.addTo(this._map);
    },
    _leave: function () {
      if (this._tip) this._tip.remove();
      if (this._map) this._map.getContainer().style.cursor = "";
    },
  });

  // What lies under border and names: the corridor, what was drawn, shaded and hatched districts.
  Sarhad.Areas = Sarhad.Canvas.extend({
    paint: function (pen) {
      if (!D || !Sarhad.incidents) return;
      var theme = Sarhad.theme(), self = this, incidents = Sarhad.incidents;
      if (D.shades) this._shade(pen, theme);
      else Object.keys(incidents.areas || {}).forEach(function (area) { self._hatch(pen, theme, +area, incidents.chosenArea === +area); });
      if (D.corridor) this._corridor(pen, theme);
      if (D.drawn.length) this._outline(pen, theme);
    },
    _path: function (pen, key) {
      var feature = shapesByKey[key];
      if (!feature) return false;
      pen.beginPath();
      Sarhad.trace(pen, this._map, feature.geometry);
      return true;
    },
    _hatch: function (pen, theme, area, chosen) {
      if (!this._path(pen, D.areas[area])) return;
      pen.globalAlpha = chosen ? 0.9 : 0.4;
      pen.fillStyle = pen.createPattern(stripes(theme.hatch), "repeat");
      pen.fill("evenodd");
      pen.globalAlpha = chosen ? 1 : 0.65;
      pen.lineWidth = chosen ? 2 : 1;
      pen.strokeStyle = chosen ? theme.ink : theme.hatch;
      pen.stroke();
      pen.globalAlpha = 1;
    },
    _shade: function (pen, theme) {
      var self = this, ramp = D.ramps[D.measure][theme.name];
      Object.keys(D.shades.areas).forEach(function (key) {
        var shade = D.shades.areas[key];
        if (shade.class < 0 || !self._path(pen, key)) return;
        pen.globalAlpha = 0.9;
        pen.fillStyle = ramp[step(shade.class)];
        pen.fill("evenodd");
        pen.globalAlpha = 1;
        pen.lineWidth = 0.8;
        pen.strokeStyle = theme.lens;
        pen.stroke();
      });
    },
    _corridor: function (pen, theme) {
      pen.beginPath();
      Sarhad.trace(pen, this._map, D.corridor);
      pen.fillStyle = theme.corridor;
      pen.globalAlpha = 0.07;
      pen.fill("evenodd");
      pen.globalAlpha = 0.7;
      pen.setLineDash([5, 4]);
      pen.lineWidth = 1.1;
      pen.strokeStyle = theme.corridor;
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    },
    _outline: function (pen, theme) {
      pen.beginPath();
      Sarhad.trace(pen, this._map, { type: "Polygon", coordinates: [D.drawn] });
      pen.lineWidth = 1.6;
      pen.setLineDash([4, 3]);
      pen.strokeStyle = theme.corridor;
      pen.stroke();
      pen.setLineDash([]);
    },
  });

  function radius(deaths) { return Math.min(MAX_RADIUS, 3.4 * Math.sqrt((deaths === UNSTATED ? 0 : deaths) + 1)); }
  function short(count) { return count < 10000 ? String(count) : Math.round(count / 1000) + "k"; }
  function plural(count, word) { return count + " " + word + (count === 1 ? "" : "s"); }
  function toll(i) { return D.deaths[i] === UNSTATED ? "deaths not stated" : D.deaths[i] + " killed"; }
  function day(since) {
    if (since === UNDATED) return "no date";
    return new Date((since + D.epoch) * 86400000).toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  }
  function summary(item) {
    var killed = item.items.reduce(function (sum, i) { return sum + (D.deaths[i] === UNSTATED ? 0 : D.deaths[i]); }, 0);
    var where = item.area ? shapesByKey[item.area].properties.name + ": " : "";
    var known = item.area ? " known to the " + (item.area.indexOf("||") > 0 ? "province" : "district") + " only" : "";
    return where + plural(item.items.length, "incident") + known + " · " + killed + " killed";
  }
  function step(index) { return D.shades.edges.length > 1 ? Math.round((index * 4) / (D.shades.edges.length - 1)) : 3; }
  function glyph(pen, x, y, kind, r) {
    pen.font = Math.round(r * 1.05) + "px system-ui,sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = "rgba(255,255,255,.92)";
    pen.fillText(D.glyphs[kind], x, y + r * 0.06);
  }
  var striped = {};
  function stripes(colour) {
    if (striped[colour]) return striped[colour];
    var tile = document.createElement("canvas"), pen = tile.getContext("2d");
    tile.width = tile.height = 7;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    [-7, 0, 7].forEach(function (shift) { pen.moveTo(shift, 7); pen.lineTo(shift + 7, 0); });
    pen.stroke();
    return (striped[colour] = tile);
  }
  function inside(geometry, lon, lat) {
    var polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates || [];
    return polygons.some(function (rings) {
      return rings.reduce(function (within, ring) {
        for (var a = 0, b = ring.length - 1; a < ring.length; b = a++) {
          var p = ring[a], q = ring[b];
          if (p[1] > lat !== q[1] > lat && lon < ((q[0] - p[0]) * (lat - p[1])) / (q[1] - p[1]) + p[0]) within = !within;
        }
        return within;
      }, false);
    });
  }

  Sarhad.UNSTATED = UNSTATED;
  Sarhad.radius = radius;
  Sarhad.stripes = stripes;
  Sarhad.step = function (index) { return step(index); };
})();
