"""Show a sentence, a chart or a table in a notebook, so that it can be cited from there."""
