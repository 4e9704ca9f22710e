// The constant base map: areas, border, crossings and labels of the region pack, and the view that the address keeps.
// Every string is drawn as text.
(function () {
  var R = window.sarhadRegion, SAME = 9; // pixels between two names of one place

  Sarhad.begin = function (map) {
    var layers = shapes(map);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution("© OpenStreetMap contributors (ODbL) · GeoNames · Natural Earth");
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    map.setMaxBounds([[19, 50], [41, 78]]);
    Sarhad.areas = new Sarhad.Areas({ pane: pane(map, "shaded", 300), className: "sarhad-areas" }).addTo(map);
    Sarhad.incidents = new Sarhad.Incidents({ pane: pane(map, "incidents", 450), className: "sarhad-incidents" }).addTo(map);
    Sarhad.labels = new Labels({ pane: pane(map, "labels", 440), className: "sarhad-labels" }).addTo(map); // after what it avoids
    Sarhad.tools(map);
    view(map);
    repaint();
    window.addEventListener("resize", function () { map.invalidateSize(); });
    new ResizeObserver(function () { map.invalidateSize(); }).observe(map.getContainer());
    window.Streamlit.events.addEventListener("streamlit:render", function () { setTimeout(repaint, 0); });

    var painted = null;
    function repaint() {
      var theme = Sarhad.theme();
      if (theme.name === painted) return;
      painted = theme.name;
      document.documentElement.dataset.theme = theme.name;
      layers(theme);
      Sarhad.incidents.redraw();
      Sarhad.labels.redraw();
    }
  };

  // An opt-in: nothing is asked of any other machine until the user turns this on.
  Sarhad.online = function (map, wanted) {
    if (wanted && !Sarhad._tiles) {
      Sarhad._tiles = L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
        maxZoom: 18, opacity: 0.75, pane: pane(map, "online", 250),
        attribution: '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>',
      }).addTo(map);
    } else if (!wanted && Sarhad._tiles) {
      Sarhad._tiles.remove();
      Sarhad._tiles = null;
    }
    document.documentElement.classList.toggle("online", !!wanted);
  };

  function pane(map, name, order) {
    if (!map.getPane(name)) map.createPane(name).style.zIndex = order;
    return name;
  }

  function shapes(map) {
    function layer(data, order) {
      var name = pane(map, "base" + order, order);
      return L.geoJSON(data, { interactive: false, renderer: L.canvas({ pane: name, padding: 0.3 }), pane: name }).addTo(map);
    }
    var land = layer(R.countries, 210), areas = layer(R.areas, 220), provinces = layer(R.provinces, 230);
    var countries = layer(R.countries, 410), casing = layer(R.border, 420), border = layer(R.border, 430);
    return function (theme) {
      document.body.style.background = map.getContainer().style.background = theme.water;
      land.setStyle({ stroke: false, fillColor: theme.land, fillOpacity: 1 });
      areas.setStyle(function (feature) {
        return { color: theme.hair, weight: 0.7, fillColor: theme.lens, fillOpacity: feature.properties.lens ? 1 : 0 };
      });
      provinces.setStyle({ color: theme.province, weight: 1, fill: false });
      countries.setStyle({ color: theme.country, weight: 0.9, fill: false });
      casing.setStyle({ color: theme.casing, weight: 5.5, opacity: 0.85 });
      border.setStyle({ color: theme.border, weight: 2.6 });
    };
  }

  // Names on a canvas, the weightier first; one that would touch another is left out. A town's stands where no dot hides it.
  var Labels = Sarhad.Canvas.extend({
    paint: function (pen) {
      var map = this._map, zoom = map.getZoom(), theme = Sarhad.theme(), taken = [], named = [], frame = this.frame;
      var dots = Sarhad.incidents.drawn || [];
      pen.textBaseline = "middle";
      function write(name, point, style) {
        var at = map.latLngToContainerPoint([point[1], point[0]]);
        if (at.x < frame.left || at.x > frame.right || at.y < frame.top || at.y > frame.bottom) return;
        pen.font = style.font;
        if ("letterSpacing" in pen) pen.letterSpacing = style.spacing || "0px";
        if (style.dot && named.some(function (other) { return other.distanceTo(at) < SAME; })) return; // spelt otherwise
        var boxes = places(at, pen.measureText(name).width, style.dot), first = boxes[0];
        if (!hidden(first) && touches(first, taken)) return;
        boxes = boxes.filter(function (box) { return !touches(box, taken); });
        if (!boxes.length) return;
        if (style.dot) named.push(at);
        var box = boxes.find(function (one) { return !hidden(one); }) || boxes[0], x = box[0] + 3, y = box[1] + 8;
        taken.push(box);
        if (style.dot) {
          pen.beginPath();
          pen.arc(at.x, at.y, 1.8, 0, 6.2832);
          pen.fillStyle = style.colour;
          pen.fill();
        }
        pen.lineWidth = 3;
        pen.lineJoin = "round";
        pen.strokeStyle = theme.halo;
        pen.globalAlpha = 0.8;
        pen.strokeText(name, x, y);
        pen.globalAlpha = 1;
        pen.fillStyle = style.colour;
        pen.fillText(name, x, y);
      }
      // Where a name may stand: a town's right of its point, left, above, below, beyond the dot that covers it; an area's in its middle.
      function places(at, width, dot) {
        if (!dot) return [0, -22, 22].map(function (off) { return around(at.x - width / 2, at.y + off, width); });
        var off = dots.reduce(function (most, item) {
          var away = Math.hypot(item.x - at.x, item.y - at.y);
          return away < item.r + 2 ? Math.max(most, item.r + away + 4) : most;
        }, 6);
        return [
          around(at.x + off, at.y, width), around(at.x - off - width, at.y, width),
          around(at.x - width / 2, at.y - off - 6, width), around(at.x - width / 2, at.y + off + 6, width),
        ];
      }
      function around(x, y, width) { return [x - 3, y - 8, x + width + 3, y + 8]; }
      function touches(box, others) {
        return others.some(function (b) { return box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]; });
      }
      function hidden(box) {
        return dots.some(function (item) {
          var x = Math.max(box[0] + 3, Math.min(item.x, box[2] - 3)), y = Math.max(box[1] + 2, Math.min(item.y, box[3] - 2));
          return Math.hypot(item.x - x, item.y - y) < item.r;
        });
      }
      R.crossings.forEach(function (place) {
        var at = map.latLngToContainerPoint([place.lat, place.lon]);
        pen.save();
        pen.translate(at.x, at.y);
        pen.rotate(Math.PI / 4);
        pen.fillStyle = theme.casing;
        pen.strokeStyle = theme.border;
        pen.lineWidth = 1.6;
        pen.fillRect(-3.4, -3.4, 6.8, 6.8);
        pen.strokeRect(-3.4, -3.4, 6.8, 6.8);
        pen.restore();
        if (zoom >= 7) write(place.name, [place.lon + 9 / Math.pow(2, zoom), place.lat], { font: "600 11px system-ui,sans-serif", colour: theme.ink, dot: true });
      });
      R.places.forEach(function (place) {
        if (zoom >= place.zoom) write(place.name, [place.lon, place.lat], { font: (place.zoom <= 5 ? "500 12px" : "11px") + " system-ui,sans-serif", colour: theme.place, dot: true });
      });
      if (zoom < 7.5) {
        R.provinces.features.forEach(function (f) {
          if (f.properties.lens) write(f.properties.name.toUpperCase(), f.properties.at, { font: "600 11px system-ui,sans-serif", colour: theme.area, spacing: "2px" });
        });
      }
      if (zoom >= 7) {
        R.areas.features.forEach(function (f) {
          if (f.properties.lens || zoom >= 8) write(f.properties.name.toUpperCase(), f.properties.at, { font: "10px system-ui,sans-serif", colour: theme.area, spacing: "1px" });
        });
      }
    },
  });

  // Centre and zoom live in the page's address (?lat&lng&zoom), written without a run of the page.
  function view(map) {
    var page = window.parent, given = new URLSearchParams(page.location.search);
    var lat = parseFloat(given.get("lat")), lng = parseFloat(given.get("lng")), zoom = parseFloat(given.get("zoom"));
    map.fitBounds([[R.bounds[1], R.bounds[0]], [R.bounds[3], R.bounds[2]]], { animate: false });
    if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) map.setView([lat, lng], zoom >= 4 && zoom <= 16 ? zoom : 8, { animate: false });
    var home = place();
    function place() {
      var centre = map.getCenter();
      return { lat: centre.lat.toFixed(4), lng: centre.lng.toFixed(4), zoom: String(map.getZoom()) };
    }
    // Streamlit writes the filter into the address by itself and knows nothing of a view that has moved since
    function keep() {
      if (!Sarhad.moved) return;
      var params = new URLSearchParams(page.location.search), now = place();
      if (params.get("lat") === now.lat && params.get("lng") === now.lng && params.get("zoom") === now.zoom) return;
      params.set("lat", now.lat);
      params.set("lng", now.lng);
      params.set("zoom", now.zoom);
      page.history.replaceState(page.history.state, "", page.location.pathname + "?" + params);
    }
    Sarhad.home = function () { map.fitBounds([[R.bounds[1], R.bounds[0]], [R.bounds[3], R.bounds[2]]]); };
    map.on("moveend", function () {
      Sarhad.moved = Sarhad.moved || place().zoom !== home.zoom || map.getCenter().distanceTo([home.lat, home.lng]) > 500;
      keep();
    });
    setInterval(keep, 500);
  }
})();
