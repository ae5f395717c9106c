"""Run the notebooks and write what they show."""
