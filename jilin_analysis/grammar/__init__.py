"""The grammar of reported figures: words as data, a tokenizer, and a few rules."""
