// The reading pane beside the page: a click on a place opens the report there, and the address says so.

const WIDE = matchMedia("(min-width: 1100px)");
const pane = () => document.getElementById("reading");
let asked = 0;
let from = null;

export function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-open]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      from = link;
      show(link.dataset.open, true);
    } else if (event.target.closest?.("#reading [data-close]")) {
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane() && !pane().hidden) close();
  });
}

export function begin() {
  const place = new URL(location).searchParams.get("open");
  const first = document.querySelector("a.first[data-open]");
  if (place) show(place, false);
  else if (first && WIDE.matches) show(first.dataset.open, false);
}

async function show(place, clicked) {
  const number = ++asked;
  const address = new URL("/reading", location);
  address.searchParams.set("open", place);
  const lang = new URL(location).searchParams.get("lang");
  if (lang) address.searchParams.set("lang", lang);
  const answer = await fetch(address);
  const text = await answer.text();
  if (number !== asked) return; // another place was asked for meanwhile
  pane().innerHTML = text;
  pane().hidden = false;
  document.body.classList.add("with-reading");
  for (const link of document.querySelectorAll("a[data-open]"))
    link.toggleAttribute("data-shown", link.dataset.open === place);
  scroll();
  if (clicked) {
    pane().focus({ preventScroll: true });
    remember(place);
  }
}

function close() {
  pane().hidden = true;
  pane().innerHTML = "";
  document.body.classList.remove("with-reading");
  for (const link of document.querySelectorAll("a[data-shown]")) link.removeAttribute("data-shown");
  remember(null);
  from?.focus();
}

function remember(place) {
  const here = new URL(location);
  if (place) here.searchParams.set("open", place);
  else here.searchParams.delete("open");
  history.replaceState(history.state, "", here);
}

function scroll() {
  const mark = pane().querySelector("mark");
  if (!mark) return;
  const above = mark.getBoundingClientRect().top - pane().getBoundingClientRect().top;
  pane().scrollTop += above - pane().clientHeight / 3;
}
