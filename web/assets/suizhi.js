// What the pages do by themselves. Each module listens on the document, because the framework draws the page after
// the script is loaded; `begin` is called once it is drawn.
import * as asking from "./asking.js";
import * as completing from "./completing.js";
import * as deciding from "./deciding.js";
import * as graph from "./graph.js";
import * as library from "./library.js";
import * as people from "./people.js";
import * as reading from "./reading.js";
import * as report from "./report.js";
import * as sorting from "./sorting.js";

const drawn = () => document.querySelector("#main > *")?.innerHTML;

async function ready() {
  while (!drawn()) await new Promise((next) => setTimeout(next, 15));
}

for (const part of [asking, completing, deciding, graph, library, people, reading, report, sorting]) part.listen?.();
await ready();
// The framework has told the browser that the page is Chinese.
if (new URL(location).searchParams.get("lang") === "en") document.documentElement.lang = "en";
for (const part of [reading, asking, deciding, report]) part.begin?.();
for (const part of document.querySelectorAll("[data-load]"))
  fetch(part.dataset.load).then(async (answer) => {
    if (answer.ok) part.innerHTML = await answer.text();
  });
document.querySelector(".head nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
document.documentElement.dataset.ready = "yes";
