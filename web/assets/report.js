// A report: what is marked in it, jumps between text and tables, finding in it, tabs. All of it stands in the address:
// &off=ORG (several), &tab=names, &find=WORD.

const sheet = () => document.getElementById("sheet");
let found = [];
let at = -1;

export function listen() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("[data-toggle]");
    if (box) {
      sheet().classList.toggle(box.dataset.toggle, !box.checked);
      const off = [...document.querySelectorAll("[data-toggle]")].filter((each) => !each.checked);
      remember("off", ...off.map((each) => each.dataset.toggle.slice(3)));
    }
  });
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (tab) choose(tab, true);
    const jump = event.target.closest?.("a.jump");
    if (jump) {
      event.preventDefault();
      go(jump);
    }
    const clause = event.target.closest?.("#sheet [data-fact]");
    if (clause && !event.target.closest("a")) row(clause.dataset.fact.split(" ")[0]);
    const step = event.target.closest?.("[data-find] [data-step='-1']");
    if (step) move(-1);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]");
    if (tab && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const all = [...tab.parentElement.children];
      const next = all[(all.indexOf(tab) + (event.key === "ArrowRight" ? 1 : -1) + all.length) % all.length];
      choose(next, true);
      next.focus();
    }
    if (event.target.closest?.("[data-find]") && event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      move(-1);
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest?.("[data-find]")) {
      find(event.target.value);
      remember("find", ...(event.target.value.trim() ? [event.target.value.trim()] : []));
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-find]")) return;
    event.preventDefault();
    move(1);
  });
}

function remember(name, ...values) {
  const here = new URL(location);
  here.searchParams.delete(name);
  for (const value of values) here.searchParams.append(name, value);
  history.replaceState(history.state, "", here);
}

export function begin() {
  if (sheet()) restore(new URL(location).searchParams);
  const mark = document.querySelector("#sheet mark");
  if (mark) mark.scrollIntoView({ block: "center" });
  else if (location.hash && sheet()) document.querySelector(location.hash)?.scrollIntoView();
}

function restore(said) {
  for (const name of said.getAll("off")) {
    const box = document.querySelector(`[data-toggle="no-${CSS.escape(name)}"]`);
    if (box) box.checked = false;
    if (box) sheet().classList.add(`no-${name}`);
  }
  const tab = document.getElementById(`tab-${said.get("tab")}`);
  if (tab) choose(tab);
  const wanted = said.get("find");
  if (wanted) {
    document.querySelector("[data-find] input").value = wanted;
    find(wanted);
  }
}

function choose(tab, clicked = false) {
  if (clicked) remember("tab", tab.id.slice(4));
  for (const other of tab.parentElement.children) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function row(fact) {
  choose(document.getElementById("tab-facts"));
  const line = document.getElementById(`f-${fact}`);
  flash(line);
}

function go(jump) {
  const own = jump.dataset.factOf;
  const clause = own && sheet().querySelector(`[data-fact~="${own}"]`);
  if (clause) return flash(clause);
  // A finding quotes characters of the text: the page is opened anew at them.
  const here = new URL(location);
  here.searchParams.set("start", jump.dataset.start);
  here.searchParams.set("end", jump.dataset.end);
  here.hash = "here";
  location.assign(here);
}

function flash(element) {
  element.scrollIntoView({ block: "center" });
  element.classList.remove("flash");
  void element.offsetWidth; // restarts the animation
  element.classList.add("flash");
}

function find(wanted) {
  found = [];
  at = -1;
  CSS.highlights?.clear();
  if (wanted.trim()) {
    // Names part the text into pieces: it is searched paragraph by paragraph, over all pieces.
    for (const block of sheet().children) collect(block, wanted.trim());
  }
  if (found.length && CSS.highlights) CSS.highlights.set("found", new Highlight(...found));
  move(1);
}

function collect(block, wanted) {
  const pieces = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) pieces.push(walker.currentNode);
  const text = pieces.map((piece) => piece.data).join("").toLowerCase();
  const needle = wanted.toLowerCase();
  for (let start = text.indexOf(needle); start >= 0; start = text.indexOf(needle, start + needle.length)) {
    const range = document.createRange();
    range.setStart(...position(pieces, start));
    range.setEnd(...position(pieces, start + needle.length));
    found.push(range);
  }
}

function position(pieces, offset) {
  for (const piece of pieces) {
    if (offset <= piece.data.length) return [piece, offset];
    offset -= piece.data.length;
  }
  return [pieces.at(-1), pieces.at(-1).data.length];
}

function move(step) {
  const told = document.querySelector("[data-find] output");
  if (!found.length) {
    told.textContent = document.querySelector("[data-find] input").value ? "0" : "";
    return;
  }
  at = (at + step + found.length) % found.length;
  told.textContent = `${at + 1}/${found.length}`;
  CSS.highlights?.set("current", new Highlight(found[at]));
  found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
}
