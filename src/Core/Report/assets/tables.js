// Sorts the rows of each dataset and model by the clicked column, as numbers or texts; missing values stay last.
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
        const difference = head.classList.contains("number") ? Number(x) - Number(y) : x.localeCompare(y);
        return rising ? difference : -difference;
      };
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains("place"));
        body.append(...rows.sort(compare));
      }
    });
  });
}

// Long tables of many datasets start with only the first one shown.
const tablePlace = document.getElementById("table-place");
if (tablePlace) {
  const show = () => {
    for (const body of document.querySelectorAll("tbody[data-of]")) {
      body.hidden = tablePlace.value !== "" && body.dataset.of !== tablePlace.value;
    }
  };
  if (document.querySelectorAll("table tbody tr").length > 40 * document.querySelectorAll("table").length) tablePlace.value = "0";
  tablePlace.addEventListener("change", show);
  show();
}
