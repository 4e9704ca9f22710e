// All incidents as one canvas layer, drawn from columns. What is known to the district only is a shaded district with a
// count, never a dot. Clicks return the incident's id; labels are text nodes.
(function (group, data) {
  var HIT = 12;
  var Dots = L.Layer.extend({
    onAdd: function (map) {
      this._map = map;
      this._canvas = L.DomUtil.create("canvas", "sarhad-incidents leaflet-zoom-hide");
      this._canvas.style.pointerEvents = "none";
      map.getPanes().overlayPane.appendChild(this._canvas);
      map.on("moveend zoomend resize viewreset", this._draw, this);
      map.on("click", this._click, this);
      map.on("mousemove", this._hover, this);
      this._draw();
    },
    onRemove: function (map) {
      this._canvas.remove();
      if (this._tip) map.removeLayer(this._tip);
      map.off("moveend zoomend resize viewreset", this._draw, this);
      map.off("click", this._click, this);
      map.off("mousemove", this._hover, this);
    },
    _draw: function () {
      var map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
      var corner = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(this._canvas, corner);
      this._canvas.width = size.x * ratio;
      this._canvas.height = size.y * ratio;
      this._canvas.style.width = size.x + "px";
      this._canvas.style.height = size.y + "px";
      var pen = this._canvas.getContext("2d");
      pen.scale(ratio, ratio);
      this._points = [];
      var perKm = function (lat) { return 256 * Math.pow(2, map.getZoom()) / (40075 * Math.cos(lat * Math.PI / 180)); };
      for (var i = 0; i < data.ids.length; i++) {
        var at = map.latLngToContainerPoint([data.lats[i], data.lons[i]]);
        if (at.x < -60 || at.y < -60 || at.x > size.x + 60 || at.y > size.y + 60) continue;
        var colour = data.colours[data.types[i]], chosen = data.ids[i] === data.chosen;
        if (data.rings[i]) {
          pen.beginPath();
          pen.arc(at.x, at.y, Math.min(400, data.rings[i] * perKm(data.lats[i])), 0, 6.2832);
          pen.strokeStyle = colour; pen.globalAlpha = chosen ? 0.9 : 0.25; pen.lineWidth = 1; pen.stroke();
        }
        pen.beginPath();
        pen.arc(at.x, at.y, data.radii[i], 0, 6.2832);
        pen.globalAlpha = 0.78; pen.fillStyle = colour; pen.fill();
        pen.globalAlpha = 1; pen.lineWidth = chosen ? 3 : 0.8; pen.strokeStyle = chosen ? "#111" : "#fff"; pen.stroke();
        this._points.push([at.x, at.y, i]);
      }
    },
    _nearest: function (point) {
      var best = null, near = Infinity;
      (this._points || []).forEach(function (dot) {
        var away = Math.hypot(dot[0] - point.x, dot[1] - point.y) - data.radii[dot[2]];
        if (away < near) { near = away; best = dot[2]; }
      });
      return near <= HIT - 4 ? best : null;
    },
    _click: function (event) {
      var i = this._nearest(event.containerPoint);
      if (i !== null) pick(this, data.ids[i], event.latlng);
    },
    _hover: function (event) {
      var i = this._nearest(event.containerPoint);
      this._map.getContainer().style.cursor = i === null ? "" : "pointer";
      if (this._tip) { this._map.removeLayer(this._tip); this._tip = null; }
      if (i === null) return;
      var box = document.createElement("span");
      box.textContent = data.labels[i];
      this._tip = L.tooltip({ direction: "top", offset: [0, -6] }).setLatLng([data.lats[i], data.lons[i]]).setContent(box).addTo(this._map);
    },
  });
  var turn = 0;
  function pick(layer, id, latlng) {
    turn += 1;
    var feature = { type: "Feature", properties: { id: id, turn: turn }, geometry: null };
    layer.fire("click", { latlng: latlng, layer: { toGeoJSON: function () { return feature; } } });
  }
  var dots = new Dots();
  data.areas.forEach(function (area) {
    var shape = (window.sarhadAreas || {})[area.key];
    if (shape) {
      L.geoJSON(shape, { interactive: false, style: { stroke: false, fillColor: data.shade, fillOpacity: area.shade } }).addTo(group);
    }
    if (!area.count) return;
    var box = document.createElement("span");
    box.textContent = area.count;
    box.title = area.label;
    var badge = L.marker([area.lat, area.lon], { icon: L.divIcon({ className: "sarhad-badge", html: box, iconSize: null }), title: area.label });
    badge.on("click", function (event) { pick(dots, area.ids[(badge.turn = ((badge.turn || 0) + 1)) % area.ids.length], event.latlng); });
    badge.addTo(group);
  });
  dots.addTo(group);
})
