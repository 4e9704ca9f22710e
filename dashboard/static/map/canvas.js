// What every part of the map shares: the theme, packed columns, and a canvas that follows the map.
window.Sarhad = (function () {
  var LIGHT = {
    name: "light", water: "#e4eaed", land: "#efece5", lens: "#faf8f4", hair: "#d8d3c8", province: "#b9b2a4", country: "#8d877b",
    border: "#26241f", casing: "#ffffff", place: "#5c584f", area: "#a39c8d", halo: "#faf8f4", ink: "#26241f", paper: "#ffffff",
    edge: "#ffffff", hatch: "#7d7465", corridor: "#0072B2",
  };
  var DARK = {
    name: "dark", water: "#13171b", land: "#1b2025", lens: "#232a30", hair: "#343c44", province: "#4a545e", country: "#6a757f",
    border: "#ece6d8", casing: "#0d1013", place: "#a9b2ba", area: "#626d77", halo: "#1a1f24", ink: "#eceae6", paper: "#20262c",
    edge: "#14181c", hatch: "#9c937f", corridor: "#56B4E9",
  };
  var TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f4: Float32Array };

  // Whether the page around the map is dark now: Streamlit writes its background into the frame's style.
  function theme() {
    var colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
    var hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
    if (!hex) return window.matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT;
    var light = parseInt(hex[1], 16) * 0.3 + parseInt(hex[2], 16) * 0.59 + parseInt(hex[3], 16) * 0.11;
    return light < 128 ? DARK : LIGHT;
  }

  function unpack(text, kind) {
    var raw = atob(text), bytes = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return new TYPES[kind](bytes.buffer);
  }

  function text(tag, words, className) {
    var box = document.createElement(tag);
    box.textContent = words;
    if (className) box.className = className;
    return box;
  }

  // A canvas somewhat larger than the view; `paint(pen)` draws in pixels of the view. It grows with a zoom, then is drawn anew.
  var Canvas = L.Layer.extend({
    options: { pad: 0.12 },
    initialize: function (options) { L.setOptions(this, options); },
    onAdd: function (map) {
      this._canvas = L.DomUtil.create("canvas", this.options.className + " leaflet-zoom-animated", this.getPane());
      this._canvas.style.pointerEvents = "none";
      map.on("moveend resize", this.redraw, this);
      map.on("zoomanim", this._animate, this);
      this.redraw();
    },
    onRemove: function (map) {
      this._canvas.remove();
      map.off("moveend resize", this.redraw, this);
      map.off("zoomanim", this._animate, this);
    },
    redraw: function () {
      var map = this._map;
      if (!map) return;
      var size = map.getSize(), ratio = window.devicePixelRatio || 1;
      var margin = size.multiplyBy(this.options.pad).round(), whole = size.add(margin.multiplyBy(2));
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint(margin.multiplyBy(-1)));
      this._canvas.width = whole.x * ratio;
      this._canvas.height = whole.y * ratio;
      this._canvas.style.width = whole.x + "px";
      this._canvas.style.height = whole.y + "px";
      this._zoom = map.getZoom();
      this._corner = map.containerPointToLatLng(margin.multiplyBy(-1));
      this.frame = { left: -margin.x, top: -margin.y, right: size.x + margin.x, bottom: size.y + margin.y };
      var pen = this._canvas.getContext("2d");
      pen.setTransform(ratio, 0, 0, ratio, margin.x * ratio, margin.y * ratio);
      this.paint(pen);
    },
    _animate: function (event) {
      var scale = this._map.getZoomScale(event.zoom, this._zoom);
      L.DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center), scale);
    },
  });

  // Adds the rings of a GeoJSON polygon to the pen's path.
  function trace(pen, map, geometry) {
    var polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
    polygons.forEach(function (rings) {
      rings.forEach(function (ring) {
        ring.forEach(function (point, i) {
          var at = map.latLngToContainerPoint([point[1], point[0]]);
          if (i) pen.lineTo(at.x, at.y);
          else pen.moveTo(at.x, at.y);
        });
        pen.closePath();
      });
    });
  }

  return { theme: theme, unpack: unpack, text: text, Canvas: Canvas, trace: trace };
})();
