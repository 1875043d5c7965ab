// Scrolls the reading pane to the marked place, which the framework draws some frames after it was told to.
function showPlace(tries = 60) {
  const place = document.getElementById("here");
  if (place) place.scrollIntoView({ block: "center" });
  else if (tries > 0) requestAnimationFrame(() => showPlace(tries - 1));
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
