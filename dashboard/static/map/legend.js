// What sizes, rings, hatches and shades of the map mean; rebuilt when the measure or the theme changes. Needs incident_layer.js.
(function () {
  var control = null, legendFor = null;
  Sarhad.legend = function (map, D) {
    var wanted = JSON.stringify([D.measure, D.shades && D.shades.edges, Sarhad.theme().name]);
    if (wanted === legendFor) return;
    legendFor = wanted;
    if (control) control.remove();
    control = L.control({ position: "topleft" });
    control.onAdd = function () {
      var box = L.DomUtil.create("div", "sarhad-legend"), theme = Sarhad.theme();
      if (D.shades) {
        box.appendChild(Sarhad.text("b", D.measure === "deaths" ? "Deaths by district" : "Incidents by district"));
        D.shades.edges.forEach(function (edge, k) {
          var low = k ? D.shades.edges[k - 1] + 1 : 1;
          row(box, D.ramps[D.measure][theme.name][Sarhad.step(k)], low >= edge ? String(edge) : low + "–" + edge);
        });
      } else if (D.measure === "density") {
        box.appendChild(Sarhad.text("b", "Incidents a hexagon"));
        row(box, D.ramps.incidents[theme.name][1], "fewest");
        row(box, D.ramps.incidents[theme.name][4], "most");
      } else {
        var canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), ratio = window.devicePixelRatio || 1;
        canvas.width = 196 * ratio;
        canvas.height = 78 * ratio;
        canvas.style.width = "196px";
        canvas.style.height = "78px";
        pen.scale(ratio, ratio);
        pen.font = "11px system-ui,sans-serif";
        pen.textBaseline = "middle";
        pen.strokeStyle = theme.place;
        pen.fillStyle = theme.place;
        var x = 8;
        [["?", Sarhad.UNSTATED], ["0", 0], ["5", 5], ["20", 20]].forEach(function (size) {
          var r = Sarhad.radius(size[1]);
          pen.beginPath();
          pen.arc(x + r, 18, r, 0, 6.2832);
          pen.globalAlpha = size[1] === Sarhad.UNSTATED ? 0.3 : 0.75;
          if (size[1] === Sarhad.UNSTATED) pen.stroke(); else pen.fill();
          pen.globalAlpha = 1;
          pen.fillText(size[0], x + 2 * r + 4, 18);
          x += 2 * r + 20;
        });
        pen.fillText("killed", x, 18);
        pen.beginPath();
        pen.arc(17, 48, 7, 0, 6.2832);
        pen.stroke();
        pen.beginPath();
        pen.arc(17, 48, 2.5, 0, 6.2832);
        pen.fill();
        pen.fillText("known to a radius", 34, 48);
        pen.fillStyle = pen.createPattern(Sarhad.stripes(theme.hatch), "repeat");
        pen.fillRect(8, 61, 18, 13);
        pen.strokeRect(8.5, 61.5, 17, 12);
        pen.fillStyle = theme.place;
        pen.fillText("district or province only", 34, 68);
        box.appendChild(canvas);
      }
      return box;
    };
    control.addTo(map);
  };
  function row(box, colour, words) {
    var line = L.DomUtil.create("div", "row", box), swatch = L.DomUtil.create("span", "swatch", line);
    swatch.style.background = colour;
    line.appendChild(Sarhad.text("span", words));
  }
})();
