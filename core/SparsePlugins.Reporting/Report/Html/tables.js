// Tables that a reader can sort by any column and narrow to some variants.

/** The number that a cell stands for: NaN for words. */
const numberOf = (cell) => Number(cell.dataset.order ?? NaN);

/** Numbers before words, what is missing last, whichever way the order goes. */
function compareCells(left, right, sign) {
  const missing = (cell) => cell.dataset.order === "";
  if (missing(left) || missing(right)) return missing(left) - missing(right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (isNaN(a) && isNaN(b)) return sign * left.textContent.localeCompare(right.textContent, "en", { numeric: true });
  if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);
  return sign * (a - b);
}

/** First ascending, then descending, then as the report had it. */
function sortBy(table, column) {
  const { header, body, rows } = table;
  const before = header[column].getAttribute("aria-sort");
  const order = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
  header.forEach((cell) => cell.removeAttribute("aria-sort"));
  if (order) header[column].setAttribute("aria-sort", order);
  const cell = (row) => row.cells[column];
  const sign = order === "descending" ? -1 : 1;
  body.append(...(order ? rows.toSorted((a, b) => compareCells(cell(a), cell(b), sign)) : rows));
}

/** The variant of a row. */
const variantOfRow = (row) => row.cells[0].dataset.variant ?? null;

/** Where a table fits, its header sticks to the page; else the table scrolls in its own box. */
function watchWidth(box) {
  new ResizeObserver(() => {
    box.classList.add("fits");
    box.classList.toggle("fits", box.scrollWidth <= box.clientWidth);
  }).observe(box);
}

function makeTable(node) {
  const header = [...node.tHead.rows[0].cells];
  const table = { header, body: node.tBodies[0], rows: [...node.tBodies[0].rows] };
  header.forEach((cell, column) => {
    if (cell.textContent === "") return;
    const button = element("button", { type: "button", title: `Sort by ${cell.textContent}` }, cell.textContent);
    button.addEventListener("click", () => sortBy(table, column));
    cell.replaceChildren(button);
  });
  watchWidth(node.parentElement);
  const variants = table.rows.map(variantOfRow);
  shown.listeners.push(() => {
    table.rows.forEach((row, i) => (row.hidden = variants[i] !== null && !matchesFilter(variants[i])));
  });
}
