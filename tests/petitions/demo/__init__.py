"""The demonstration county: what a visitor of the product sees on the first day."""
