// Adds a copy button to each citation. The page says all it has to say without it.
"use strict";
for (const citation of document.querySelectorAll(".cite-text")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const name = citation.getAttribute("aria-label");
  if (name) button.setAttribute("aria-label", `Copy: ${name}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation.textContent.trim());
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
