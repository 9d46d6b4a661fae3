// Sorts the rows of each dataset and model by the column whose head is pressed; a missing value stays last.
for (const table of document.querySelectorAll("table")) {
  table.querySelectorAll("thead button").forEach((button, column) => {
    button.addEventListener("click", () => {
      const head = button.parentElement;
      const rising = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.querySelectorAll("thead th")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");

      const key = (row) => row.cells[column].dataset.order;
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === "" || y === "") return (x === "") - (y === "");
        const difference = column === 0 ? x.localeCompare(y) : Number(x) - Number(y);
        return rising ? difference : -difference;
      };
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains("place"));
        body.append(...rows.sort(compare));
      }
    });
  });
}
