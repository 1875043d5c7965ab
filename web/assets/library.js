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
    const removing = event.target.closest?.("[data-remove]");
    if (removing) ask(removing);
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
  const box = document.querySelector("[data-jobs]");
  const told = box.querySelector("[data-told]");
  const bar = box.querySelector("progress");
  const count = files.length;
  box.hidden = false;
  box.querySelector("[data-lines]").replaceChildren();
  box.querySelector("[data-renew]").hidden = true;
  bar.removeAttribute("value");
  told.textContent = form.dataset.toldSending;
  const data = new FormData();
  for (const file of files) data.append("files", file, file.name);
  try {
    const replace = form.elements.replace.checked;
    let job = await call(`/documents?replace=${replace}`, "POST", data);
    while (job.state === "waiting" || job.state === "running") {
      show(box, job, count);
      told.textContent = `${form.dataset.toldWaiting} ${job.documents.length}/${count}`;
      await new Promise((next) => setTimeout(next, PAUSE));
      job = await call(`/jobs/${job.id}`);
    }
    show(box, job, count);
    told.textContent = job.error ?? form.dataset.toldDone;
    bar.value = 1;
    box.querySelector("[data-renew]").hidden = false;
  } catch (error) {
    told.textContent = `${form.dataset.toldLost} ${error.message}`;
    bar.value = 0;
  }
  form.reset();
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
