"""The reading site, made from executed notebooks."""
