// Looks for every word of the query anywhere in the index: a part of a Chinese word is found too.
"use strict";
(() => {
  const MOST = 40, BEFORE = 60, AFTER = 150;
  const form = document.querySelector(".search-form");
  const input = document.getElementById("search-words");
  const count = document.getElementById("search-count");
  const found = document.getElementById("search-found");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const entries = window.searchEntries.map((entry) => ({
    ...entry,
    title: entry.title.normalize("NFKC"),
    text: entry.text.normalize("NFKC"),
  }));
  const pageTitles = new Map(
    entries.filter((entry) => !entry.anchor).map((entry) => [entry.page, entry.title]),
  );
  const isHan = (word) => /\p{Script=Han}/u.test(word);
  // An English word is found at its start, so that "port" does not bring every "report", and 77
  // does not bring 15.77; a percent sign with or without a space before it, or in letters.
  const source = (word) => {
    const plain = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%/g, "\\s?(?:%|per ?cent)").replace(/[- ]/g, "[-\\s]");
    const stem = /^[a-z]{4,}s$/.test(word) ? plain.slice(0, -1) : plain;
    return isHan(word) || word.startsWith("%") ? stem : `(?<![\\p{L}\\p{N}]|\\d[.,])${stem}`;
  };
  const pattern = (forms) => new RegExp(forms.map(source).join("|"), "giu");
  // What has other names is looked for under all of them, names of several words first.
  const terms = (query) => {
    const found = [];
    let rest = ` ${query} `;
    for (const group of window.searchSynonyms) {
      const named = group
        .toSorted((a, b) => b.length - a.length)
        .find((form) => rest.includes(isHan(form) && query === form ? form : ` ${form} `));
      if (!named) continue;
      found.push([named, ...group]);
      rest = rest.replace(named, " ");
    }
    return [...found, ...rest.split(/[\s,，、。;；]+/u).filter(Boolean).map((word) => [word])];
  };
  const marked = (text, patterns) => {
    const node = document.createElement("span");
    const hits = patterns
      .flatMap((one) => [...text.matchAll(one)].map((hit) => [hit.index, hit.index + hit[0].length]))
      .sort((a, b) => a[0] - b[0]);
    let at = 0;
    for (const [start, end] of hits) {
      if (start < at) continue;
      node.append(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      node.append(mark);
      at = end;
    }
    node.append(text.slice(at));
    return node;
  };
  const excerpt = (text, patterns) => {
    const first = patterns.map((one) => text.search(one)).filter((at) => at >= 0);
    let start = Math.max(0, Math.min(...(first.length ? first : [0])) - BEFORE);
    if (start > 0) start = text.indexOf(" ", start) + 1 || start;
    const end = Math.min(text.length, start + BEFORE + AFTER);
    return (start > 0 ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  };
  const result = (entry, patterns) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.page + (entry.anchor ? `#${entry.anchor}` : "");
    link.append(marked(entry.title, patterns));
    item.append(link);
    const page = pageTitles.get(entry.page);
    if (entry.anchor && page) {
      const place = document.createElement("p");
      place.className = "place";
      place.textContent = page;
      item.append(place);
    }
    const words = document.createElement("p");
    words.append(marked(excerpt(entry.text, patterns), patterns));
    item.append(words);
    return item;
  };
  const search = (query) => {
    const words = terms(fold(query).trim());
    const patterns = words.map(pattern);
    // What is written as the reader wrote it comes before its other names, a title before a text,
    // and what was found out before what is told of the code.
    const own = words.map(([form]) => pattern([form]));
    const within = (text, all) => all.filter((one) => text.search(one) >= 0).length;
    const rank = (entry) =>
      within(`${entry.title} ${entry.text}`, own) * 4 + within(entry.title, patterns) * 2 +
      (entry.page === "api.html" ? -8 : entry.anchor ? 0 : 1);
    const hits = patterns.length
      ? entries
          .filter((entry) => patterns.every((one) => `${entry.title} ${entry.text}`.search(one) >= 0))
          .sort((a, b) => rank(b) - rank(a))
      : [];
    const many = hits.length === 1 ? "1 place" : `${hits.length} places`;
    count.textContent = words.length ? (hits.length ? many : "Nothing found.") : "";
    found.replaceChildren(...hits.slice(0, MOST).map((entry) => result(entry, patterns)));
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => search(input.value));
  input.value = new URLSearchParams(window.location.search).get("q") ?? "";
  search(input.value);
})();
