// The graph's side: its links change the picture in place, and so does going back.

export function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-graph]");
    if (!link || event.ctrlKey || event.metaKey || typeof emitEvent !== "function") return;
    event.preventDefault();
    emitEvent("graph", link.getAttribute("href"));
  });
  window.addEventListener("popstate", () => {
    if (location.pathname === "/graph" && typeof emitEvent === "function")
      emitEvent("graph", `${location.pathname}${location.search}#back`);
  });
}
