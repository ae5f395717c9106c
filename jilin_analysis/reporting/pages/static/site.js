// Copy buttons, and what a reader's tools need. The page says all it has to say without it.
"use strict";
const copyOf = (citation) => {
  const plain = citation.innerText.trim();
  const kinds = { "text/plain": new Blob([plain], { type: "text/plain" }) };
  // Italics, links and hanging indents travel into Word and its like.
  if (!citation.classList.contains("plain"))
    kinds["text/html"] = new Blob([citation.innerHTML.trim()], { type: "text/html" });
  return [new ClipboardItem(kinds)];
};
for (const citation of document.querySelectorAll(".cite-text")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const name = citation.getAttribute("aria-label");
  if (name) button.setAttribute("aria-label", `Copy: ${name}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.write(copyOf(citation));
      button.textContent = "Copied";
    } catch {
      // Some browsers keep the clipboard from pages on disk: the reader then copies the selection.
      window.getSelection().selectAllChildren(citation);
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), 2500);
  });
  citation.after(button);
}

// An address may lead to a number inside a fold.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target?.closest("details:not([open])"); at; at = at.parentElement.closest("details:not([open])"))
    at.open = true;
  target?.scrollIntoView();
};
if (location.hash) unfold();
addEventListener("hashchange", unfold);

// Chinese says that it is Chinese, which chooses its font and its voice.
const HAN = /[《（]?\p{Script=Han}[\p{Script=Han}\u3000-\u303f\uff00-\uffef·0-9.,%-]*/gu;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const nodes = [];
while (walker.nextNode()) nodes.push(walker.currentNode);
for (const node of nodes) {
  if (node.data.search(HAN) < 0 || node.parentElement.closest("[lang]:not(html), pre, script, style, textarea")) continue;
  const parts = document.createDocumentFragment();
  let at = 0;
  for (const found of node.data.matchAll(HAN)) {
    const span = document.createElement("span");
    span.lang = "zh";
    span.textContent = found[0];
    parts.append(node.data.slice(at, found.index), span);
    at = found.index + found[0].length;
  }
  parts.append(node.data.slice(at));
  node.replaceWith(parts);
}
for (const block of document.querySelectorAll("pre")) block.tabIndex = 0;
for (const [name, words] of [["sidebar", "Site"], ["toc", "On this page"]])
  document.querySelector(`.${name}-drawer`)?.setAttribute("aria-label", words);
for (const caption of document.querySelectorAll('.sidebar-tree [role="heading"]')) caption.removeAttribute("role");
