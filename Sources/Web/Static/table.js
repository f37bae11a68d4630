// A table by keyboard: "/" goes to its filter, "j" and "k" from row to row, Enter opens.
export function keyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const filter = document.querySelector("input[type=search]");
    if (event.key === "/" && filter) {
      event.preventDefault();
      filter.focus();
      filter.select();
    }
    if (event.key !== "j" && event.key !== "k") return;
    const rows = [...document.querySelectorAll("tbody th a")];
    const at = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)]?.focus();
  });
}
