// The constant base map: areas, border, crossings and labels of the region pack. Every string is shown as text.
(function (map, base) {
  var areas = {};
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution("© OpenStreetMap contributors (ODbL) · GeoNames · Natural Earth");
  L.control.scale({ imperial: false }).addTo(map);
  L.geoJSON(base.countries, { interactive: false, style: { color: "#8a8a8a", weight: 1, fillColor: "#f7f5f0", fillOpacity: 1 } }).addTo(map);
  L.geoJSON(base.areas, {
    interactive: false,
    style: { color: "#c9c4b8", weight: 0.6, fill: false },
    onEachFeature: function (feature) { areas[feature.properties.key] = feature; },
  }).addTo(map);
  L.geoJSON(base.provinces, { interactive: false, style: { color: "#a9a294", weight: 1, fill: false } }).addTo(map);
  L.geoJSON(base.border, { interactive: false, style: { color: "#3b3b3b", weight: 2.4 } }).addTo(map);
  var labels = L.layerGroup().addTo(map);
  function label(place, className) {
    var box = document.createElement("span");
    box.textContent = place.name;
    return L.marker([place.lat, place.lon], { interactive: false, keyboard: false, icon: L.divIcon({ className: className, html: box, iconSize: null }) });
  }
  function draw() {
    labels.clearLayers();
    var zoom = map.getZoom(), view = map.getBounds();
    base.places.forEach(function (place) {
      if (zoom >= place.from_zoom && view.contains([place.lat, place.lon])) labels.addLayer(label(place, "sarhad-label"));
    });
    base.crossings.forEach(function (place) {
      if (zoom >= 7) labels.addLayer(label(place, "sarhad-label sarhad-crossing"));
    });
  }
  var style = document.createElement("style");
  style.textContent =
    ".leaflet-container{background:#e8edf0;font:12px system-ui,sans-serif}" +
    ".sarhad-label{font:10.5px system-ui,sans-serif;color:#5a5a5a;white-space:nowrap;text-shadow:0 0 2px #fff,0 0 2px #fff;pointer-events:none}" +
    ".sarhad-crossing{color:#222;font-weight:600}" +
    ".sarhad-badge{font:600 11px system-ui,sans-serif;color:#333;background:#fff;border:1px solid #777;border-radius:9px;padding:1px 6px;white-space:nowrap;cursor:pointer}";
  document.head.appendChild(style);
  map.on("zoomend moveend", draw);
  draw();
  window.sarhadAreas = areas;
})
