// The question box: busy while it is answered, one's own questions (kept in this browser only), copying.

const KEY = "suizhi.questions";
const KEPT = 12;

const known = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return []; // storage may be switched off
  }
};

function keep(questions) {
  try {
    localStorage.setItem(KEY, JSON.stringify(questions.slice(0, KEPT)));
  } catch {
    // the page does without a history then
  }
}

export function listen() {
  // A question takes a moment: the button says so, and a second click does not ask again.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".question");
    if (!form) return;
    if (form.classList.contains("busy")) event.preventDefault();
    form.classList.add("busy");
    const button = form.querySelector("button");
    button.dataset.idle ??= button.textContent;
    button.textContent = button.dataset.busy ?? button.textContent;
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll(".question.busy")) {
      form.classList.remove("busy");
      const button = form.querySelector("button");
      button.textContent = button.dataset.idle;
    }
  });
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest?.("[data-copy]");
    if (copy) {
      await write(copy.dataset.copy);
      copy.textContent = copy.dataset.done;
    }
    if (event.target.closest?.("[data-forget]")) {
      keep([]);
      document.querySelector("[data-history]").hidden = true;
    }
  });
}

async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https browsers have no clipboard but this one.
  const box = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

export function begin() {
  const question = document.querySelector("[data-question]")?.dataset.question;
  if (question) keep([question, ...known().filter((each) => each !== question)]);
  const list = document.querySelector("[data-history]");
  if (!list || known().length === 0) return;
  for (const each of known()) {
    const here = new URL(location);
    here.search = "";
    here.searchParams.set("q", each);
    const lang = new URL(location).searchParams.get("lang");
    if (lang) here.searchParams.set("lang", lang);
    list.append(Object.assign(document.createElement("a"), { href: here, textContent: each }));
  }
  list.hidden = false;
}
