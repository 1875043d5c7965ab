// What people say: which names are one, what was read wrongly, which finding is settled, what is watched. Each goes to
// the HTTP API with who says so; the page is then shown anew.
import { call } from "./api.js";

const WHO = "suizhi.who";

const who = () => {
  const box = document.querySelector("[data-who]");
  return (box?.value ?? localStorage.getItem(WHO) ?? "").trim();
};
const signed = () => (who() ? { who: who() } : {});

export function listen() {
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-who], #correcting [name=who]")) localStorage.setItem(WHO, event.target.value);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.dataset.say) {
      const { decision } = button.closest("[data-decision]").dataset;
      send(`/aliases/${decision}`, "POST", { state: button.dataset.say, ...signed() });
    } else if (button.dataset.correct) {
      open(button);
    } else if (button.dataset.undo) {
      send(`/corrections/${button.dataset.undo}${query()}`, "DELETE");
    } else if (button.dataset.settle) {
      settle(button);
    } else if (button.dataset.unwatch) {
      send(`/watches/${button.dataset.unwatch}${query()}`, "DELETE");
    }
  });
  document.addEventListener("submit", (event) => {
    const watch = event.target.closest("[data-watch]");
    if (!watch) return;
    event.preventDefault();
    send("/watches", "POST", { text: watch.elements.text.value, ...signed() });
  });
}

function settle(button) {
  const finding = `/audit/${button.dataset.settle}`;
  const { source } = button.dataset;
  if (button.dataset.settled === "no") return send(finding, "POST", { settled: false, source, ...signed() });
  const dialog = document.getElementById("settling");
  const form = dialog.querySelector("form");
  form.elements.note.value = "";
  dialog.querySelector("[data-cancel]").onclick = () => dialog.close();
  form.onsubmit = (event) => {
    event.preventDefault();
    dialog.close();
    send(finding, "POST", { note: form.elements.note.value, source, ...signed() });
  };
  dialog.showModal();
}

const query = () => (who() ? `?who=${encodeURIComponent(who())}` : "");

export function begin() {
  const box = document.querySelector("[data-who]");
  if (box) box.value = localStorage.getItem(WHO) ?? "";
  seen();
}

async function send(path, method, body) {
  const fault = document.querySelector("[data-fault]:not(dialog *)") ?? document.querySelector("#fault");
  try {
    await call(path, method, body);
    location.reload();
  } catch (error) {
    if (!fault) return window.alert(error.message);
    fault.textContent = error.message;
    fault.hidden = false;
  }
}

/** Opens the dialog for what the button is about: its address in the API, and the values as they were read. */
function open(button) {
  const dialog = document.getElementById("correcting");
  const form = dialog.querySelector("form");
  const before = JSON.parse(button.dataset.values);
  const fault = dialog.querySelector("[data-fault]");
  dialog.querySelector("[data-what]").textContent = button.dataset.what;
  fault.hidden = true;
  form.elements.reason.value = "";
  form.elements.who.value = localStorage.getItem(WHO) ?? "";
  for (const label of form.querySelectorAll("[data-field]")) {
    const name = label.dataset.field;
    label.hidden = !(name in before);
    if (name in before) form.elements[name].value = before[name];
  }
  const wrong = dialog.querySelector("[data-wrong]");
  wrong.hidden = button.dataset.wrong === "no";
  const say = async (body) => {
    const name = form.elements.who.value.trim();
    if (name) localStorage.setItem(WHO, name);
    try {
      const rest = { reason: form.elements.reason.value, ...(name ? { who: name } : {}) };
      await call(`/corrections/${button.dataset.correct}`, "POST", { ...body, ...rest });
      dialog.close();
      location.reload();
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    }
  };
  wrong.onclick = () => say({ wrong: true });
  dialog.querySelector("[data-cancel]").onclick = () => dialog.close();
  form.onsubmit = (event) => {
    event.preventDefault();
    const changed = Object.entries(before)
      .map(([name, was]) => [name, form.elements[name].value.trim(), was])
      .filter(([, now, was]) => now !== String(was));
    // What is emptied is unknown.
    say(Object.fromEntries(changed.map(([name, now]) => [name, now || "-"])));
  };
  dialog.showModal();
}

/** Marks what happened since this browser last looked, and remembers how far that was. */
function seen() {
  const table = document.querySelector("[data-seen]");
  if (!table) return;
  const key = `suizhi.seen.${table.dataset.seen}`;
  const last = Number(localStorage.getItem(key) ?? 0);
  let most = last;
  for (const row of table.querySelectorAll("[data-number]")) {
    const number = Number(row.dataset.number);
    row.classList.toggle("new", number > last);
    most = Math.max(most, number);
  }
  localStorage.setItem(key, String(most));
}
