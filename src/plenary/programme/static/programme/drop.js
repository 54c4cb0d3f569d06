// A file dropped on a form is chosen and sent at once; without scripts the button does it.
for (const form of document.querySelectorAll("[data-drop]")) {
  const field = form.querySelector(".drop");
  const input = form.querySelector("[type=file]");
  form.addEventListener("dragover", (event) => { event.preventDefault(); field.classList.add("drop--over"); });
  form.addEventListener("dragleave", () => field.classList.remove("drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    field.classList.remove("drop--over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
