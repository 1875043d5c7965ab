// Tables whose columns can be sorted: a click on a head, or Enter on it.

export function listen() {
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.("table.sortable th");
    if (head) sort(head);
  });
}

const value = (row, column) => {
  const cell = row.cells[column];
  const number = Number(cell.dataset.value ?? cell.textContent.replaceAll(",", ""));
  return Number.isNaN(number) ? cell.textContent.trim() : number;
};

function sort(head) {
  const table = head.closest("table");
  const column = [...head.parentElement.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = (a, b) => {
    const [one, two] = [value(a, column), value(b, column)];
    const order =
      typeof one === "number" && typeof two === "number"
        ? one - two
        : String(one).localeCompare(String(two), "zh-CN");
    return down ? -order : order;
  };
  table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
}
