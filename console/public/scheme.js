// Runs before the first paint so that a pinned light desk never flashes dark. A file, because the
// Content-Security-Policy allows no inline script. The rule is repeated in src/theme/scheme.ts.
(function () {
  var pinned = null;
  try {
    pinned = localStorage.getItem("toancanh.scheme");
  } catch (e) {
    pinned = null;
  }
  var watching = /^\/(wall|watch|map|sign-in)?(\/|$)/.test(location.pathname);
  var light = pinned === "light" || (pinned !== "dark" && !watching && matchMedia("(prefers-color-scheme: light)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", light ? "light" : "dark");
})();

// Files that this address needs are asked for before any code runs; the build names them in this script's attributes.
(function () {
  var names = document.currentScript.dataset;
  var english = false;
  try {
    english = localStorage.getItem("toancanh.language") === "en";
  } catch (e) {
    english = false;
  }
  var wanted = english ? names.en : names.vi;
  if (location.pathname === "/map") wanted += " " + names.map + " " + (english ? names.enMap : names.viMap);
  (wanted || "").split(" ").forEach(function (name) {
    if (!name) return;
    var link = document.createElement("link");
    link.rel = /\.css$/.test(name) ? "preload" : "modulepreload";
    if (link.rel === "preload") link.as = "style";
    link.crossOrigin = "";
    link.href = "/" + name;
    document.head.append(link);
  });
})();
