// Users: one dialog for all that an admin does with them; each change goes to the HTTP API with the admin's own password.
import { call } from "./api.js";

const names = (text) => text.split(/[、,，;；\s]+/).filter(Boolean);

export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-person]");
    if (button) open(button);
  });
}

function open(button) {
  const dialog = document.getElementById("person");
  const form = dialog.querySelector("form");
  const { person, fields, path } = button.dataset;
  const shown = fields.split(" ").filter(Boolean);
  const fault = dialog.querySelector("[data-fault]");
  const token = dialog.querySelector("[data-token]");
  form.reset();
  dialog.querySelector("h2").textContent = [person, button.textContent].filter(Boolean).join("：");
  for (const label of form.querySelectorAll("[data-field]")) label.hidden = !shown.includes(label.dataset.field);
  for (const name of ["name", "password"]) form.elements[name].required = shown.includes(name);
  form.elements.role.value = button.dataset.role ?? "reader";
  form.elements.collections.value = button.dataset.collections ?? "";
  form.elements.every.checked = button.dataset.every === "yes";
  fault.hidden = true;
  token.hidden = true;
  const submit = form.querySelector("[type=submit]");
  submit.hidden = false;
  const end = () => {
    dialog.close();
    if (!token.hidden) location.reload();
  };
  dialog.querySelector("[data-cancel]").onclick = end;
  form.onsubmit = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const address = ["/users", person && encodeURIComponent(person), path].filter(Boolean).join("/");
      const told = await call(address, "POST", said(form, shown));
      if (!told.token) return location.reload();
      token.querySelector("output").textContent = told.token;
      token.hidden = false;
      submit.hidden = true;
    } catch (error) {
      fault.textContent = error.message;
      fault.hidden = false;
    } finally {
      submit.disabled = false;
    }
  };
  dialog.showModal();
}

function said(form, shown) {
  const body = { own_password: form.elements.own_password.value };
  for (const name of shown) {
    if (name !== "collections") body[name] = form.elements[name].value.trim();
    else if (form.elements.every.checked) body.every = true;
    else body.collections = names(form.elements.collections.value);
  }
  if (shown.includes("password")) body.password = form.elements.password.value;
  return body;
}
