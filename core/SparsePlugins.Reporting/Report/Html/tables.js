// Tables that a reader can sort by any column and narrow to some members.

/** Numbers before words, what is missing last, whichever way the order goes. */
function compareCells(left, right, sign) {
  const missing = (text) => text === "" || text.startsWith("–");
  if (missing(left) || missing(right)) return missing(left) - missing(right);
  const [a, b] = [leadingNumber(left), leadingNumber(right)];
  if (isNaN(a) && isNaN(b)) return sign * left.localeCompare(right, "en", { numeric: true });
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
  const text = (row) => row.cells[column].textContent;
  const sign = order === "descending" ? -1 : 1;
  body.append(...(order ? rows.toSorted((a, b) => compareCells(text(a), text(b), sign)) : rows));
}

/** The member of a row: the name beside the sample of its line. */
function memberOfRow(row) {
  const name = row.cells[0];
  return name.querySelector("svg.key") ? name.textContent.replace(/ \(baseline\)$/, "") : null;
}

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
  const members = table.rows.map(memberOfRow);
  shown.listeners.push(() => {
    table.rows.forEach((row, i) => (row.hidden = members[i] !== null && !matchesFilter(members[i])));
  });
}
