// The library: putting reports in (and watching them arrive), taking them out.

import { call } from "./api.js";

const PAUSE = 400;

export function listen() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-upload]");
    if (form && event.target.type === "file" && event.target.files.length) upload(form, event.target.files);
  });
  for (const kind of ["dragover", "drop"])
    document.addEventListener(kind, (event) => {
      const form = document.querySelector("[data-upload]");
      if (!form) return;
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) upload(form, event.dataTransfer.files);
    });
  document.addEventListener("click", (event) => {
    const again = event.target.closest?.("[data-refresh]");
    if (again) {
      const sources = again.dataset.refresh ? [again.dataset.refresh] : null;
      follow(1, () => call("/documents/refresh", "POST", { sources }));
      document.querySelector("[data-jobs]").scrollIntoView({ block: "nearest" });
    }
    const removing = event.target.closest?.("[data-remove]");
    if (removing) ask(removing);
    const moving = event.target.closest?.("[data-move]");
    if (moving) move(moving);
  });
  document.addEventListener("input", (event) => {
    const filter = event.target.closest?.("[data-filter]");
    if (!filter) return;
    const wanted = filter.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(`${filter.dataset.filter} tbody tr`))
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

async function upload(form, files) {
  const into = form.elements.collection;
  if (into && !into.reportValidity()) return form.reset();
  const data = new FormData();
  for (const file of files) data.append("files", file, file.name);
  const replace = form.elements.replace.checked;
  const where = into ? `&collection=${encodeURIComponent(into.value.trim())}` : "";
  await follow(files.length, () => call(`/documents?replace=${replace}${where}`, "POST", data));
  form.reset();
}

/** Begins a job and shows how far it is, file by file and step by step, until it is over. */
async function follow(count, begin) {
  const box = document.querySelector("[data-jobs]");
  const told = box.querySelector("[data-told]");
  const bar = box.querySelector("progress");
  const stop = box.querySelector("[data-stop]");
  box.hidden = false;
  box.querySelector("[data-lines]").replaceChildren();
  box.querySelector("[data-renew]").hidden = true;
  bar.removeAttribute("value");
  told.textContent = box.dataset.toldSending;
  try {
    let job = await begin();
    stop.onclick = () => call(`/jobs/${job.id}/stop`, "POST");
    while (["waiting", "running", "stopping"].includes(job.state)) {
      const total = Math.max(job.total ?? count, count, 1);
      show(box, job, total);
      stop.hidden = job.step === undefined || job.state === "stopping";
      const step = box.querySelector(`[data-step="${job.step}"]`)?.textContent ?? "";
      told.textContent = `${box.dataset.toldWaiting} ${job.documents.length}/${total} ${job.source ?? ""} ${step}`;
      await new Promise((next) => setTimeout(next, PAUSE));
      job = await call(`/jobs/${job.id}`);
    }
    show(box, job, Math.max(job.total ?? count, count, 1));
    told.textContent = job.error ?? (job.state === "stopped" ? box.dataset.toldStopped : box.dataset.toldDone);
    bar.value = 1;
    box.querySelector("[data-renew]").hidden = false;
  } catch (error) {
    told.textContent = `${box.dataset.toldLost} ${error.message}`;
    bar.value = 0;
  }
  stop.hidden = true;
}

function show(box, job, count) {
  if (job.documents.length) box.querySelector("progress").value = job.documents.length / Math.max(count, job.documents.length);
  const lines = job.documents.map((line) => {
    const item = document.createElement("li");
    item.className = `status-${line.status}`;
    const name = document.createElement(line.status === "failed" || line.status === "skipped" ? "span" : "a");
    name.textContent = line.source;
    if (name.href !== undefined) name.href = `/reports/${encodeURI(line.source)}`;
    const status = document.createElement("b");
    status.textContent = document.querySelector("#statuses").content.querySelector(`[data-status=${line.status}]`)?.textContent ?? line.status;
    const rest = document.createElement("small");
    rest.textContent = line.error ?? [line.region, line.department, line.year].filter(Boolean).join(" · ");
    item.append(status, " ", name, " ", rest);
    return item;
  });
  box.querySelector("[data-lines]").replaceChildren(...lines);
}

/** Puts a report into another collection. */
function move(button) {
  const dialog = document.getElementById("moving");
  const form = dialog.querySelector("form");
  const fault = dialog.querySelector("[data-fault]");
  fault.hidden = true;
  dialog.querySelector("[data-what]").textContent = button.dataset.move;
  form.elements.collection.value = button.dataset.now;
  dialog.querySelector("[data-cancel]").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      const into = encodeURIComponent(form.elements.collection.value.trim());
      await call(`/collections/${into}`, "POST", { sources: [button.dataset.move] });
      location.reload();
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    }
  };
  dialog.showModal();
}

function ask(button) {
  const dialog = document.getElementById("removing");
  const fault = dialog.querySelector("[data-fault]");
  fault.hidden = true;
  dialog.querySelector("p[data-goes]").textContent = button.dataset.goes;
  dialog.querySelector("[data-cancel]").onclick = () => dialog.close();
  dialog.querySelector("[data-confirm]").onclick = async (event) => {
    event.target.disabled = true;
    try {
      await call(`/documents/${encodeURI(button.dataset.remove)}`, "DELETE");
      location.reload();
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    }
    event.target.disabled = false;
  };
  dialog.showModal();
}
