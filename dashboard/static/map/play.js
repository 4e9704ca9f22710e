// Play through time: the steps come with the layer (dashboard/timeline.py), the map is drawn anew for each; the page never runs.
Sarhad.play = (function () {
  var PACE = 700; // milliseconds a step
  var bar, slider, label, toggle, mode, use, timer = null, at = null, steps = [], data = null;

  function build(map) {
    var control = L.control({ position: "bottomleft" });
    control.onAdd = function () {
      bar = L.DomUtil.create("div", "sarhad-play");
      toggle = button("▶ play", "play through time", function () { timer ? pause() : play(); });
      slider = document.createElement("input");
      slider.type = "range";
      slider.min = 0;
      slider.setAttribute("aria-label", "step in time");
      slider.addEventListener("input", function () { pause(); go(+slider.value); });
      bar.appendChild(slider);
      label = Sarhad.text("output", "");
      bar.appendChild(label);
      mode = button("up to here", "show everything up to the step, not the step alone", function () {
        mode.setAttribute("aria-pressed", String(mode.getAttribute("aria-pressed") !== "true"));
        if (at !== null) go(at);
      });
      mode.setAttribute("aria-pressed", "false");
      use = button("filter", "keep these days as the date filter", function () {
        var span = window_();
        close();
        Sarhad.tell({ kind: "days", first: span[0], last: span[1] - 1 });
      });
      button("✕", "leave play: show all days again", close);
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.disableScrollPropagation(bar);
      return bar;
    };
    control.addTo(map);
  }
  function button(sign, words, act) {
    var made = Sarhad.text("button", sign);
    made.type = "button";
    made.title = words;
    made.setAttribute("aria-label", words);
    made.addEventListener("click", act);
    bar.appendChild(made);
    return made;
  }
  function play() {
    if (at === null || at >= steps.length - 2) go(0);
    toggle.textContent = "❙❙";
    toggle.setAttribute("aria-label", "pause");
    timer = setInterval(function () {
      if (at >= steps.length - 2) pause();
      else go(at + 1);
    }, PACE);
  }
  function pause() {
    clearInterval(timer);
    timer = null;
    toggle.textContent = bar.classList.contains("open") ? "▶" : "▶ play";
    toggle.setAttribute("aria-label", "play through time");
  }
  function go(step) {
    at = step;
    slider.value = step;
    bar.classList.add("open");
    Sarhad.incidents.redraw();
    label.textContent = (cumulative() ? "to " : "") + words(steps[at] + data.epoch) + " · " + Sarhad.incidents.told;
    label.title = "incidents on the map";
    slider.setAttribute("aria-valuetext", label.textContent + " incidents");
  }
  function close() {
    at = null;
    bar.classList.remove("open");
    pause();
    Sarhad.incidents.redraw();
  }
  function words(day) {
    var date = new Date(day * 86400000), options = { timeZone: "UTC", month: "short", year: "numeric" };
    if (data.unit !== "month") options.day = "numeric";
    return (data.unit === "week" ? "week of " : "") + date.toLocaleDateString("en-GB", options);
  }
  function cumulative() { return mode.getAttribute("aria-pressed") === "true"; }
  // The days shown, counted from 1970, the end exclusive.
  function window_() { return [steps[cumulative() ? 0 : at] + data.epoch, steps[at + 1] + data.epoch]; }

  return {
    // Called with every new layer: other steps mean that the filter changed, so play ends.
    steps: function (map, layer) {
      if (!bar) build(map);
      var same = data && data.epoch === layer.epoch && JSON.stringify(steps) === JSON.stringify(layer.steps);
      data = layer;
      steps = layer.steps;
      bar.style.display = steps.length > 2 ? "" : "none";
      slider.max = Math.max(0, steps.length - 2);
      if (!same) close();
    },
    // [first, end) in days of the layer, null when not playing
    span: function () { return at === null ? null : [steps[cumulative() ? 0 : at], steps[at + 1]]; },
  };
})();
