// Offers while one types, as a combobox: arrows choose, Enter or Tab takes, Escape closes.

const PAUSE = 120;
let waiting = 0;
let asked = 0;

export function listen() {
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-complete]");
    if (!box) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => fetchOffers(box), PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-complete]");
    const list = box && listOf(box);
    if (!list || list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(box, list, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && list.querySelector("[aria-selected=true]")) {
      event.preventDefault();
      take(box, list.querySelector("[aria-selected=true]"));
    } else if (event.key === "Escape") {
      hide(box);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const offer = event.target.closest?.(".offers li");
    if (offer) {
      event.preventDefault();
      take(offer.closest("form").querySelector(`[aria-controls="${offer.parentElement.id}"]`), offer);
    }
  });
  document.addEventListener("focusout", (event) => {
    const box = event.target.closest?.("[data-complete]");
    if (box) hide(box);
  });
}

const listOf = (box) => document.getElementById(box.getAttribute("aria-controls"));

function prepare(box) {
  if (box.getAttribute("role") === "combobox") return listOf(box);
  const list = document.createElement("ul");
  list.className = "offers";
  list.id = `offers-${document.querySelectorAll(".offers").length}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.getAttribute("aria-label") ?? box.name);
  list.hidden = true;
  (box.closest("label") ?? box.parentElement).append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  return list;
}

async function fetchOffers(box) {
  const number = ++asked;
  if (!box.value.trim()) return hide(box);
  const address = new URL("/complete", location);
  address.searchParams.set("kind", box.dataset.complete);
  address.searchParams.set("text", box.value);
  const lang = new URL(location).searchParams.get("lang");
  if (lang) address.searchParams.set("lang", lang);
  const answer = await fetch(address);
  if (!answer.ok || number !== asked || document.activeElement !== box) return;
  const offers = await answer.json();
  const list = prepare(box);
  list.replaceChildren(
    ...offers.map((offer, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.text = offer.text;
      const kind = document.createElement("small");
      kind.textContent = offer.kind;
      item.append(offer.label, kind);
      return item;
    }),
  );
  list.hidden = offers.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

function step(box, list, way) {
  const items = [...list.children];
  const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = (now + way + items.length + (now < 0 && way < 0 ? 1 : 0)) % items.length;
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === next)));
  box.setAttribute("aria-activedescendant", items[next].id);
}

function take(box, item) {
  box.value = item.dataset.text;
  hide(box);
  box.focus();
}

function hide(box) {
  asked += 1;
  const list = listOf(box);
  if (!list) return;
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}
