// The tools beside the map: whole region, draw a box (or drag with shift held), draw a polygon. What is drawn goes to the page.
Sarhad.tools = function (map) {
  var mode = null, corners = [], shape = null, buttons = {};
  var bar = L.control({ position: "topright" });
  bar.onAdd = function () {
    var box = L.DomUtil.create("div", "leaflet-bar sarhad-tools");
    button("home", "⌂", "show the whole region", function () { Sarhad.home(); });
    button("box", "▭", "draw a box: only incidents inside it (or drag with Shift held)", function () { start(mode === "box" ? null : "box"); });
    button("polygon", "⬠", "draw an area: click its corners, double-click or Enter to close it, Escape to stop", function () { start(mode === "polygon" ? null : "polygon"); });
    function button(name, sign, words, act) {
      var made = (buttons[name] = Sarhad.text("button", sign));
      made.type = "button";
      made.title = words;
      made.setAttribute("aria-label", words);
      made.dataset.tool = name;
      made.addEventListener("click", act);
      box.appendChild(made);
    }
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
  Sarhad.drawing = function () { return mode !== null; };

  function start(wanted) {
    stop();
    mode = wanted;
    ["box", "polygon"].forEach(function (name) { buttons[name].setAttribute("aria-pressed", String(mode === name)); });
    map.getContainer().classList.toggle("drawing", mode !== null);
    map.dragging[mode === "box" ? "disable" : "enable"]();
    map.doubleClickZoom[mode ? "disable" : "enable"]();
  }
  function stop() {
    if (shape) shape.remove();
    shape = null;
    corners = [];
  }
  function draw(points) {
    if (shape) shape.remove();
    shape = L.polygon(points, { color: Sarhad.theme().corridor, weight: 1.5, dashArray: "4 3", fillOpacity: 0.08, interactive: false }).addTo(map);
  }
  function boxed(a, b) {
    return [[a.lat, a.lng], [a.lat, b.lng], [b.lat, b.lng], [b.lat, a.lng]];
  }
  function finish(points) {
    var ring = points.map(function (point) { return [+point[1].toFixed(4), +point[0].toFixed(4)]; });
    var kind = mode === "polygon" ? "polygon" : "box";
    start(null);
    if (ring.length > 2) Sarhad.tell({ kind: kind, ring: ring });
  }

  var from = null;
  map.on("mousedown", function (event) {
    if (mode === "box" || (!mode && event.originalEvent.shiftKey)) {
      from = event.latlng;
      map.dragging.disable();
      L.DomEvent.preventDefault(event.originalEvent);
    }
  });
  map.on("mousemove", function (event) {
    if (from) draw(boxed(from, event.latlng));
    else if (mode === "polygon" && corners.length) draw(corners.concat([[event.latlng.lat, event.latlng.lng]]));
  });
  map.on("mouseup", function (event) {
    if (!from) return;
    var first = from, apart = map.latLngToContainerPoint(first).distanceTo(event.containerPoint);
    from = null;
    map.dragging.enable();
    if (apart > 5) finish(boxed(first, event.latlng));
    else start(null);
  });
  map.on("click", function (event) {
    if (mode !== "polygon") return;
    corners.push([event.latlng.lat, event.latlng.lng]);
    draw(corners);
  });
  map.on("dblclick", function () {
    if (mode === "polygon") finish(corners.slice(0, -1));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { from = null; start(null); }
    if (event.key === "Enter" && mode === "polygon" && corners.length > 2) { event.preventDefault(); finish(corners); }
  });
};

// Hands something the user did to the page: streamlit-folium returns it as the last active drawing, each time anew.
Sarhad.tell = (function () {
  var turn = 0;
  return function (properties) {
    turn += 1;
    properties.turn = Date.now() + turn / 1000;
    properties.stamp = Sarhad.stamp;
    var feature = { type: "Feature", properties: properties, geometry: null };
    Sarhad.incidents.fire("click", { latlng: null, layer: { toGeoJSON: function () { return feature; } } });
  };
})();
