// A file dropped anywhere on the field is chosen and sent at once; without scripts the button does it.
const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const field = form.querySelector(".drop");
for (const kind of ["dragenter", "dragover"]) {
  field.addEventListener(kind, (event) => { event.preventDefault(); field.classList.add("drop--over"); });
}
field.addEventListener("dragleave", () => field.classList.remove("drop--over"));
field.addEventListener("drop", (event) => {
  event.preventDefault();
  field.classList.remove("drop--over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
