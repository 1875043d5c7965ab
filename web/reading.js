// Scrolls the reading pane to the marked place, which the framework draws some frames after it was told to.
// The page itself stays with the answer, unless the pane is below it (on a narrow screen) and was asked for.
function showPlace(asked = false, tries = 60) {
  const place = document.getElementById("here");
  if (!place) {
    if (tries > 0) requestAnimationFrame(() => showPlace(asked, tries - 1));
    return;
  }
  const pane = place.closest(".reading");
  if (pane.scrollHeight > pane.clientHeight) {
    const above = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += above - pane.clientHeight / 2;
  } else if (asked) {
    place.scrollIntoView({ block: "center" });
  }
}
window.addEventListener("load", () => showPlace());

// A question takes a moment: the button says so, and a second click does not ask again.
document.addEventListener("submit", (event) => {
  const form = event.target.closest(".question");
  if (!form) return;
  if (form.classList.contains("busy")) event.preventDefault();
  form.classList.add("busy");
  form.querySelector("button").textContent = "查阅中…";
});
window.addEventListener("pageshow", () => document.querySelector(".question")?.classList.remove("busy"));
