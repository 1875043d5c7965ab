"""The model card."""
from search.encoder.train.table import Plan
def model_card(*a): return str(a)
