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
