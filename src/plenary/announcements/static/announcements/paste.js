// A text file dropped anywhere on the form is chosen as if by hand.
const form = document.querySelector("[data-paste]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector(".drop");
const said = form.querySelector("[data-file]");

for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("drop--over");
  });
}
for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => drop.classList.remove("drop--over"));
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  said.textContent = input.files[0].name;
});
