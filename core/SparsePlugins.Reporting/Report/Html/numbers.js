// Numbers as the report prints them.

/** A fixed number of decimals, without the sign of a zero. */
function fixed(value, decimals) {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** `1 seed`, `5 seeds`. */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2800`, `634 880`: thin spaces between thousands of long numbers, which every language reads. */
function grouped(value) {
  const text = String(value);
  return text.length < 5 ? text : text.replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
