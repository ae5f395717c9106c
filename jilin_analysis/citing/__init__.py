"""Exhibits read back from notebooks, and cited."""
