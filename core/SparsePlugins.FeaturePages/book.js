// The features, as the page's data lists them.

const book = JSON.parse(document.getElementById("data").textContent);
const hasTruth = book.frequencies.length > 0;

/** Groups of three numbers as twins of a feature. */
function twinsOf(numbers) {
  const twins = [];
  for (let i = 0; i < numbers.length; i += 3) twins.push({ dictionary: numbers[i], feature: numbers[i + 1], cosine: numbers[i + 2] });
  return twins;
}

/** Pairs of a token's place and an effect. */
function effectsOf(numbers) {
  const effects = [];
  for (let i = 0; i < numbers.length; i += 2) effects.push({ text: book.tokens[numbers[i]], effect: numbers[i + 1] });
  return effects;
}

const features = book.features.map(([density, most, histogram, passages, promoted, suppressed, truth, twins, atom, least], number) => ({
  number,
  density,
  most,
  least,
  histogram,
  passages: passages.map(([peak, code, shades, tokens]) => ({ peak, code, shades, tokens: tokens.map((place) => book.tokens[place]) })),
  promoted: effectsOf(promoted),
  suppressed: effectsOf(suppressed),
  truth: twinsOf(truth)[0] ?? null,
  twins: twinsOf(twins),
  atom,
}));

/** The cosine with the closest feature of any other dictionary. */
function closest(feature) {
  return Math.max(-1, ...feature.twins.map((twin) => twin.cosine));
}

/** What a search looks at: the tokens where it fires most, and those that it promotes. */
function wordsOf(feature) {
  feature.words ??= [
    ...feature.passages.map((passage) => passage.tokens[passage.peak]),
    ...feature.promoted.map((effect) => effect.text),
    feature.truth ? `true ${feature.truth.feature}` : "",
  ].join("\u0000").toLowerCase();
  return feature.words;
}

/** `12.3 %`, with as many digits as there are. */
function percent(share) {
  if (share === 0) return "0 %";
  const value = 100 * share;
  return `${value >= 10 ? fixed(value, 1) : Number(value.toPrecision(2))} %`;
}

/** Spaces at the ends and line ends as something to see. */
function visible(text) {
  return text.replace(/\n/g, "↵").replace(/\t/g, "⇥").replace(/^ | $/g, "·");
}
